"""Questions about publications: what is open is for everybody, the rest for those who have a post where it applies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from youju.flow.boards.selectors import board_of, is_inside, reader_of
from youju.flow.publications import living, open_data
from youju.flow.publications.drafting import Draft, Offer, draft_of, offer_of
from youju.flow.publications.editions import kept_bytes, made, page_read
from youju.flow.publications.models import Edition, Publication
from youju.flow.publications.papers import paper_of, voice_of, words_of
from youju.flow.reports.selectors import not_in
from youju.flow.schemes.selectors import may_read_scheme, rounds_for
from youju.flow.scores.bundles import zipped
from youju.flow.units.powers import may_on, tenure_on, units_for
from youju.kernel.errors import NotAllowed, Refusal
from youju.kernel.paper import Paper
from youju.kernel.powers import may
from youju.kernel.receipts import Receipt, receipt_of
from youju.kernel.trace import history_of

if TYPE_CHECKING:
    from youju.flow.scores.models import Score

DRAWN = 200
"""Units whose borders a publication draws beside its tables: as many as stand on one page of a board."""


def publications() -> QuerySet[Publication]:
    """Return publications with their scores and schemes loaded, the latest first."""
    rows = Publication.objects.select_related(
        "score__round__scheme__unit", "score__round__scheme_version", "proposed_by", "signed_by", "corrects"
    )
    return rows.order_by("-published_at", "-pk")


def publications_for(user: Any) -> QuerySet[Publication]:
    """Return what a person may read of what was published; a visitor what is open."""
    seen = Q(is_open=True)
    if _at_work(user) and may(user, "publication.read"):
        seen |= Q(score__round__in=rounds_for(user).values("pk"))
    return publications().filter(seen, published_at__isnull=False)


def publication_for(user: Any, pk: int) -> Publication:
    """Return a publication a person may read, or answer 404 as if it did not exist."""
    row = publications().filter(pk=pk, published_at__isnull=False).first()
    if row is None or not (row.is_open or _reads_inside(user, row)):
        raise Http404(pk)
    return row


def sees_all(user: Any, row: Publication) -> bool:
    """Whether a person may have all that a publication rests on: of an open one everybody, else who sees its board from inside."""
    return row.is_open or is_inside(user, row.score)


def with_bundle(user: Any, pk: int) -> Publication:
    """Return a publication whose bundle a person may have; refused where the board keeps marks or bands from that person."""
    row = publication_for(user, pk)
    if not sees_all(user, row):
        raise NotAllowed(
            "不能下载这个核验包", "里面有全部单位的得分、位次和不公开的分档，榜单和通报没有给你的岗位看这些",
            "看榜单、通报和本单位的得分说明书；要核验全部的，请主办单位的考核办",
            english="The bundle holds marks and bands of all units, which the board does not show you; ask the scoring office.",
        )  # fmt: skip
    return row


def published_as(row: Publication, form: str) -> bytes:
    """Return what was published in one form, byte for byte as it was kept.

    What is signed but not kept yet (its place in the log comes within seconds) and what was published before anything was kept
    is made now.
    """
    edition = Edition.objects.filter(publication=row, form=form).select_related("publication").first()
    if edition is not None:
        return kept_bytes(edition)
    receipt = receipt_for(row)
    return made(row, form, entry=receipt.seq if receipt else None)


def facts_as(user: Any, row: Publication) -> bytes:
    """Return the sheet of the facts behind a publication that a person may have: all, or those of the units whose statements are theirs."""
    if sees_all(user, row):
        return published_as(row, "facts")
    return open_data.csv_of(open_data.FACTS, _own_data(user, row)["facts"]).encode("utf-8")


def data_as(user: Any, row: Publication) -> bytes:
    """Return places and facts of a publication as JSON, of the facts those that a person may have."""
    if sees_all(user, row):
        return published_as(row, "data")
    return json.dumps(_own_data(user, row), ensure_ascii=False, indent=1).encode("utf-8")


def _own_data(user: Any, row: Publication) -> dict[str, Any]:
    mine = units_for(user, "statement.read", scheme=row.score.round.scheme.code)
    own = set(mine.values_list("code", flat=True))
    said: dict[str, Any] = json.loads(published_as(row, "data"))
    return {**said, "facts": [fact for fact in said["facts"] if fact["unit"] in own]}


def _reads_inside(user: Any, row: Publication) -> bool:
    """Whether one publication that is not open is among `publications_for`, looked up for it alone."""
    return _at_work(user) and may(user, "publication.read") and may_read_scheme(user, row.score.round.scheme)


def proposals_for(user: Any) -> QuerySet[Publication]:
    """Return what waits for a second signature and a person may sign or withdraw."""
    acts = [act for act in ("publication.propose", "publication.approve") if may(user, act)]
    if not acts or not _at_work(user):
        return Publication.objects.none()
    waiting = publications().filter(published_at=None, withdrawn_at=None)
    mine = [row.pk for row in waiting if any(_may(user, act, row) for act in acts)]
    return waiting.filter(pk__in=mine)


def proposals_to_sign(user: Any) -> list[Publication]:
    """Return the proposals that wait for this person's signature: whoever proposed one waits for another."""
    return [row for row in proposals_for(user) if may_sign(user, row)]


