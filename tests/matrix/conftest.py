"""One region for all tests of the matrix; every cell is undone, and the region with them."""

import pytest


@pytest.fixture(scope="module")
def trier(django_db_setup, django_db_blocker):
    """Return somebody who tries doors in a region built for this module."""
    from django.db import transaction

    from tests.matrix.run import Trier
    from tests.matrix.world import NOW, at, built

    with django_db_blocker.unblock(), transaction.atomic():
        world = built()
        with at(NOW):
            yield Trier(world)
        transaction.set_rollback(True)
