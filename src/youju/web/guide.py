"""The guides inside the house: the same pages that stand in `docs/guide`, and from every page the one that tells of it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from PIL import Image

from youju.kernel.access import public

# In an installed package the guides lie beside the code; in a checkout they are in `docs`.
FOLDERS = (
    Path(__file__).resolve().parents[1] / "_guide",
    Path(__file__).resolve().parents[3] / "docs" / "guide",
)
# Room → the guide that tells of its pages; any other page leads to the first one.
ABOUT = {
    "reports": "reporter", "evidence": "reporter", "inspections": "inspector", "schemes": "scoring-office", "scores": "unit",
    "boards": "scoring-office", "publications": "public", "documents": "scoring-office", "ledger": "scoring-office",
    "units": "scoring-office", "registers": "registers", "duties": "duties", "points": "points", "monitors": "monitors",
}  # fmt: skip
_HAN = re.compile(r"[\u3400-\u9fff]")


class Guide(NamedTuple):
    """A page of the guides: its title, its language and its text as HTML."""

    title: str
    language: str
    html: SafeString


@lru_cache
def guide_named(name: str) -> Guide | None:
    """Return a guide by the name of its file, None where there is none. Only files of the folder are ever read."""
    found = next((path for path in _files() if path.stem == name), None)
    if found is None:
        return None
    text = found.read_text("utf-8")
    title = re.match(r"# (.+)", text)
    is_chinese = len(_HAN.findall(text)) * 5 > len(text)
    html = _writer().render(text, {})
    language = "zh-Hans" if is_chinese else "en"
    return Guide(title[1] if title else name, language, mark_safe(html))  # noqa: S308  # the writer lets no HTML of our text through


def _files(kind: str = "*.md") -> list[Path]:
    return sorted(next((folder for folder in FOLDERS if folder.is_dir()), FOLDERS[0]).glob(kind))


def _writer() -> MarkdownIt:
    """Return a writer of HTML: tables, no HTML from the text, links between guides and their pictures as addresses of the house."""
    writer = MarkdownIt("commonmark", {"html": False}).enable("table")

    def link(self: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        name, _hash, place = str(token.attrGet("href") or "").partition("#")
        if name.endswith(".md") and "/" not in name:
            token.attrSet("href", reverse("guide", args=[name.removesuffix(".md")]) + (place and f"#{place}"))
        return str(self.renderToken(tokens, at, options, env))

    def image(self: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
        token, name = tokens[at], Path(str(tokens[at].attrGet("src"))).stem
        # its size is said, so that the page does not move when it arrives
        width, height = _size(_picture(name))
        for key, said in {
            "src": reverse("guide_picture", args=[name]),
            "loading": "lazy",
            "width": width,
            "height": height,
        }.items():
            token.attrSet(key, str(said))
        return str(self.image(tokens, at, options, env))

    writer.add_render_rule("link_open", link)
    writer.add_render_rule("image", image)
    return writer


def _picture(name: str) -> Path:
    """Return the file of a picture, or answer 404. Only files of the folder are ever read."""
    found = next((path for path in _files("pictures/*.webp") if path.stem == name), None)
    if found is None:
        raise Http404(name)
    return found


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


@public
@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001  # Django hands it to every view
    """Send a picture of a guide."""
    answer = FileResponse(_picture(name).open("rb"), content_type="image/webp")
    answer["Cache-Control"] = "max-age=86400"
    return answer


def about(request: HttpRequest) -> str:
    """Return the name of the guide that tells of a page."""
    match = request.resolver_match
    return ABOUT.get(match.app_name if match else "", "index")


def help_for(request: HttpRequest) -> dict[str, Any]:
    """Return, for the foot of every page, where its guide stands."""
    return {"help_url": reverse("guide", args=[about(request)])}


@public
@require_safe
def show(request: HttpRequest, name: str = "index") -> HttpResponse:
    """Show a guide."""
    found = guide_named(name)
    if found is None:
        raise Http404(name)
    return render(request, "web/guide.html", {"guide": found, "is_first": name == "index"})
