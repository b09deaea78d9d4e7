"""Youju 有据: a region's monthly work, with every mark proved.

In a notebook::

    import youju

    scheme = youju.read_scheme("schemes/hdi-2021")
    result = youju.score(scheme, facts, units)  # paths, pandas, polars, Arrow or lists of rows
    result.board(), result.explain("CHN"), result.plot_board()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from youju.api import read_scheme, score

__all__ = ["read_scheme", "score"]


def __getattr__(name: str) -> Any:
    """Load the engine only when a notebook asks for it: other rooms import this package too."""
    if name in __all__:
        from youju import api

        return getattr(api, name)
    raise AttributeError(name)
