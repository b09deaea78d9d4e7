"""A backend that knows the actors of the matrix without asking: `make matrix` opens 70,000 doors and undoes each."""

from __future__ import annotations

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
