"""Office files (.docx, .xlsx, .odt, .ods): the package, every XML part of it, and for workbooks the engine's own gate."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from youju.flow.evidence.gate.bare import bare
from youju.flow.evidence.gate.words import MB, RefusedFile

PARTS, PART_LIMIT, TOTAL_LIMIT = 4000, 64 * MB, 200 * MB
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
FORMS = {"docx": f"{OOXML}wordprocessingml.document", "xlsx": f"{OOXML}spreadsheetml.sheet", "odt": f"{ODF}text",
         "ods": f"{ODF}spreadsheet"}  # fmt: skip
_MACRO = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|/ctrlprops/|^basic/|^scripts/")
_EMBEDDED = re.compile(r"/embeddings/|^objectreplacements/|^object [0-9]+/|/oleobject")
# What a package says its parts are, whatever they are called (ECMA-376-2, 10.1.2; MS-OFFMACRO2, 2.2).
_MACRO_KIND = re.compile(r"macroenabled|vbaproject|vbadata|activex|macrosheet", re.IGNORECASE)
_MACRO_TIE = {
    "vbaproject",
    "wordvbadata",
    "control",
    "activexcontrolbinary",
    "ctrlprop",
    "xlmacrosheet",
    "xlintlmacrosheet",
}
_FOREIGN_TIE = {"oleobject", "afchunk", "subdocument"}
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\\\]|\.\.[/\\\\]", re.IGNORECASE)
_SOURCES = {"ddeLink", "dde-source", "dde-connection-decl", "dde-link"}
_DDE = re.compile(r"\bDDE(AUTO)?\b|\bINCLUDE(TEXT|PICTURE)\s+\"?\s*(https?:|file:|\\\\)", re.IGNORECASE)


def look(source: Path, out: Path) -> dict[str, Any]:
    """Return kind and media type, or raise RefusedFile. Where its photos tell more than they show, it is written anew to `out`."""
    data = source.read_bytes()
    form = package(data)
    if form in {"xlsx", "ods"}:
        _workbook(data, form)
    served = with_bare_pictures(data)
    if served != data:
        out.write_bytes(served)
    return {
        "kind": "workbook" if form in {"xlsx", "ods"} else "document",
        "media_type": FORMS[form],
        "form": form,
    }


def package(data: bytes, *, inside: bool = False) -> str:
    """Return which office file a package is (docx, xlsx, odt, ods), or raise RefusedFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            form = _form(pack)
            _tail(data, pack)
            _sizes(pack)
            _parts(pack, inside=inside)
            return form
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, NotImplementedError, RuntimeError,
            ValueError, LookupError) as error:  # fmt: skip
        raise RefusedFile("office-broken") from error


def with_bare_pictures(data: bytes) -> bytes:
    """Return a package whose pictures have lost what nobody sees of them; itself where they have nothing to lose."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        # One part at a time is in memory, and nothing is written where nothing is taken out.
        if all(_bare(info, part) == part for info, part in _read(pack)):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as served:
            for info, part in _read(pack):
                fresh = zipfile.ZipInfo(info.filename, info.date_time)
                fresh.compress_type, fresh.external_attr = info.compress_type, info.external_attr
                served.writestr(fresh, _bare(info, part))
    return out.getvalue()


def _read(pack: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    return ((info, pack.read(info)) for info in pack.infolist())


def _bare(info: zipfile.ZipInfo, part: bytes) -> bytes:
    """Return a part without what its pictures tell beside themselves; a chart's workbook is a package of its own."""
    inside = info.filename.lower().endswith((".xlsx", ".docx")) and part.startswith(b"PK\x03\x04")
    return with_bare_pictures(part) if inside else bare(part)


def _form(pack: zipfile.ZipFile) -> str:
    names = set(pack.namelist())
    if "[Content_Types].xml" in names:
        for form, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
            if part in names:
                return form
    if "mimetype" in names and "content.xml" in names and pack.getinfo("mimetype").file_size < 200:
        said = pack.read("mimetype").decode("ascii", "replace").strip()
        for form in ("odt", "ods"):
            if said == FORMS[form]:
                return form
    raise RefusedFile("archive")


