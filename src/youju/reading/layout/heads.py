"""The head lines of one article: which is the kicker, the title, the subtitle, the head of a section."""

from __future__ import annotations

from youju.reading.layout import shapes
from youju.reading.layout.groups import Group
from youju.reading.layout.marks import Mark

_OFFICE_WIDTH = 12


def name_heads(group: Group) -> None:
    """Tell kicker, title and subtitle apart: a column name or a pair of slogans leads, a dash follows."""
    _heads_behind_byline(group)
    lines = [head for head in group.heads if head.role in {"title", "subtitle"}]
    plain = [head for head in lines if head.role == "title"]
    for head in plain:
        if shapes.COLUMN.search(head.text) and len(head.text) <= 12:
            head.role = "kicker"
    named = [head for head in plain if head.role == "title"]
    if len(named) < 2:
        return
    first, second = named[0], named[1]
    if is_office(first) and len(second.text) > len(first.text):
        first.role = "kicker"
        for head in named[2:]:
            head.role = "subtitle"
        return
    dashed = any(head.role == "subtitle" for head in lines)
    slogans = " " in first.text and " " not in second.text
    first.role = "kicker" if slogans or dashed else "title"
    second.role = "title" if first.role == "kicker" else "subtitle"
    for head in named[2:]:
        head.role = "subtitle"


def is_office(head: Mark) -> bool:
    """Whether a head line is the name of an office that a headline follows."""
    return len(head.text) <= _OFFICE_WIDTH and shapes.OFFICE.search(head.text) is not None


def _heads_behind_byline(group: Group) -> None:
    """A short line behind the byline of a titled article is the head of its first section."""
    roles = [head.role for head in group.heads]
    if "byline" not in roles or "title" not in roles[: roles.index("byline")]:
        return
    behind = [head for head in group.heads[roles.index("byline") :] if head.role == "title"]
    for head in behind:
        head.role = "section_head"
    group.heads = [head for head in group.heads if head not in behind]
    group.bodies = behind + group.bodies
