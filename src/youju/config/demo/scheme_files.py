"""The demo's scheme, with the months it is in force for written in. Pure but for reading the package's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from youju.config.demo.months import Months

HOME = Path(__file__).parent / "scheme"


def files_for(months: Months, *, issue: int = 1, target: int = 300, home: Path = HOME) -> dict[str, bytes]:
    """Return the files of an issue of the scheme; a later issue asks for more income, so its what-if has something to say."""
    first, year = months.done[0], months.live.start.year
    changed = {
        "2026.1": f"{first.start.year}.{issue}",
        "2025-12-20": f"{first.start.year - 1}-12-20",
        "〔2026〕1号": f"〔{first.start.year}〕{issue}号",
        "{from: 2026-01, to: 2026-12}": f"{{from: {first}, to: {year}-12}}",
        "period: 2026-01": f"period: {first}",
        "300": str(target),
        "income: 60000": f"income: {200 * target}",
        "income: 30000, appeals": f"income: {100 * target}, appeals",
        "income: 30000, tidy": f"income: {100 * target}, tidy",
        "户均150元": f"户均{target // 2}元",
    }
    found = {}
    for path in sorted(home.glob("*.yaml")):
        text = path.read_text("utf-8")
        for was, now in changed.items():
            text = text.replace(was, now)
        found[path.name] = text.encode("utf-8")
    return found
