"""What of ISO 19005-3 (PDF/A-3, level U) can be looked at without a validator: the clause, and what is wrong.

Where veraPDF is on the machine it is asked too (`verapdf_says`); what it knows of glyph widths is not repeated here.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

VERAPDF = shutil.which("verapdf")
FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans",
    "/GoTo3DView", "/JavaScript",
}  # fmt: skip
FORBIDDEN_NOTES = {"/3D", "/Sound", "/Screen", "/Movie"}
DEVICES = re.compile(rb"(?<![\w/.-])(?:rg|RG|g|G|k|K)(?![\w])")
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/",
}  # fmt: skip


def faults(pdf: bytes) -> list[str]:
    """Return everything of a file that PDF/A-3u forbids, or misses, as far as it is looked for here."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    objects = list(_objects(reader))
    return [
        *_of_the_file(pdf, reader),
        *_of_colours(root, reader, objects),
        *(fault for one in objects for fault in _of_an_object(one)),
        *_of_notes(reader),
        *_of_the_root(root),
        *_of_metadata(root, reader),
    ]


def verapdf_says(pdf: bytes) -> list[str]:
    """Return the rules veraPDF finds broken. Asked only where it is on the machine."""
    done = subprocess.run(
        [VERAPDF, "--flavour", "3u", "--format", "text", "-v", "-"],
        input=pdf,
        capture_output=True,
        check=False,
    )
    told = done.stdout.decode()
    return [] if told.startswith("PASS") else told.splitlines() or [done.stderr.decode()]


def _objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary of the file, with those that stand inside others."""
    waiting = [reader.get_object(IndirectObject(n, 0, reader)) for n in range(1, reader.trailer["/Size"])]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            yield one
        inner = (
            one.values() if isinstance(one, DictionaryObject) else one if isinstance(one, ArrayObject) else ()
        )
        waiting += [value for value in inner if not isinstance(value, IndirectObject)]


def _of_the_file(pdf: bytes, reader: PdfReader) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", pdf):
        yield "6.1.2 the header is not followed by a comment of four bytes above 127"
    if not pdf.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "6.1.3 something follows the end"
    if len(reader.trailer.get("/ID", ())) != 2:
        yield "6.1.3 the file has no ID"
    if "/Encrypt" in reader.trailer:
        yield "6.1.3 the file is encrypted"
    for page in reader.pages:
        if not all(3 <= side <= 14400 for side in (page.mediabox.width, page.mediabox.height)):
            yield f"6.1.13 a page of {page.mediabox}"


def _of_colours(root: DictionaryObject, reader: PdfReader, objects: list[DictionaryObject]) -> Iterator[str]:
    intents = [
        one.get_object()
        for one in root.get("/OutputIntents", ())
        if one.get_object().get("/S") == "/GTS_PDFA1"
    ]
    profiles = [one["/DestOutputProfile"].get_object() for one in intents if "/DestOutputProfile" in one]
    if any(one.get_data()[36:40] != b"acsp" for one in profiles):
        yield "6.2.3 the output profile is no ICC profile"
    drawn = [page.get_contents().get_data() for page in reader.pages if page.get_contents() is not None]
    drawn += [one.get_data() for one in objects if one.get("/Subtype") == "/Form"]
    pictures = [one.get("/ColorSpace") for one in objects if one.get("/Subtype") == "/Image"]
    is_of_a_device = any(DEVICES.search(one) for one in drawn) or {
        "/DeviceRGB",
        "/DeviceGray",
        "/DeviceCMYK",
    } & {one for one in pictures if isinstance(one, str)}
    if is_of_a_device and not profiles:
        yield "6.2.4.3 colours of a device, and no output intent says of which"


def _of_an_object(one: DictionaryObject) -> Iterator[str]:
    filters = one.get("/Filter", [])
    names = {filters} if isinstance(filters, str) else set(filters)
    if isinstance(one, StreamObject):
        if {"/LZWDecode", "/Crypt"} & names:
            yield f"6.1.7.2 the filter {names}"
        if {"/F", "/FFilter", "/FDecodeParms"} & set(one):
            yield "6.1.7.1 a stream lies outside of the file"
        if one.get("/Subtype") == "/PS" or {"/OPI", "/PS", "/Ref", "/Alternates"} & set(one):
            yield "6.2.8 a drawing that is PostScript, OPI, or refers to another file"
        if one.get("/Subtype") == "/Image" and one.get("/Interpolate"):
            yield "6.2.8 a picture is interpolated"
    if one.get("/Type") == "/ExtGState" and ("/TR" in one or one.get("/TR2", "/Default") != "/Default"):
        yield "6.2.5 a transfer curve"
    if one.get("/S") in FORBIDDEN_ACTIONS and one.get("/Type", "/Action") == "/Action":
        yield f"6.5.1 the action {one['/S']}"
    if "/AA" in one or "/PresSteps" in one:
        yield "6.5.2 something happens by itself"
    if one.get("/Type") == "/Font":
        yield from _of_a_font(one)
    if one.get("/Type") == "/Filespec" and "/EF" in one and "/AFRelationship" not in one:
        yield "6.8 a file inside does not say what it is to the paper"


def _of_a_font(font: DictionaryObject) -> Iterator[str]:
    name, kind = font.get("/BaseFont", "a font"), font.get("/Subtype")
    if kind == "/Type0":
        if "/ToUnicode" not in font:
            yield f"6.2.11.7 {name} does not say which letters it draws"
        elif re.search(rb"<(?:0000|FEFF|FFFE)>\s*(?:endbfchar|\n<|\])", _mapped(font)):
            yield f"6.2.11.7 {name} draws a letter that is none"
        if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            yield f"6.2.11.3 {name} has an encoding of its own"
        return
    if kind == "/Type3":
        return
    held = font.get("/FontDescriptor", DictionaryObject()).get_object()
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(held):
        yield f"6.2.11.4 {name} is not inside the file"
    if kind == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        yield f"6.2.11.3 {name} does not say which glyph a letter is"


def _mapped(font: DictionaryObject) -> bytes:
    """Return what a font's letters are mapped to: the second of each pair."""
    text = font["/ToUnicode"].get_object().get_data()
    return b"\n".join(re.findall(rb"^<[0-9A-Fa-f]+>\s+(<[0-9A-Fa-f]+>)", text, re.MULTILINE)) + b"\n<"


