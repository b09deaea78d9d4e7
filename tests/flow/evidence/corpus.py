"""Files that mean harm, and honest ones, made on the spot: nobody else's bytes are kept in this repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

PAYLOAD = b"<script>alert('youju-payload')</script>"
PLACE = (43.0, 18.0, 21.5)


def scene(seed=1, size=(640, 480)):
    """Return a picture that looks like nothing else with another seed: some rectangles and lines."""
    import random

    dice = random.Random(seed)
    picture = Image.new("RGB", size, tuple(dice.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(picture)
    for _ in range(14):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        colour = tuple(dice.randrange(256) for _ in range(3))
        pen.rectangle([x, y, x + dice.randrange(40, 260), y + dice.randrange(40, 200)], fill=colour)
    return picture


def saved(picture, form):
    """Return a picture in a form of file."""
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def photo(seed=1, size=(640, 480), quality=90, **exif_extra):
    """Return a phone's JPEG with a position, a camera and a comment in it."""
    picture = scene(seed, size)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "YoujuPhone", "Model-9"
    exif[0x9286] = "youju-comment"
    for tag, value in exif_extra.items():
        exif[int(tag.removeprefix("tag"))] = value
    exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: (124.0, 20.0, 7.25)})
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif, comment=b"youju-comment")
    return out.getvalue()


def png_with_text():
    """Return a PNG whose text chunks hold words."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", PAYLOAD.decode(), zip=False)
    out = io.BytesIO()
    scene().save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def polyglot_jpeg():
    """Return a JPEG that is a web page and a ZIP as well."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as pack:
        pack.writestr("x.html", PAYLOAD)
    jpeg = photo()
    comment = b"\xff\xfe" + struct.pack(">H", len(PAYLOAD) + 2) + PAYLOAD
    return jpeg[:2] + comment + jpeg[2:] + PAYLOAD + zipped.getvalue()


def bomb_png(side=30_000):
    """Return a PNG of 900 megapixels in about a hundred kilobytes."""
    squeeze = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    data = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + PAYLOAD + b"</svg>"


def pdf(change=None, *, lock=None):
    """Return a PDF of one page, after `change(writer)`."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change:
        change(writer)
    if lock:
        writer.encrypt(lock)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_opens_script():
    """Return a PDF with a script among its names, where readers run it on opening (ISO 32000-1, 12.6.4.16)."""

    def change(writer):
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        pair = ArrayObject([TextStringObject("a"), writer._add_object(action)])
        scripts = DictionaryObject({NameObject("/Names"): pair})
        writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})

    return pdf(change)


def pdf_script_in_hex():
    """Return a PDF whose page runs a script, its name written with #xx so that a search for the word finds nothing."""

    def change(writer):
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})

    return pdf(change).replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/#4a#53")


def pdf_launch():
    def change(writer):
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
        )

    return pdf(change)


def pdf_attachment():
    return pdf(lambda w: w.add_attachment("a.exe", b"MZ"))


def pdf_script_in_object_stream():
    """Return a PDF whose catalogue, with a script, lies compressed in an object stream (ISO 32000-1, 7.5.7)."""
    objects = [
        (1, b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
    ]
    places, body = [], b""
    for number, text in objects:
        places.append(f"{number} {len(body)}")
        body += text + b" "
    index = " ".join(places).encode() + b" "
    packed = zlib.compress(index + body)
    out = b"%PDF-1.5\n"
    at_stream = len(out)
    out += b"4 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (
        len(index),
        len(packed),
    )
    out += packed + b"\nendstream\nendobj\n"
    at_xref = len(out)
    rows = [(0, 0, 65535), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, at_stream, 0), (1, at_xref, 0)]
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    out += b"5 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(
        table
    )
    return out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at_xref


RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>某村'
    "</w:t></w:r></w:p>{}</w:body></w:document>"
)
PLAIN = BODY.format("")
LOL = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><w:document xmlns:w="w">&i;</w:document>'
)


def docx(body=PLAIN, types=TYPES, **parts):
    """Return a Word document with further parts: `word/x.xml` is written `word__x.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", types)
        pack.writestr("word/document.xml", body)
        for name, content in parts.items():
            pack.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def honest_docx():
    """Return a document as python-docx writes it, with a table and a picture."""
    from docx import Document

    document = Document()
    document.add_heading("整改情况", 1)
    document.add_table(2, 2)
    document.add_picture(io.BytesIO(photo()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(rows=(("村", "户数"), ("示例1村", 40))):
    """Return a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_with(name, content):
    """Return a workbook with one more part."""
    data = io.BytesIO(xlsx())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(name, content)
    return data.getvalue()


def _relation(kind, target, mode=' TargetMode="External"'):
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{RELS}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def types_with(part, kind):
    """Return the content types of a package with one more part."""
    return TYPES.replace("</Types>", f'<Override PartName="{part}" ContentType="{kind}"/></Types>')