def _tail(data: bytes, pack: zipfile.ZipFile) -> None:
    """Refuse a package with anything behind its directory: it would be another file as well."""
    end = data.rfind(b"PK\x05\x06")
    if pack.comment or end + 22 != len(data):
        raise RefusedFile("office-tail")


def _sizes(pack: zipfile.ZipFile) -> None:
    infos = pack.infolist()
    if (
        len(infos) > PARTS
        or sum(i.file_size for i in infos) > TOTAL_LIMIT
        or any(i.file_size > PART_LIMIT for i in infos)
    ):
        raise RefusedFile("office-bomb")
    if any(i.flag_bits & 1 for i in infos):
        raise RefusedFile("office-broken")
    names = [i.filename.lower() for i in infos]
    if len(set(names)) < len(names) or any(".." in n.split("/") or n.startswith(("/", "\\")) for n in names):
        raise RefusedFile("office-broken")


def _parts(pack: zipfile.ZipFile, *, inside: bool) -> None:
    for info in pack.infolist():
        name = info.filename.lower()
        if _MACRO.search(name):
            raise RefusedFile("office-macro")
        if _EMBEDDED.search(name) and not name.endswith("/"):
            # A chart carries its workbook along; anything else that is embedded belongs to another program.
            if inside or not name.endswith((".xlsx", ".docx")):
                raise RefusedFile("office-embedded")
            package(pack.read(info), inside=True)
        elif name.endswith((".xml", ".rels", ".vml", ".rdf")):
            _xml(pack, info)


def _xml(pack: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Run one part through expat; a document type, what runs or belongs to another program, a link that opens itself and DDE are refused."""
    fields: list[str] = []
    inside = [False]

    def entity(*_: object) -> None:
        raise RefusedFile("office-entity")

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        _refuse_tag(local, attributes)
        if local == "instrText":
            inside[0] = True
        elif local == "fldSimple":
            fields.extend(value for key, value in attributes.items() if key.rpartition(":")[2] == "instr")

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "instrText":
            inside[0] = False

    def text(words: str) -> None:
        if inside[0]:
            fields.append(words)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = entity
    parser.EntityDeclHandler = entity
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    with pack.open(info) as stream:
        while block := stream.read(1 << 18):
            parser.Parse(block, False)
    parser.Parse(b"", True)
    if _DDE.search("".join(fields)):
        raise RefusedFile("office-links")


def _refuse_tag(local: str, attributes: dict[str, str]) -> None:
    """Refuse an element that says of a part what it may not be, or that fetches something from elsewhere by itself."""
    if local == "Relationship":
        _refuse_tie(attributes)
    elif (
        local in {"Override", "Default"} and _MACRO_KIND.search(attributes.get("ContentType", ""))
    ) or local == "event-listener":
        raise RefusedFile("office-macro")
    elif local in _SOURCES:
        raise RefusedFile("office-links")
    # people follow the links of a text themselves; where a template lies is only said
    elif local not in {"a", "template"}:
        for key, value in attributes.items():
            prefix, _colon, name = key.rpartition(":")
            if prefix != "xmlns" and name in {"href", "src"} and _ELSEWHERE.match(value.strip()):
                raise RefusedFile("office-links")


def _refuse_tie(attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
        raise RefusedFile("office-links")
    if kind in _MACRO_TIE:
        raise RefusedFile("office-macro")
    # a chart's workbook lies where it is looked through
    if kind in _FOREIGN_TIE or (kind == "package" and "embeddings/" not in attributes.get("Target", "")):
        raise RefusedFile("office-embedded")


def _workbook(data: bytes, form: str) -> None:
    """Let the engine's gate look through the sheets, as it does before an import."""
    from youju.engine.sources.gate import pass_gate
    from youju.engine.sources.report import Report

    report = Report()
    if pass_gate(data, f"表格.{form}", report) is None:
        found = report.problems()[:3]
        raise RefusedFile(
            "workbook",
            "；".join(f"{p.what}（{p.fix}）" for p in found),
            "; ".join(f"{p.what_en} ({p.fix_en})" for p in found),
        )
