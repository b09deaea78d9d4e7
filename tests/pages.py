"""Reading a page as somebody does who fills in its forms."""

from html.parser import HTMLParser

ALONE = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Page(HTMLParser):
    """Keeps of each element what it bears, what it stands in, and the text within it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.held: list[tuple[dict[str, str | None], tuple[int, ...]]] = []
        self.texts: list[str] = []
        self.open: list[tuple[str, int]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.held.append((dict(attrs), tuple(at for _tag, at in self.open)))
        self.texts.append("")
        if tag not in ALONE:
            self.open.append((tag, len(self.held) - 1))

    def handle_endtag(self, tag) -> None:
        while tag in {name for name, _at in self.open} and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data) -> None:
        for _tag, at in self.open:
            self.texts[at] += data


def block(page: str, name: str) -> str:
    """Return the text of the block in which the one field of a name stands that is marked as wrong."""
    read, at = _wrong(page, name)
    return read.texts[read.held[at][1][-1]]


def beside(page: str, name: str) -> str:
    """Return what is tied as its description to the one field of a name that is marked as wrong, in its block, or to the group it is in."""
    read, at = _wrong(page, name)
    attrs, within = read.held[at]
    tied = [(within[-1], one) for one in (attrs.get("aria-describedby") or "").split()]
    tied += [
        (group, one)
        for group in within
        for one in (read.held[group][0].get("aria-describedby") or "").split()
    ]
    return " ".join(
        read.texts[one]
        for one, (its, stands_in) in enumerate(read.held)
        if any(its.get("id") == name and group in stands_in for group, name in tied)
    )


def _wrong(page: str, name: str) -> tuple[_Page, int]:
    read = _Page(page)
    (at,) = (
        at
        for at, (attrs, _in) in enumerate(read.held)
        if attrs.get("name") == name and attrs.get("aria-invalid") == "true"
    )
    return read, at
