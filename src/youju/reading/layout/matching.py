"""The best one-to-one matching of rows to columns.

The assignment problem of Kuhn 1955 and Munkres 1957, in the form of potentials and shortest
augmenting paths (Jonker and Volgenant 1987); the cost is cubic in the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

_FAR = float("inf")


def best_matching(gain: Sequence[Sequence[float]]) -> list[int]:
    """For each row the column it is given so that the sum of gains is greatest.

    There must be at least as many columns as rows; each column is given at most once.
    """
    rows, columns = len(gain), len(gain[0]) if gain else 0
    if rows > columns:
        raise ValueError(f"{rows} rows cannot be matched to {columns} columns")
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, came = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        _augment(row, gain, row_price, column_price, owner, came)
    given = [-1] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            given[owner[column] - 1] = column - 1
    return given


def _augment(
    row: int,
    gain: Sequence[Sequence[float]],
    row_price: list[float],
    column_price: list[float],
    owner: list[int],
    came: list[int],
) -> None:
    """Give `row` a column along the cheapest path of exchanges."""
    columns = len(column_price) - 1
    least, used = [_FAR] * (columns + 1), [False] * (columns + 1)
    owner[0], here = row, 0
    while True:
        used[here] = True
        mine, step, there = owner[here], _FAR, 0
        for column in range(1, columns + 1):
            if used[column]:
                continue
            cost = -gain[mine - 1][column - 1] - row_price[mine] - column_price[column]
            if cost < least[column]:
                least[column], came[column] = cost, here
            if least[column] < step:
                step, there = least[column], column
        for column in range(columns + 1):
            if used[column]:
                row_price[owner[column]] += step
                column_price[column] -= step
            else:
                least[column] -= step
        here = there
        if not owner[here]:
            break
    while here:
        owner[here] = owner[came[here]]
        here = came[here]
