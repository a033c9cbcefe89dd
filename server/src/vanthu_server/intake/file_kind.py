"""What a file is, by its first bytes; its name and declared type only have to agree.

Allowed are the document and image formats of TT 39/2017/TT-BTTTT (points 3.4 to 3.7), XML for
edXML, plain text and ZIP (R-FMT-04). Never: programs, scripts, web pages, SVG, macro documents.
"""

import codecs
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import msgspec

HEAD_BYTES: Final = 65_536
"""What a caller passes if the file has it: the entries of an office file lie well within."""

_PDF_START_BYTES: Final = 1024
"""Readers take "%PDF-" anywhere in the first KiB; some scanners write a preamble."""

_LOCAL_HEADER: Final = 30
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


class Kind(StrEnum):
    """The kinds that a document may have as file."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    OLE = "ole"
    TEXT = "text"
    XML = "xml"
    ZIP = "zip"


class Refusal(StrEnum):
    """Kinds that are recognised only to be refused."""

    PROGRAM = "chương trình"
    SCRIPT = "tập lệnh"
    WEB_PAGE = "trang web"
    VECTOR = "ảnh SVG"
    ARCHIVE = "tệp nén khác ZIP"


class KindFacts(msgspec.Struct, frozen=True):
    """Extensions a kind may bear, each with its media type, and further declared types."""

    media_types: dict[str, str]
    declared: frozenset[str] = frozenset()


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
_ZIPPED: Final = frozenset(["application/zip", "application/x-zip-compressed"])

KINDS: Final[dict[Kind, KindFacts]] = {
    Kind.PDF: KindFacts({"pdf": "application/pdf"}, frozenset(["application/x-pdf"])),
    Kind.JPEG: KindFacts(
        {"jpg": "image/jpeg", "jpeg": "image/jpeg"}, frozenset(["image/jpg", "image/pjpeg"])
    ),
    Kind.PNG: KindFacts({"png": "image/png"}, frozenset(["image/x-png"])),
    Kind.TIFF: KindFacts({"tif": "image/tiff", "tiff": "image/tiff"}),
    Kind.DOCX: KindFacts({"docx": f"{_OFFICE}.wordprocessingml.document"}, _ZIPPED),
    Kind.XLSX: KindFacts({"xlsx": f"{_OFFICE}.spreadsheetml.sheet"}, _ZIPPED),
    Kind.PPTX: KindFacts({"pptx": f"{_OFFICE}.presentationml.presentation"}, _ZIPPED),
    Kind.ODT: KindFacts({"odt": f"{_OPEN}.text"}, _ZIPPED),
    Kind.ODS: KindFacts({"ods": f"{_OPEN}.spreadsheet"}, _ZIPPED),
    Kind.ODP: KindFacts({"odp": f"{_OPEN}.presentation"}, _ZIPPED),
    Kind.OLE: KindFacts(
        {
            "doc": "application/msword",
            "xls": "application/vnd.ms-excel",
            "ppt": "application/vnd.ms-powerpoint",
        }
    ),
    # Windows with Excel declares a CSV file as an Excel sheet.
    Kind.TEXT: KindFacts(
        {"txt": "text/plain", "csv": "text/csv"}, frozenset(["application/vnd.ms-excel"])
    ),
    Kind.XML: KindFacts(
        {"xml": "application/xml", "edxml": "application/xml"},
        frozenset(["text/xml", "application/edxml", "application/edxml+xml"]),
    ),
    Kind.ZIP: KindFacts({"zip": "application/zip"}, _ZIPPED),
}

EXTENSIONS: Final[dict[str, Kind]] = {
    extension: kind for kind, facts in KINDS.items() for extension in facts.media_types
}
"""Every extension that is taken, with its kind."""

_SIGNATURES: Final[tuple[tuple[bytes, Kind | Refusal], ...]] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"\x7fELF", Refusal.PROGRAM),
    (b"\xca\xfe\xba\xbe", Refusal.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Refusal.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Refusal.PROGRAM),
    (b"#!", Refusal.SCRIPT),
    (b"<?php", Refusal.SCRIPT),
    (b"Rar!\x1a\x07", Refusal.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Refusal.ARCHIVE),
    (b"\x1f\x8b", Refusal.ARCHIVE),
)
_OFFICE_FOLDERS: Final = {"word/": Kind.DOCX, "xl/": Kind.XLSX, "ppt/": Kind.PPTX}
_PROGRAM_ENTRIES: Final = ("META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex")
_WEB_PAGE: Final = re.compile(r"<(!doctype\s+html|html|script|iframe)[\s>]", re.IGNORECASE)
_VECTOR: Final = re.compile(r"<(\w+:)?svg[\s>]", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<(\?xml|!--|!DOCTYPE|[A-Za-z_])")


def sniff(head: bytes) -> Kind | Refusal | None:
    """Return what the first bytes of a file show, None for unknown binary content."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"MZ") and b"\x00" in head:
        return Refusal.PROGRAM
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head)
    if b"%PDF-" in head[:_PDF_START_BYTES]:
        return Kind.PDF
    return _written(head)


def _zipped(head: bytes) -> Kind | Refusal:
    names = list(_entries(head))
    if any(name in _PROGRAM_ENTRIES for name in names):
        return Refusal.PROGRAM
    if names[:1] == ["mimetype"]:
        return _open_document(head)
    for folder, kind in _OFFICE_FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return kind
    return Kind.ZIP


def _entries(head: bytes) -> Iterator[str]:
    at = 0
    while (at := head.find(b"PK\x03\x04", at)) != -1:
        length = int.from_bytes(head[at + 26 : at + 28], "little")
        name = head[at + _LOCAL_HEADER : at + _LOCAL_HEADER + length]
        yield name.decode("utf-8", errors="replace")
        at += 4


def _open_document(head: bytes) -> Kind:
    extra = int.from_bytes(head[28:30], "little")
    start = _LOCAL_HEADER + len("mimetype") + extra
    for kind in (Kind.ODT, Kind.ODS, Kind.ODP):
        (media_type,) = KINDS[kind].media_types.values()
        if head[start:].startswith(media_type.encode() + b"PK"):
            return kind
    return Kind.ZIP


def _written(head: bytes) -> Kind | Refusal | None:
    text = _decoded(head)
    if text is None:
        return None
    start = text.lstrip()
    if _VECTOR.search(text) and start.startswith("<"):
        return Refusal.VECTOR
    if start.startswith("<") and _WEB_PAGE.search(text):
        return Refusal.WEB_PAGE
    return Kind.XML if _MARKUP.match(start) else Kind.TEXT


def _decoded(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    if _CONTROL.search(head):
        return None
    # Latin-1 never fails: old Vietnamese texts (TCVN3, VNI) are text too.
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
