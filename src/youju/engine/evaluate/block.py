"""A block: some of the units of a level, judged apart from the others.

Rules look at one row at a time, except where units are compared with their peers; that is asked of the whole level, once.
So blocks may be judged in any order, side by side or one after the other, and the marks are those of the whole.
"""

from __future__ import annotations

from threading import RLock
from typing import Any

from youju.engine.evaluate.judging import judged_until
from youju.engine.evaluate.values import evaluate
from youju.engine.evaluate.world import LevelSheet
from youju.engine.exact import Exact
from youju.engine.groups import Groups
from youju.engine.language import indicators as language
from youju.engine.language.scheme import Scheme
from youju.engine.language.values import Peer, Place
from youju.engine.period import Period

AMONG_PEERS = (Place, Peer)
FROM_PEERS = (language.FillMean, language.FillMedian)


class BlockSheet(LevelSheet):
    """The rows ``start`` to ``stop`` of a level."""

    def __init__(self, whole: WholeSheet, start: int, stop: int) -> None:
        super().__init__(whole.world, whole.level, whole.at[start:stop])
        self.whole, self.part = whole, slice(start, stop)

    def among_peers(self, value: Any, period: Period, *, raw: bool) -> Exact | None:
        """Return a value that compares units, as the whole level has it; None for any other."""
        return (
            self.whole.compared(value, period, raw=raw).take(self.part)
            if isinstance(value, AMONG_PEERS)
            else None
        )

    def groups(self, scope: str) -> Groups:
        """Return the peer group of every row, numbered as in the whole level."""
        return self.whole.groups(scope)[self.part]

    def _filled(self, name: str, column: Exact, period: Period, policy: Any) -> Exact:
        if isinstance(policy, FROM_PEERS):
            return self.whole.shared(name, period).take(self.part)
        return super()._filled(name, column, period, policy)


class WholeSheet(LevelSheet):
    """A level that its blocks ask about peers; it answers one at a time and remembers."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._one_at_a_time = RLock()
        self._marks: dict[str, Exact] = {}

    def compared(self, value: Any, period: Period, *, raw: bool) -> Exact:
        """Return a value that compares units, over the whole level."""
        key = (id(value), period, raw)
        with self._one_at_a_time:
            if key not in self.memo:
                self.memo[key] = evaluate(self, value, period, raw=raw)
            return self.memo[key]

    def shared(self, name: str, period: Period) -> Exact:
        """Return an indicator whose gaps are filled from peers, over the whole level."""
        with self._one_at_a_time:
            return self.named(name, period, raw=False)

    def groups(self, scope: str) -> Groups:
        """Return the peer group of every unit."""
        with self._one_at_a_time:
            return super().groups(scope)

    def marks(self, rule: str) -> Exact:
        """Return the marks a rule gives over the whole level: blocks that compare marks ask for those of all their peers."""
        with self._one_at_a_time:
            if rule not in self._marks:
                self._marks[rule] = judged_until(self, rule)
            return self._marks[rule]


def fits_blocks(scheme: Scheme) -> bool:
    """Say whether a scheme's units may be judged block by block: rules only, no registers, and totals rounded before they are ranked."""
    return scheme.composite is None and not scheme.registers and scheme.total.before_ranking
