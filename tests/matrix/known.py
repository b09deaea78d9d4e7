"""What `make matrix` knows of its actors without asking again: it opens 80,000 doors and undoes each.

Nothing an actor does lasts, so who they are, which posts they hold and how far these reach is the same at every door.
The first door of each actor asks the house; whoever only reads leaves the answers to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, ClassVar

from django.contrib.auth.backends import ModelBackend


class Known(ModelBackend):
    """Knows the people as they were when they first came: all they do is undone, so nobody need be read again."""

    people: ClassVar[dict[Any, Any]] = {}

    def get_user(self, user_id: Any) -> Any:
        """Return a copy of one of them, which remembers what its one request asks."""
        if user_id not in self.people:
            self.people[user_id] = super().get_user(user_id)
        return copy(self.people[user_id])


class Memory:
    """What requests remember of their people (`kernel.powers.remember`), kept from one reading request to the next.

    A request that may write gets a copy of it that is gone afterwards: what it asks after it wrote is true of nothing else.
    """

    def __init__(self) -> None:
        self.reading = False
        self.kept: dict[Any, dict[Any, Any]] = {}
        self.tokens: dict[str, Any] = {}

    def lend(self) -> None:
        """Let the doors of the house remember by this memory."""
        from youju.kernel import api, powers
        from youju.web import access, once

        api.remember = access.remember = self._instead_of(powers.remember)
        api.token_now = once.token_now = self._token_now(api.token_now)

    def _instead_of(self, remember: Callable[..., None]) -> Callable[..., None]:
        def instead(user: Any, **said: Any) -> None:
            remember(user, **said)
            key = (user.pk, getattr(user, "token_tenure_id", None))
            known = self.kept.setdefault(key, {})
            known.update(user.remembered)
            user.remembered = known if self.reading else dict(known)

        return instead

    def _token_now(self, token_now: Callable[..., Any]) -> Callable[..., Any]:
        def instead(key: str) -> Any:
            if key not in self.tokens:
                self.tokens[key] = token_now(key)
            found = copy(self.tokens[key])
            if found is not None:
                found.tenure = copy(found.tenure)
                found.tenure.holder = copy(found.tenure.holder)
            return found

        return instead
