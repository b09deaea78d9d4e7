"""What is asked of a Spark session, on one machine: pieces go to disk, and one partition after the other is judged, so that memory holds one of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa

Batches = Callable[[], Iterable[pa.RecordBatch]]


class Alone:
    """Makes frames of tables in memory."""

    def createDataFrame(self, table: pa.Table) -> Frame:  # noqa: N802 - Spark's name
        """Return a frame that holds a table."""
        return Frame(table.to_batches)


class Frame:
    """Batches that are made when they are asked for."""

    def __init__(self, batches: Batches) -> None:
        self.to_batches = batches

    def union(self, other: Frame) -> Frame:
        """Return the batches of both."""

        def both() -> Iterator[pa.RecordBatch]:
            yield from self.to_batches()
            yield from other.to_batches()

        return Frame(both)

    def mapInArrow(  # noqa: N802 - Spark's name
        self, function: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]], _: str
    ) -> Frame:
        """Return what a function makes of the batches."""
        return Frame(lambda: function(iter(self.to_batches())))

    def groupBy(self, name: str) -> Grouped:  # noqa: N802 - Spark's name
        """Gather the rows by a column of numbers."""
        return Grouped(self, name)

    def toArrow(self) -> Frame:  # noqa: N802 - Spark's name
        """Return the batches: as they are made, not all at once."""
        return self


class Grouped:
    """Rows that belong together by the number in their first column."""

    def __init__(self, frame: Frame, name: str) -> None:
        self.frame, self.name = frame, name

    def applyInArrow(self, function: Callable[[pa.Table], pa.Table], _: str) -> Frame:  # noqa: N802 - Spark's name
        """Return what a function makes of each group, one group in memory at a time; until then they wait on disk."""

        def judged() -> Iterator[pa.RecordBatch]:
            with tempfile.TemporaryDirectory() as home:
                groups = self._spilled(Path(home))
                for group in sorted(groups):
                    pa.default_memory_pool().release_unused()  # what the group before took, Arrow keeps for later
                    yield from function(_together(groups.pop(group))).to_batches()

        return Frame(judged)

    def _spilled(self, home: Path) -> dict[int, list[Path]]:
        groups: dict[int, list[Path]] = {}
        for batch in self.frame.to_batches():
            for row in range(batch.num_rows):
                own = batch.slice(row, 1)
                paths = groups.setdefault(own[self.name][0].as_py(), [])
                paths.append(home / f"{own[self.name][0].as_py()}-{len(paths)}")
                with pa.ipc.new_file(str(paths[-1]), own.schema) as file:
                    file.write_batch(own)
        return groups


def _together(paths: list[Path]) -> pa.Table:
    """Read a group, and forget its files."""
    found = []
    for path in paths:
        with pa.ipc.open_file(path.read_bytes()) as file:
            found.append(file.read_all())
        path.unlink()
    return pa.concat_tables(found)
