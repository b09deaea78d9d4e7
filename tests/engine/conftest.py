"""Both engines as a fixture: every test that asks for ``engine`` runs once with each."""

from __future__ import annotations

import pytest

from tests.engine.engines import ENGINES, Engine


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    """Hand over one engine after the other."""
    return ENGINES[request.param]
