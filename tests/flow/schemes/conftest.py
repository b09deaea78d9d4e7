"""A scheme to stand on: the engine's own starter, which every `youju new` gives."""

from __future__ import annotations

from pathlib import Path

import pytest

import youju.engine
from youju.flow.schemes.package import from_folder


@pytest.fixture
def starter():
    """Return the files of the starter scheme: monthly, villages within a township, in force for 2026."""
    return from_folder(Path(youju.engine.__file__).parent / "starter")


@pytest.fixture
def draft(starter, zhao, units):
    """Return the starter, loaded as a draft by the scoring office of the county."""
    from youju.flow.schemes.services import load_scheme

    return load_scheme(files=starter, unit=units.county, by=zhao)[0]


@pytest.fixture
def in_force(draft, zhao, qian):
    """Return the starter, put in force by two persons."""
    from youju.flow.schemes.services import approve, propose

    return approve(version=propose(version=draft, by=zhao), by=qian)


@pytest.fixture
def round_(in_force, zhao):
    """Return the round of October 2026."""
    from youju.flow.schemes.services import open_round

    return open_round(scheme=in_force.scheme, period="2026-10", by=zhao)
