"""Looking at the demo as somebody who does not believe it: what was promised is there, and what was published verifies."""

from __future__ import annotations

import csv
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from youju.engine.bundle.verify import verify_bundle
from youju.flow.boards.selectors import board_of
from youju.flow.publications.selectors import download_of
from youju.flow.publications.selectors import publications as all_publications
from youju.flow.scores.selectors import all_errata
from youju.flow.units.selectors import check_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from youju.flow.publications.models import Publication


def faults(hdi: Path) -> list[str]:
    """Return everything that is wrong with the demo in the database; it must come back empty."""
    signed = list(all_publications().filter(published_at__isnull=False))
    found = [f"{tree}: {fault}" for tree in ("administrative", "grid", "world") for fault in check_tree(tree)]
    found += [fault for row in signed for fault in _unverified(row)]
    open_ = [row for row in signed if row.kind == "open_data"]
    found += [fault for row in open_ for fault in _places_differ(row, hdi)]
    if len(signed) < 3 or not open_:
        found.append("fewer publications than two circulars and the open data")
    shown = [row for row in signed if row.is_open and row.kind == "circular"]
    if not shown or not all(
        one.band for row in shown for circle in board_of(row.score, inside=False) for one in circle.rows
    ):
        found.append("no circular of the city, with a band for each of its units, is open to everybody")
    if not any(all_errata(row.score) for row in signed):
        found.append("no published circular carries an erratum")
    return found


def _unverified(row: Publication) -> Iterator[str]:
    """Unpack what anybody may download and score it again."""
    with TemporaryDirectory(prefix="youju-demo-") as folder:
        with zipfile.ZipFile(BytesIO(download_of(row))) as pack:
            pack.extractall(folder)
        yield from (f"{row}: {difference}" for difference in verify_bundle(Path(folder) / row.root[:16]))
        if not (Path(folder) / row.root[:16] / "proof.json").is_file():
            yield f"{row}: no proof from the log"


def _places_differ(row: Publication, hdi: Path) -> Iterator[str]:
    """Compare every value and place of the open data with those that were published elsewhere."""
    with (hdi / "published.csv").open(encoding="utf-8", newline="") as file:
        told = {one["unit"]: (one["place"], Decimal(one["total"])) for one in csv.DictReader(file)}
    world = next(circle for circle in board_of(row.score, inside=False) if circle.league == "world")
    ours = {one.unit: (one.place, one.total) for one in world.rows}
    yield from (f"{unit}: {ours.get(unit)} ≠ {told[unit]}" for unit in told if ours.get(unit) != told[unit])
