"""Search over everything a person may see. Each room narrows its rows to the person before a word is matched.

Simple on purpose: every word must stand in the text, as written; nothing is ranked, each kind keeps the order of its
room. It asks the database the same on SQLite and PostgreSQL. A room of work joins by a module `search` with `sections`.
"""

from __future__ import annotations

import importlib.util
from importlib import import_module
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from youju.flow.documents.saying import documents_saying
from youju.flow.documents.saying import told as of_document
from youju.flow.evidence.selectors import visible_to
from youju.flow.inspections.selectors import findings_told, plans_for
from youju.flow.publications.selectors import publications_for
from youju.flow.reports.selectors import reports_saying
from youju.flow.schemes.selectors import schemes_saying
from youju.flow.scores.selectors import objections_for
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import codes_of
from youju.kernel.access import signed_in
from youju.kernel.api import doors
from youju.kernel.finding import LONGEST, Hit, Section, holding, words_in
from youju.kernel.selectors import holding_posts
from youju.work import WORK

router = Router()
FIRST, PAGE = 5, 20


def sections(user: Any, words: list[str]) -> list[Section]:
    """Return everything that can be searched, narrowed to what the person may see and to the words."""
    units = Q(holding(words, "name")) | Q(holding(words, "code")) | Q(holding(words, "former_names__name"))
    found = [
        Section("units", _("单位"), units_for(user, "unit.read").filter(units).distinct(),
                lambda row: Hit(row.name, reverse("dossier", args=[row.code]), f"{row.code} · {row.get_level_display()}")),
        Section("schemes", _("方案"), schemes_saying(user, words).order_by("code"),
                lambda row: Hit(row.title, reverse("schemes:show", args=[row.code]), str(row.unit))),
        Section("publications", _("通报"), publications_for(user).filter(holding(words, "title", "words", "number")),
                lambda row: Hit(row.title, reverse("publications:show", args=[row.pk]), f"{row.get_kind_display()} · {row.published_at:%Y-%m-%d}")),
        Section("documents", _("文件"), documents_saying(user, words), lambda row: of_document(row, words)),
        *_more_of_the_flow(user, words),
        _people(user, words),
    ]  # fmt: skip
    for room, _title in WORK:
        name = f"youju.work.{room}.search"
        if importlib.util.find_spec(name) is not None:
            found += import_module(name).sections(user, words)
    return found


def _more_of_the_flow(user: Any, words: list[str]) -> list[Section]:
    """Return evidence by what it shows, findings on visits that the person may read, and objections by their text."""
    return [
        Section("evidence", _("佐证"), visible_to(user).filter(holding(words, "name", "note")).select_related("unit").order_by("-pk"),
                lambda row: Hit(row.note or row.name, reverse("evidence:show", args=[row.sha256]), f"{row.unit} · {row.name}")),
        Section("reports", _("单位报送"), reports_saying(user, words),
                lambda row: Hit(str(row.unit), reverse("reports:show", args=[row.pk]), f"{row.round} · {row.get_status_display()}")),
        Section("findings", _("督查发现"), findings_told(user).filter(holding(words, "what", "clause", "visit__unit__name", "visit__plan__title")),
                lambda row: Hit(row.what, reverse("dossier", args=[row.visit.unit.code]), f"{row.visit.unit} · {row.visit.plan.title}")),
        Section("plans", _("督查计划"), plans_for(user).filter(holding(words, "title", "basis", "conclusion")),
                lambda row: Hit(row.title, reverse("inspections:plan", args=[row.pk]), str(row.office))),
        Section("objections", _("异议"), objections_for(user).filter(holding(words, "words", "answer", "unit__name")),
                lambda row: Hit(row.words[:60], reverse("scores:objection", args=[row.pk]), f"{row.unit} · {row.score.round}")),
    ]  # fmt: skip


def _people(user: Any, words: list[str]) -> Section:
    """Return who holds a post in a unit whose posts the person may read, by name and user name."""
    units = units_for(user, "unit.posts").order_by()
    rows = holding_posts(units.values("pk")).filter(holding(words, "holder__name", "holder__username"))
    return Section("people", _("人员"), rows, _holder)


def _holder(row: Any) -> Hit:
    code = codes_of([row.post.unit_id])[row.post.unit_id]
    return Hit(row.holder.name, reverse("units:posts", args=[code]), row.post.get_role_display())


def ask(user: Any, text: str, kind: str = "", page: int = 1) -> list[tuple[Section, list[Hit], bool]]:
    """Return each section that holds something, its first rows and whether there are more; of one kind, a page of it."""
    words = words_in(text)
    if not words:
        return []
    size, start = (PAGE, (page - 1) * PAGE) if kind else (FIRST, 0)
    told = []
    for section in sections(user, words):
        if kind in ("", section.key):
            rows = list(section.rows[start : start + size + 1])
            if rows:
                told.append((section, [section.tell(row) for row in rows[:size]], len(rows) > size))
    return told


@signed_in
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what was found, five of each kind, or a page of one kind."""
    text, kind, page = (
        request.GET.get("q", "")[:LONGEST],
        request.GET.get("in", "")[:60],
        _page(request.GET.get("page", "")),
    )
    context = {
        "q": text,
        "kind": kind,
        "page": page,
        "found": ask(request.user, text, kind, page),
        "words": words_in(text),
    }
    return render(request, "web/search.html", context)


def _page(text: str) -> int:
    return max(1, min(int(text), 1000)) if text.isascii() and text.isdigit() and len(text) < 5 else 1


class Asked(BaseModel):
    """What is looked for."""

    q: str = Field(max_length=LONGEST)
    kind: str = Field("", max_length=60, description="空表示各类都找，每类前 5 条")
    page: int = Field(1, ge=1, le=1000)


class Found(Schema):
    """One thing found."""

    kind: str
    title: str
    note: str
    url: str


@router.get("/", auth=doors("search.ask"), response=list[Found], summary="搜索")
def search(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Return what holds every word, among what the asker may see."""
    return [
        Found(kind=section.key, title=hit.title, note=hit.note, url=hit.url)
        for section, hits, _more in ask(request.user, asked.q, asked.kind, asked.page)
        for hit in hits
    ]