def _of_notes(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for note in page.get("/Annots", ArrayObject()).get_object():
            one = note.get_object()
            kind, flags = one.get("/Subtype"), int(one.get("/F", 0))
            if kind in FORBIDDEN_NOTES:
                yield f"6.3.1 a note of the kind {kind}"
            if kind != "/Popup" and (not flags & 4 or flags & (1 | 2 | 32 | 256)):
                yield f"6.3.2 {kind} is not printed as it is shown (flags {flags})"
            if kind not in ("/Popup", "/Link") and "/AP" not in one:
                yield f"6.3.3 {kind} does not say how it looks"


def _of_the_root(root: DictionaryObject) -> Iterator[str]:
    form, names = (
        root.get("/AcroForm", DictionaryObject()).get_object(),
        root.get("/Names", DictionaryObject()).get_object(),
    )
    if form.get("/NeedAppearances") or "/XFA" in form:
        yield "6.4 a form that is drawn by the program that opens it"
    if "/JavaScript" in names or "/AlternatePresentations" in names:
        yield "6.5.1 a script, or another presentation"
    if "/Requirements" in root or root.get("/NeedsRendering"):
        yield "6.11 it asks something of the program that opens it"


def _of_metadata(root: DictionaryObject, reader: PdfReader) -> Iterator[str]:
    if "/Metadata" not in root:
        yield "6.6.2 no metadata"
        return
    said = ET.fromstring(root["/Metadata"].get_object().get_data())
    told = {
        name: said.find(f".//{name}", NAMESPACES)
        for name in ("pdfaid:part", "pdfaid:conformance", "xmp:CreateDate")
    }
    if [getattr(told[name], "text", None) for name in ("pdfaid:part", "pdfaid:conformance")] != ["3", "U"]:
        yield "6.6.4 it does not say that it is PDF/A-3u"
    info = reader.trailer.get("/Info", DictionaryObject()).get_object()
    title = said.find(".//dc:title//rdf:li", NAMESPACES)
    if "/Title" in info and (title is None or title.text != info["/Title"]):
        yield "6.6.3 the title stands twice and is not the same"
    day, again = (
        re.sub(r"\D", "", str(info.get("/CreationDate", "")))[:14],
        getattr(told["xmp:CreateDate"], "text", ""),
    )
    if day and not re.sub(r"\D", "", again).startswith(day[:8]):
        yield "6.6.3 the day stands twice and is not the same"
