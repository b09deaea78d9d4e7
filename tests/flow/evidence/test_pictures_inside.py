"""Photos inside office files and PDF (RELIABILITY T13): what is served does not tell where they were taken; the originals are sealed."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, NameObject, NumberObject, StreamObject

from tests.flow.evidence import corpus
from tests.flow.evidence.test_gate import through
from youju.flow.evidence.gate.bare import bare
from youju.flow.evidence.gate.words import RefusedFile
from youju.flow.evidence.services import add_evidence
from youju.flow.evidence.store import opened

SECRETS = (b"YoujuPhone", b"youju-comment", b"GPS", b"Exif", b"youju-payload", b"youju-behind")


def saved(form, **more):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "YoujuPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: corpus.PLACE})
    corpus.scene().save(out, form, exif=exif, **more)
    return out.getvalue()


def two_in_one():
    """Return a JPEG behind whose end another lies, as telephones leave moving pictures."""
    return corpus.photo() + b"youju-behind" + corpus.photo(2)


PHOTOS = {
    "jpeg": corpus.photo(),
    "progressive.jpeg": saved("JPEG", progressive=True),
    "behind.jpeg": two_in_one(),
    "png": saved("PNG"),
    "text.png": corpus.png_with_text(),
    "webp": saved("WEBP"),
    "tiff": saved("TIFF"),
}


@pytest.mark.parametrize("form", PHOTOS)
def test_a_picture_keeps_every_pixel_and_loses_what_nobody_sees(form):
    before, after = PHOTOS[form], bare(PHOTOS[form])
    assert [secret for secret in SECRETS if secret in after] == []
    with Image.open(io.BytesIO(after)) as picture:
        assert not picture.getexif().get_ifd(0x8825)
    pixels = [Image.open(io.BytesIO(data)).convert("RGB").tobytes() for data in (before, after)]
    assert pixels[0] == pixels[1]
    assert bare(bare(after)) == bare(after)


def test_the_control_those_pictures_tell_more_than_they_show():
    assert all(any(secret in PHOTOS[form] for secret in SECRETS) for form in PHOTOS)


def test_what_is_no_picture_and_what_is_a_broken_one_is_left_to_whoever_shows_it():
    assert bare(b"plain") == b"plain"
    assert bare(corpus.photo()[:300]).startswith(b"\xff\xd8\xff")


def workbook():
    return corpus.xlsx_with("xl/media/image1.jpg", corpus.photo())


PACKAGES = {
    "document": lambda: corpus.docx(
        word__media__a=corpus.photo(), word__media__b=PHOTOS["webp"], docProps__thumbnail=corpus.photo(3)
    ),
    "workbook": workbook,
    "workbook in a document": lambda: corpus.docx(**{"word__embeddings__a.xlsx": workbook()}),
    "open document": lambda: corpus.odt("", Pictures__a=corpus.photo()),
}


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        for name in pack.namelist():
            part = pack.read(name)
            yield from parts_of(part) if name.endswith(".xlsx") else [(name, part)]


@pytest.mark.parametrize("what", PACKAGES)
def test_photos_in_an_office_file_lose_their_position(what):
    before, after = PACKAGES[what](), through(PACKAGES[what](), lambda seen: seen.served.read_bytes())
    assert any(b"YoujuPhone" in part for _name, part in parts_of(before))
    assert [name for name, part in parts_of(after) if any(secret in part for secret in SECRETS)] == []
    assert [name for name, _part in parts_of(after)] == [name for name, _part in parts_of(before)]
    assert dict(parts_of(after)).keys() & {"mimetype"} == dict(parts_of(before)).keys() & {"mimetype"}


def test_a_document_without_photos_is_served_as_it_was_sent():
    sent = corpus.docx()
    assert through(sent, lambda seen: seen.served.read_bytes()) == sent


def pdf_with_photo(packed=False):
    def change(writer):
        stream = StreamObject()
        stream._data = zlib.compress(corpus.photo()) if packed else corpus.photo()
        stream.update({
            NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(640), NameObject("/Height"): NumberObject(480),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"), NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
            if packed else NameObject("/DCTDecode"),
        })  # fmt: skip
        writer._root_object[NameObject("/Photo")] = writer._add_object(stream)

    return corpus.pdf(change)


def test_a_photo_in_a_pdf_is_blanked_where_it_stands():
    sent = pdf_with_photo()
    served = through(sent, lambda seen: seen.served.read_bytes())
    assert b"YoujuPhone" in sent
    assert [secret for secret in (b"YoujuPhone", b"Exif", b"GPS") if secret in served] == []
    assert len(served) == len(sent)
    stream = PdfReader(io.BytesIO(served)).trailer["/Root"]["/Photo"]
    shown = Image.open(io.BytesIO(stream._data)).convert("RGB").tobytes()
    assert shown == Image.open(io.BytesIO(corpus.photo())).convert("RGB").tobytes()


def test_a_photo_that_lies_packed_in_a_pdf_is_refused_with_a_way_out():
    with pytest.raises(RefusedFile) as refused:
        through(pdf_with_photo(packed=True))
    assert refused.value.code == "pdf-photo"


def test_a_length_that_leads_out_of_the_file_blanks_nothing():
    from youju.flow.evidence.gate.bare import blanked

    said = b"\xff\xe1" + struct.pack(">H", 60000) + b"Exif\0\0"
    assert blanked(said) == said


@pytest.mark.django_db
def test_the_document_as_it_was_sent_is_sealed(units, zhang):
    sent = PACKAGES["document"]()
    row = add_evidence(unit=units.villages[0], name="整改.docx", content=sent, by=zhang)
    assert row.is_sealed
    with opened(row.sha256) as file:
        assert b"YoujuPhone" not in b"".join(part for _name, part in parts_of(file.read()))
