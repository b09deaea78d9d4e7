"""The picture in the README is drawn from the one FLOW tuple, so it cannot tell another story."""

import importlib.util
import re

from tests.house.sources import ROOT
from youju.flow import FLOW


def _artist():
    spec = importlib.util.spec_from_file_location("flow_picture", ROOT / "tools" / "flow_picture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_that_is_shown_is_the_one_that_is_drawn():
    artist = _artist()
    assert artist.PICTURE.read_text("utf-8") == artist.picture(), "run `make picture`"


def test_the_picture_shows_every_room_in_the_order_of_the_flow():
    names = re.findall(r'class="name"[^>]*>([^<]+)<', _artist().picture())
    assert names == [title for _, title in FLOW]


def test_both_readmes_show_the_picture():
    for name in ("README.md", "README.zh-CN.md"):
        assert "docs/assets/flow.svg" in (ROOT / name).read_text("utf-8")
