"""The month in a real browser against a real server process, as one test; `make walk` prints it step by step."""

import warnings

import pytest

from tests.walk.house import CHROMIUM, house_in
from tests.walk.steps import STEPS, Walk

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
if CHROMIUM is None:
    warnings.warn("没有找到 Chromium,走一遍没有走 · no Chromium: the walk was not walked", stacklevel=1)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the walk was not walked"
)


def test_the_month_is_walked_in_a_browser_from_the_form_to_the_changed_byte(tmp_path, begun, browser):
    with house_in(tmp_path, begun=begun) as house:
        walk = Walk(browser, house)
        for title, act in STEPS:
            try:
                act(walk)
            except BaseException as error:
                error.add_note(f"步骤:{title}")
                raise
