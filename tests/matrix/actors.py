"""Who tries the doors: every role in every place it can stand in relation to the unit V1, and those without a post.

Where the places lie is said in `expected.yaml`; here people are put there. A person's name is role-place.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

LONG_AGO = dt.date(2020, 1, 1)
# place → (unit, what is special about the post)
PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "city": ("PP", {}),
    "county": ("CA", {}),
    "township": ("T1", {}),
    "own": ("V1", {}),
    "below": ("G1", {}),
    "sibling": ("V2", {}),
    "cousin": ("T2", {}),
    "unrelated": ("CB", {}),
    "predecessor": ("V0", {}),
    "former": ("V1", {"valid_to": dt.date(2026, 10, 1)}),
    "not_yet": ("V1", {"valid_from": dt.date(2027, 1, 1)}),
    "other_scheme": ("T1", {"scheme": "another-scheme"}),
    "other_tree": ("T1", {"tree": "party"}),
}
INSPECTORS = {"team": ("CA", {}), "recused": ("CA", {})}
REGIONAL = ("reporter", "reviewer", "inspector", "scoring_office", "second_approver", "leader")
OUTSIDE = ("enterprise", "public")
ADMINS = ("audit_admin", "system_admin", "security_admin")


@dataclass(frozen=True)
class Actor:
    """Somebody at the door. `role` is "" for those without a post, `key` is the token of the post, if there is one."""

    role: str
    place: str
    user: Any = None
    key: str = ""

    @property
    def name(self) -> str:
        """Return role and place."""
        return f"{self.role}-{self.place}" if self.role else self.place


def kinds() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return role, place, unit and what is special, for everybody with a post."""
    found = [(role, place, *where) for role in REGIONAL for place, where in PLACES.items()]
    found += [("inspector", place, *where) for place, where in INSPECTORS.items()]
    found += [(role, place, *PLACES[place]) for role in OUTSIDE for place in ("county", "own", "unrelated")]
    return found + [(role, "everywhere", "", {}) for role in ADMINS]


def people_of(units: dict[str, Any]) -> list[Actor]:
    """Open the accounts, appoint, and give each post a token that may do all the post may."""
    from youju.kernel.acts import all_acts
    from youju.kernel.people import appoint, issue_token, open_account
    from youju.kernel.powers import EVERYWHERE

    found = [Actor("", "anonymous")]
    for role, place, unit, special in kinds():
        user, _once = open_account(
            username=f"{role}-{place}", name=f"{role}-{place}", by=None, password="a-long-password"
        )
        unit_id = units[unit].pk if unit else EVERYWHERE
        tenure = appoint(
            holder=user, role=role, unit_id=unit_id, by=None, **{"valid_from": LONG_AGO, **special}
        )
        acts = [act.name for act in all_acts() if role in act.roles]
        _token, key = issue_token(tenure=tenure, name="对接", acts=acts, by=user, days=730)
        found.append(Actor(role, place, user, key))
    for place, password in (("no_post", "a-long-password"), ("one_time_password", None)):
        user, _once = open_account(username=place, name=place, by=None, password=password)
        if password is None:
            appoint(holder=user, role="scoring_office", unit_id=units["CA"].pk, by=None, valid_from=LONG_AGO)
        found.append(Actor("", place, user))
    return found