def odt(body, **parts):
    """Return an OpenDocument text with something in its body."""
    out = io.BytesIO()
    content = (
        '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:draw="d" xmlns:xlink="x" xmlns:script="s">'
        f"<office:body><office:text><text:p>某村</text:p>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        pack.writestr("content.xml", content)
        for name, said in parts.items():
            pack.writestr(name.replace("__", "/"), said)
    return out.getvalue()


def pdf_goes(where, action):
    """Return a PDF that does an action by itself: `/OpenAction` of the file, `/AA` of its page."""

    def change(writer):
        said = DictionaryObject(
            {
                NameObject("/S"): NameObject(action),
                NameObject("/F"): TextStringObject(r"\\\\198.51.100.7\\x.pdf"),
            }
        )
        if where == "/OpenAction":
            writer.root_object[NameObject(where)] = said
        else:
            writer.pages[0][NameObject(where)] = DictionaryObject({NameObject("/O"): said})

    return pdf(change)


def pdf_opens_on_its_page():
    """Return a PDF that opens on its first page, as word processors write it."""

    def change(writer):
        place = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): place}
        )

    return pdf(change)


def hostile():
    """Return (what it is, file name, bytes, the code of the refusal) for everything that must not come in."""
    dde = '<w:p><w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\cmd "/c calc"</w:instrText></w:r></w:p>'
    return [
        ("nothing", "a.jpg", lambda: b"", "empty"),
        ("900 megapixels", "a.png", lambda: bomb_png(), "pixels"),
        ("an SVG called JPG", "a.jpg", lambda: SVG, "markup"),
        ("a web page called PNG", "a.png", lambda: b"\xef\xbb\xbf  <!DOCTYPE html>" + PAYLOAD, "markup"),
        ("a web page called text", "a.txt", lambda: b"hello " + PAYLOAD, "markup"),
        ("half a JPEG", "a.jpg", lambda: photo()[:9000], "picture"),
        ("a JPEG by its first bytes only", "a.jpg", lambda: b"\xff\xd8\xff\xe0" + PAYLOAD * 50, "picture"),
        ("a photo in HEIC", "a.jpg", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 100, "heic"),
        ("a program", "a.pdf", lambda: b"MZ\x90\0\x03" + b"\0" * 500, "kind"),
        ("a ZIP", "a.zip", lambda: _zip("x.exe", b"MZ"), "archive"),
        ("a PDF with a script", "a.pdf", lambda: pdf_opens_script(), "pdf-script"),
        ("a PDF with a script spelt in hex", "a.pdf", lambda: pdf_script_in_hex(), "pdf-script"),
        ("a PDF with a script in an object stream", "a.pdf", lambda: pdf_script_in_object_stream(), "pdf-script"),
        ("a PDF that launches a program", "a.pdf", lambda: pdf_launch(), "pdf-script"),
        ("a PDF with an attachment", "a.pdf", lambda: pdf_attachment(), "pdf-attachment"),
        ("a PDF with a password", "a.pdf", lambda: pdf(lock="secret"), "pdf-locked"),
        ("a PDF with something behind its end", "a.pdf", lambda: pdf() + _zip("x.html", PAYLOAD * 9), "pdf-tail"),
        ("a PDF in name only", "a.pdf", lambda: b"%PDF-1.7\n" + b"junk " * 100 + b"%%EOF", "pdf-broken"),
        ("billion laughs", "a.docx", lambda: docx(LOL), "office-entity"),
        ("a zip bomb", "a.docx", lambda: docx(word__x="0" * 210_000_000), "office-bomb"),
        ("a Word macro", "a.docx", lambda: docx(**{"word__vbaProject.bin": b"\xd0\xcf"}), "office-macro"),
        ("a template from elsewhere", "a.docx", lambda: docx(**{"word___rels__settings.xml.rels": _relation("attachedTemplate", "http://x/y.dotm")}), "office-links"),
        ("a picture from elsewhere", "a.docx", lambda: docx(**{"word___rels__document.xml.rels": _relation("image", "file://x/y.png")}), "office-links"),
        ("DDE split over two runs", "a.docx", lambda: docx(BODY.format(dde)), "office-links"),
        ("an OLE object", "a.docx", lambda: docx(**{"word__embeddings__oleObject1.bin": b"\xd0\xcf\x11\xe0"}), "office-embedded"),
        ("a bomb inside an embedded workbook", "a.docx", lambda: docx(**{"word__embeddings__b.xlsx": docx(LOL)}), "office-entity"),
        ("damaged office file", "a.docx", lambda: docx()[:-40], "office-broken"),
        ("an old Word file", "a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-office"),
        ("a workbook macro", "a.xlsx", lambda: xlsx_with("xl/vbaProject.bin", b"x"), "office-macro"),
        ("a workbook that links out", "a.xlsx", lambda: xlsx_with("xl/externalLinks/externalLink1.xml", "<x/>"), "workbook"),
        ("a Word macro under another name", "a.docx", lambda: docx(types=types_with("/word/a.bin", "application/vnd.ms-office.vbaProject"), word__a="x"), "office-macro"),
        ("a document of macros under a plain name", "a.docx", lambda: docx(types=types_with("/word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")), "office-macro"),
        ("a macro by its relation alone", "a.docx", lambda: docx(**{"word___rels__document.xml.rels": _relation("vbaProject", "a.bin", "")}), "office-macro"),
        ("an OLE object under another name", "a.docx", lambda: docx(**{"word___rels__document.xml.rels": _relation("oleObject", "media/a.dat", "")}), "office-embedded"),
        ("a web page inside a document", "a.docx", lambda: docx(**{"word___rels__document.xml.rels": _relation("aFChunk", "a.mht", "")}), "office-embedded"),
        ("a package outside its folder", "a.docx", lambda: docx(**{"word___rels__document.xml.rels": _relation("package", "media/a.dat", "")}), "office-embedded"),
        ("DDE of an embedded workbook", "a.docx", lambda: docx(**{"word__embeddings__b.xlsx": xlsx_with("xl/externalLinks/externalLink1.xml", '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>')}), "office-links"),
        ("an old drawing from elsewhere", "a.docx", lambda: docx(BODY.format('<v:imagedata xmlns:v="v" src="\\\\198.51.100.7\\x.png"/>')), "office-links"),
        ("a document with something behind its end", "a.docx", lambda: docx() + PAYLOAD, "office-tail"),
        ("a document with something in its comment", "a.docx", lambda: _commented(docx(), PAYLOAD), "office-tail"),
        ("an ODT that runs a script", "a.odt", lambda: odt('<script:event-listener xlink:href="vnd.sun.star.script:Standard.a?language=Basic"/>'), "office-macro"),
        ("an ODT with a picture from elsewhere", "a.odt", lambda: odt('<draw:frame><draw:image xlink:href="http://198.51.100.7/x.png"/></draw:frame>'), "office-links"),
        ("an ODT with a section from elsewhere", "a.odt", lambda: odt('<text:section><text:section-source xlink:href="../x.odt"/></text:section>'), "office-links"),
        ("an ODT with DDE", "a.odt", lambda: odt('<office:dde-source office:dde-application="soffice"/>'), "office-links"),
        ("a PDF that opens a file elsewhere", "a.pdf", lambda: pdf_goes("/OpenAction", "/GoToR"), "pdf-script"),
        ("a PDF page that opens an address", "a.pdf", lambda: pdf_goes("/AA", "/URI"), "pdf-script"),
        ("XXE in a workbook", "a.xlsx", lambda: xlsx_with("xl/x.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'), "office-entity"),
    ]  # fmt: skip


def _zip(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr(name, content)
    return out.getvalue()


def _commented(data, words):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as pack:
        pack.comment = words
    return out.getvalue()


def honest():
    """Return (what it is, file name, bytes, the kind it is taken as): no honest file may be refused."""
    return [
        ("a photo", "现场.jpg", lambda: photo(), "picture"),
        ("a large photo", "现场.jpg", lambda: photo(size=(6000, 4000)), "picture"),
        ("a photo called png", "现场.png", lambda: photo(), "picture"),
        ("a screenshot", "截图.png", lambda: png_with_text(), "picture"),
        ("a WebP", "a.webp", lambda: saved(scene(), "WEBP"), "picture"),
        ("a grey PNG", "a.png", lambda: saved(scene().convert("L"), "PNG"), "picture"),
        ("a PNG with transparency", "a.png", lambda: saved(scene().convert("RGBA"), "PNG"), "picture"),
        ("a PDF", "文件.pdf", lambda: pdf(), "pdf"),
        ("a PDF with a link", "文件.pdf", lambda: pdf(lambda w: w.add_uri(0, "https://example.org/", (0, 0, 9, 9))), "pdf"),
        ("a Word document", "情况.docx", lambda: honest_docx(), "document"),
        ("a Word document with a link", "情况.docx", lambda: docx(**{"word___rels__document.xml.rels": _relation("hyperlink", "https://example.org/")}), "document"),
        ("a Word document with a chart", "情况.docx", lambda: docx(**{"word__charts___rels__chart1.xml.rels": _relation("package", "../embeddings/b.xlsx", ""), "word__embeddings__b.xlsx": xlsx()}), "document"),
        ("an ODT with a picture, a chart and a link", "情况.odt", lambda: odt('<draw:image xlink:href="Pictures/1.png"/><draw:object xlink:href="./Object 1"/><text:a xlink:href="https://example.org/">站</text:a>', Pictures__1="x"), "document"),
        ("a PDF that opens on its page", "文件.pdf", lambda: pdf_opens_on_its_page(), "pdf"),
        ("a workbook", "表.xlsx", lambda: xlsx(), "workbook"),
        ("a plain workbook of many equal rows", "表.xlsx", lambda: xlsx([("村", "户数")] + [("示例1村", 0)] * 4000), "workbook"),
        ("text", "说明.txt", lambda: "整改完成".encode(), "text"),
        ("text in GB 18030", "说明.txt", lambda: "整改完成,秸秆清理 12 处".encode("gb18030"), "text"),
    ]  # fmt: skip
