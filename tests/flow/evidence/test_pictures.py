"""What is served of a picture (RELIABILITY T12, T13): what the eye sees, and not a byte of what was hung on it."""

import io

import pytest
from PIL import Image

from tests.flow.evidence import corpus
from tests.flow.evidence.test_gate import through

SECRETS = (
    b"YoujuPhone",
    b"Model-9",
    b"youju-comment",
    b"youju-payload",
    b"Exif",
    b"GPS",
    b"PK\x03\x04",
    b"ICC_PROFILE",
)
UNCLEAN = {
    "a photo": corpus.photo(),
    "a polyglot": corpus.polyglot_jpeg(),
    "a PNG with text": corpus.png_with_text(),
}


def served(data):
    return through(data, lambda seen: (seen.served.read_bytes(), seen.thumb.read_bytes()))


def tags(data):
    with Image.open(io.BytesIO(data)) as picture:
        return len(picture.getexif()) + len(picture.getexif().get_ifd(0x8825))


@pytest.mark.parametrize("what", UNCLEAN)
def test_nothing_hidden_is_left_in_what_is_served(what):
    for data in served(UNCLEAN[what]):
        assert tags(data) == 0
        assert [secret for secret in SECRETS if secret in data] == []


def test_the_control_the_photo_itself_tells_where_it_was_taken():
    assert tags(UNCLEAN["a photo"]) > 6
    assert b"youju-payload" in UNCLEAN["a polyglot"]
    assert b"youju-payload" in UNCLEAN["a PNG with text"]


def test_a_photo_taken_sideways_stands_upright():
    turned = corpus.photo(size=(640, 480), tag274=6)
    seen = through(turned)
    assert (seen.width, seen.height) == (480, 640)


def test_a_screenshot_loses_no_pixel():
    before = Image.open(io.BytesIO(corpus.png_with_text())).convert("RGB")
    after = Image.open(io.BytesIO(served(corpus.png_with_text())[0])).convert("RGB")
    assert before.tobytes() == after.tobytes()


def test_the_small_copy_is_small_and_the_size_told_is_that_of_the_large_one():
    seen, (_large, small) = through(corpus.photo(size=(2000, 1000))), served(corpus.photo(size=(2000, 1000)))
    assert (seen.width, seen.height) == (2000, 1000)
    assert max(Image.open(io.BytesIO(small)).size) == 480
