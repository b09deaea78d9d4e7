"""Three people with names."""

import pytest


@pytest.fixture
def zhang(db):
    from youju.kernel.people import open_account

    return open_account(username="zhang", name="张", by=None, password="a-long-password")[0]
