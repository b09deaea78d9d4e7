"""How much is there below the dimensions of one unit's index."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from youju.engine.language.composite import Composite, Node
from youju.engine.statement.lines import Line


class Counted:
    """Counts what is there below the dimensions of one unit's index, as the scoring does."""

    def __init__(self, given: Composite, said: dict[str, Line]) -> None:
        self.given, self.said = given, said

    def below(self, node: Node) -> tuple[int, int, int]:
        """Return how many of what a dimension counts are there, out of how many, and how many it needs (one at the least)."""
        of_leaves = (node.availability_of or self.given.availability_of) == "leaves"
        found = [self.there(child) for child in node.children or ()]
        have = sum(leaves if of_leaves else has for has, leaves, _ in found)
        of = sum(leaves for _, _, leaves in found) if of_leaves else len(found)
        share = node.availability if node.availability is not None else self.given.availability
        count = (
            node.available_at_least if node.available_at_least is not None else self.given.available_at_least
        )
        return have, of, max(1, count or 0, 0 if share is None else ceil(Fraction(share) * of))

    def there(self, node: Node) -> tuple[int, int, int]:
        """Return whether a node has a score, how many leaves below it are there, and how many there are."""
        line = self.said.get(node.id)
        if not node.children:
            has = int(line is not None and line.state not in {"missing", "withheld"})
            return has, has, 1
        parts = [self.there(child) for child in node.children]
        have, _, least = self.below(node)
        filled = line is not None and line.state == "filled"
        return int(filled or have >= least), sum(part[1] for part in parts), sum(part[2] for part in parts)
