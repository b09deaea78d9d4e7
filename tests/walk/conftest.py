"""One Chromium for the walks of a file, one beginning of the month for all: starting either takes longer than most steps.

The driver of browsers leaves a loop running in its thread, in which Django asks no database: so it ends with its file.
"""

import pytest

from tests.walk.house import CHROMIUM, House


@pytest.fixture(scope="module")
def playwright():
    """Return the driver that starts browsers; a second one in the same thread is refused by it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright):
    """Return the Chromium of the file; whoever opens a context in it takes `browser` instead."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium):
    """Return the Chromium with nothing open: what a test opened is closed after it, its workers and timers too."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def begun(tmp_path_factory):
    """Return the folder of a house at the beginning of the month: making its tables takes a third of a minute."""
    house = House(tmp_path_factory.mktemp("begun"))
    house.at("2026-11-03 09:00")
    house.run("tests.walk.world")
    return house.folder