def may_sign(user: Any, row: Publication) -> bool:
    """Whether a person may put the second signature under a proposal: in another post than who proposed it, and another person."""
    scheme = row.score.round.scheme
    tenure = tenure_on(user, "publication.approve", scheme.unit_id, scheme=scheme.code)
    return tenure is not None and user.pk != row.proposed_by_id and tenure.post_id != row.proposed_post_id


def _may(user: Any, act: str, row: Publication) -> bool:
    scheme = row.score.round.scheme
    return may_on(user, act, scheme.unit_id, scheme=scheme.code)


def _at_work(user: Any) -> bool:
    """Whether the person has come further than the one-time password: these pages are open, so nobody asked before."""
    return not getattr(user, "must_change_password", False)


def proposal_for(user: Any, pk: int) -> Publication:
    """Return a proposal a person may sign or withdraw, or answer 404."""
    row = proposals_for(user).filter(pk=pk).first()
    if row is None:
        raise Http404(pk)
    return row


def readable(user: Any, pk: int) -> Publication:
    """Return a publication a person may read, or a proposal they may sign or withdraw; else 404."""
    return proposals_for(user).filter(pk=pk).first() or publication_for(user, pk)


def paper_as(user: Any, pk: int, form: str) -> bytes:
    """Return a publication, or a proposal as a draft, in one form of a paper."""
    row = readable(user, pk)
    return made(row, form) if row.published_at is None else published_as(row, form)


def published_paper(user: Any, pk: int, form: str) -> bytes:
    """Return what was published in one form, for sites and programs: a proposal is nobody's to take over."""
    return published_as(publication_for(user, pk), form)


def proposal_page(user: Any, row: Publication) -> dict[str, Any]:
    """Return what a person sees before signing: the text with its living numbers, and the numbers that name no record."""
    words = words_of(row)
    return {
        "row": row,
        "score": row.score,
        "may_sign": may_sign(user, row),
        "words": words,
        "stale": [f"{run.source}（{run.text}）" for one in words for run in one.runs if run.stale],
        "typed": living.typed_numbers(row.words),
    }


def published_before(score: Score) -> Publication | None:
    """Return what was published of a round by another score, None for a round that was not published yet."""
    rows = Publication.objects.filter(score__round_id=score.round_id, published_at__isnull=False)
    return rows.exclude(root=score.root).order_by("-published_at").first()


def draft_for(score: Score) -> Draft:
    """Return what a proposal about a score begins with."""
    before = published_before(score)
    round_ = score.round
    return draft_of(
        voice_of(score), round_.scheme_version.title, round_.period, corrects=before.title if before else "",
        silent=[unit.name for unit in not_in(round_)],
    )  # fmt: skip


def preview_of(score: Score, said: Mapping[str, str]) -> dict[str, Any]:
    """Return how a text would read, what in it stands for nothing, and the numbers in it that name no record."""
    words, voice = said.get("words", ""), voice_of(score)
    return {
        "words": living.read(words, voice),
        "nothing": living.problems(words, voice),
        "typed": living.typed_numbers(words),
    }


def sample_of(score: Score, said: Mapping[str, str]) -> Paper:
    """Return a proposal that nobody made yet as a paper: a draft to look at."""
    parts = {name: said.get(name, "").strip() for name in ("title", "words", "number", "red_head", "issuer")}
    return paper_of(Publication(score=score, root=score.root, **parts))


def offered(score: Score) -> Offer:
    """Return the names a text about a score may use, for a list to pick from."""
    return offer_of(voice_of(score), unit=_("一个单位"), many=_("全部或一个赛道"))


def receipt_for(publication: Publication) -> Receipt | None:
    """Return the proof that the signing stands in the log, None while it waits for its place there."""
    trace = history_of(publication).filter(act="publication.sign").first()
    try:
        return receipt_of(trace) if trace else None
    except Refusal:
        return None


def download_of(publication: Publication) -> bytes:
    """Return the bundle as a zip, with the proof from the log beside it."""
    receipt = receipt_for(publication)
    proof = json.dumps(receipt.as_json(), ensure_ascii=False, indent=1).encode("utf-8") if receipt else None
    return zipped(publication.root, {"proof.json": proof} if proof else None)


def page_of(user: Any, publication: Publication) -> dict[str, Any]:
    """Return what the page of a publication says: the board as outsiders see it, errata, and the proof."""
    score = publication.score
    reader, circles = reader_of(score, inside=False), board_of(score, inside=False)
    words, errata = page_read(published_as(publication, "page"))
    return {
        "row": publication, "score": score, "circles": circles, "firmness": None,
        "is_drawn": sum(len(circle.rows) for circle in circles) <= DRAWN,
        "numbers": reader.numbers, "errata": errata, "receipt": receipt_for(publication),
        "words": words, "whole": sees_all(user, publication),
        "later": publications().filter(corrects=publication, published_at__isnull=False).first(),
    }  # fmt: skip
