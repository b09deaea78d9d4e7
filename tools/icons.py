"""icons.py: draw the icons of the page that inspectors take along – a ledger with a tick – as SVG and PNG.

Run it when the drawing changes: `.venv/bin/python tools/icons.py`. Everything important lies inside the inner four
fifths, so that a device may cut the corners off.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

HOME = Path(__file__).resolve().parents[1] / "src/youju/flow/inspections/static/inspections/carry"
RED, PAPER, LINE = "#a8201a", "#ffffff", "#dfe3e8"
# In hundredths of the side: the page, its lines, the tick.
PAGE = (26, 20, 74, 80)
LINES = (34, 44)
TICK = ((35, 60), (46, 71), (67, 49))
THICK = 7


def svg() -> str:
    """Return the drawing as SVG."""
    left, top, right, bottom = PAGE
    lines = "".join(
        f'<rect x="34" y="{y}" width="32" height="4" fill="{LINE}"/>' for y in (LINES[0] - 4, LINES[1] - 4)
    )
    tick = " ".join(f"{x},{y}" for x, y in TICK)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="{RED}"/>'
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="3" fill="{PAPER}"/>{lines}'
        f'<polyline points="{tick}" fill="none" stroke="{RED}" stroke-width="{THICK}"/></svg>\n'
    )


def png(side: int) -> Image.Image:
    """Return the same drawing in pixels, drawn four times as large and made smaller."""
    big, unit = Image.new("RGB", (side * 4, side * 4), RED), side * 4 / 100
    pen = ImageDraw.Draw(big)

    def scaled(*numbers: float) -> list[float]:
        return [number * unit for number in numbers]

    pen.rounded_rectangle(scaled(*PAGE), radius=3 * unit, fill=PAPER)
    for y in LINES:
        pen.rectangle(scaled(34, y - 4, 66, y), fill=LINE)
    pen.line([(x * unit, y * unit) for x, y in TICK], fill=RED, width=round(THICK * unit))
    return big.resize((side, side), Image.Resampling.LANCZOS).quantize(32)


if __name__ == "__main__":
    (HOME / "icon.svg").write_text(svg(), "utf-8")
    for side in (192, 512):
        png(side).save(HOME / f"icon-{side}.png", optimize=True)
