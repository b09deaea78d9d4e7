"""The words of the pages: Chinese in the sources, English in one catalogue per room, compiled beside it.

python tools/words.py            gather the words of every room that has a catalogue, keep what is translated, compile
python tools/words.py ROOM…      begin the catalogue of a room

A Chinese phrase is its own key (ADR 18), so the Chinese catalogue is made here from the keys and has no source of its own.
What pages borrow from Django and allauth is said in Chinese by `locale/borrowed.po` of the shell, written by hand.
A phrase that another room has translated already is filled in; the English of a phrase is one in the whole house.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "youju.config.test_settings")

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).parents[1] / "src" / "youju"
CALLS = (
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
)
WHERE = {
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
KEYWORDS = {name: WHERE.get(name) for name in CALLS}
# What an act is called is declared once, and said in the reader's language where it is shown.
ACTS = {**KEYWORDS, "declare": (2,), "word": (2,)}


class Words(Catalog):
    """A catalogue whose header says only what a reader of it needs, so the same words are always the same bytes."""

    header_comment = ""
    mime_headers = [
        ("Language", "en"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]

    def __init__(self) -> None:
        super().__init__(locale="en", fuzzy=False)


def rooms() -> list[Path]:
    """Return the folder of every app of the house, the shell first."""
    found = sorted(path.parent for path in HOUSE.rglob("apps.py"))
    return sorted(found, key=lambda room: room.name != "web")


def source_of(room: Path) -> Path:
    """Return where a room's English stands."""
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def compiled(room: Path) -> dict[Path, bytes]:
    """Return the two files that are made of a room's English: what Django reads in either language."""
    words = known(room)
    same = Words()
    for message in words:
        if message.id:
            same.add(message.id, message.id, context=message.context)
    for message in borrowed(room):
        same.add(message.id, message.string, context=message.context)
    return {
        room / "locale" / name / "LC_MESSAGES" / "django.mo": _mo(one)
        for name, one in (("en", words), ("zh_Hans", same))
    }


def borrowed(room: Path) -> list[Message]:
    """Return what a room says in Chinese for phrases that are not its own: those of Django and allauth, in their English."""
    source = room / "locale" / "borrowed.po"
    if not source.exists():
        return []
    with source.open("rb") as file:
        return [message for message in read_po(file, locale="en", abort_invalid=True) if message.id]


def known(room: Path) -> Words:
    """Return what is translated in a room; nothing where it has no catalogue yet."""
    words = Words()
    if source_of(room).exists():
        with source_of(room).open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                if message.id:
                    words.add(
                        message.id,
                        message.string,
                        context=message.context,
                        auto_comments=message.auto_comments,
                    )
    return words


def gathered(room: Path) -> Words:
    """Return the phrases that stand in a room's templates and modules, with the files where they stand."""
    words = Words()
    for path in sorted(
        [*room.rglob("*.html"), *room.rglob("*.txt"), *room.rglob("*.svg"), *room.rglob("*.py")]
    ):
        for text, context in phrases(path):
            words.add(text, context=context, auto_comments=[path.relative_to(room).as_posix()])
    return words


def phrases(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield (phrase, context) of one template or module, in the order of the file."""
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        method, keywords = "python", ACTS if path.name == "acts.py" else KEYWORDS
    else:  # Django blanks what is markup; the lexer of JavaScript asks for no indentation in what is left
        method, keywords, source = "javascript", KEYWORDS, templatize(source)
    for _line, text, _comments, context in extract(method, BytesIO(source.encode()), keywords):
        yield text, context


def merged(room: Path, others: dict[tuple[object, str | None], str]) -> Words:
    """Return a room's phrases with the English they have, here or in another room."""
    was, words = known(room), gathered(room)
    for message in words:
        if message.id:
            before: Message | None = was.get(message.id, message.context)
            message.string = (before.string if before else "") or others.get(
                (message.id, message.context), ""
            )
    return words


def po(words: Words) -> bytes:
    """Return a catalogue as text, in an order that does not depend on where a phrase stands."""
    out = BytesIO()
    write_po(out, words, width=110, no_location=True, sort_output=True)
    return out.getvalue()


def _mo(words: Words) -> bytes:
    out = BytesIO()
    write_mo(out, words)
    return out.getvalue()


def main(begun: list[str]) -> None:
    """Write the catalogues and say what is missing."""
    others = {(m.id, m.context): m.string for room in rooms() for m in known(room) if m.id and m.string}
    for room in rooms():
        if room.name not in begun and not source_of(room).exists():
            continue
        words = merged(room, others)
        source_of(room).parent.mkdir(parents=True, exist_ok=True)
        source_of(room).write_bytes(po(words))
        for path, content in compiled(room).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        missing = [str(message.id) for message in words if message.id and not message.string]
        print(
            f"{room.relative_to(HOUSE)}: {len(words)} phrases, {len(missing)} without English",
            *missing,
            sep="\n  ",
        )


if __name__ == "__main__":
    main(sys.argv[1:])
