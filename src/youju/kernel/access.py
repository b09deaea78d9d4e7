"""Every door says who may come in: `@allow("act")`, `@signed_in` or `@public`. Unsaid means nobody.

The decorators only write the rule on the view; the shell's middleware reads it before the view runs, and the house
does not start while a view has none. Which *rows* a person sees is decided in the selector that fetches them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """The rule of a door. `kind` is public, signed_in, act or api (each API operation has its own rule)."""

    kind: str
    act: str = ""
    why: str = ""


def allow(act: str) -> Callable[[View], View]:
    """Open a view to people with at least one post that may do the act; the selector then decides on which unit."""
    return _marked(Access("act", act))


def signed_in(view: View) -> View:
    """Open a view to everybody who is signed in: their own desk, their own settings."""
    return _marked(Access("signed_in"))(view)


def public(view: View) -> View:
    """Open a view to the world."""
    return _marked(Access("public"))(view)


def access_of(view: Any) -> Access | None:
    """Return the rule of a view, or None if nobody said one."""
    return getattr(view, "access", None)


def mark(view: Any, access: Access) -> Any:
    """Write a rule on a view that is not ours (a library's)."""
    view.access = access
    return view


def _marked(access: Access) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        return mark(view, access)

    return decorate
