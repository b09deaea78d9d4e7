"""Draw docs/assets/flow.svg from FLOW: ten rooms in two rows, read left to right.

python tools/flow_picture.py            print the picture
python tools/flow_picture.py --write    write it where the README shows it
"""

import sys
from pathlib import Path

from youju.flow import FLOW

PICTURE = Path(__file__).parents[1] / "docs" / "assets" / "flow.svg"

# What each room hands to the next, in a few words. A room without words here fails the drawing.
HANDS_ON = {
    "documents": ("目标与依据", "goals, basis"),
    "units": ("谁负责", "who answers"),
    "schemes": ("怎样计分", "how it is marked"),
    "evidence": ("凭什么", "what shows it"),
    "reports": ("报一次", "told once"),
    "inspections": ("到现场核", "seen on site"),
    "ledger": ("只增不改", "append-only"),
    "scores": ("一分一理由", "mark = reason"),
    "boards": ("分档上榜", "bands, places"),
    "publications": ("公示、通报", "notice, circular"),
}
PER_ROW, WIDTH, HEIGHT, GAP, MARGIN = 5, 144, 102, 28, 16
STYLE = """
  .room { fill: #fbf6ec; stroke: #8a6d3b; stroke-width: 1.5 }
  .pure { fill: #eef4ee; stroke: #3d6b4f }
  .way { stroke: #8a6d3b; stroke-width: 1.5; fill: none; marker-end: url(#tip) }
  text { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; text-anchor: middle; fill: #333 }
  .name { font-size: 20px; font-weight: 600 } .english { font-size: 12px; fill: #666 } .hands { font-size: 14px }
"""

DEFS = """<defs><marker id="tip" viewBox="0 0 8 8" refX="0" refY="4" markerWidth="8" markerHeight="8"
 markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="#8a6d3b"/></marker></defs>"""


def _corner(index: int) -> tuple[int, int]:
    """Return the upper left corner of the box of a room."""
    row, column = divmod(index, PER_ROW)
    return MARGIN + column * (WIDTH + GAP), MARGIN + row * (HEIGHT + 2 * GAP)


def _box(index: int, room: str, title: str) -> str:
    """Return the box of one room; the room that is pure computation has another colour."""
    x, y = _corner(index)
    chinese, english = HANDS_ON[room]
    middle, kind = x + WIDTH // 2, "room pure" if room == "scores" else "room"
    return (
        f'<g><rect class="{kind}" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        f'<text class="name" x="{middle}" y="{y + 28}">{title}</text>'
        f'<text class="english" x="{middle}" y="{y + 46}">{room}</text>'
        f'<text class="hands" x="{middle}" y="{y + 72}">{chinese}</text>'
        f'<text class="english" x="{middle}" y="{y + 90}">{english}</text></g>'
    )


def _way(index: int) -> str:
    """Return the arrow from a room to the next one; at the end of a row it turns back to the left."""
    x, y = _corner(index)
    to_x, to_y = _corner(index + 1)
    if y == to_y:
        return f'<path class="way" d="M{x + WIDTH} {y + HEIGHT // 2}H{to_x - 8}"/>'
    down = y + HEIGHT + GAP
    return f'<path class="way" d="M{x + WIDTH // 2} {y + HEIGHT}V{down}H{to_x + WIDTH // 2}V{to_y - 8}"/>'


def picture() -> str:
    """Return the whole drawing as SVG text, the same on every machine."""
    last_x, last_y = (max(side) for side in zip(*(_corner(i) for i in range(len(FLOW))), strict=True))
    width, height = last_x + WIDTH + MARGIN, last_y + HEIGHT + MARGIN
    title = " → ".join(title for _, title in FLOW)
    body = [_way(i) for i in range(len(FLOW) - 1)] + [_box(i, *room) for i, room in enumerate(FLOW)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">',
            f"<title>{title}</title>",
            f"<style>{STYLE}</style>",
            DEFS,
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PICTURE.write_text(picture(), "utf-8")
    else:
        print(picture(), end="")
