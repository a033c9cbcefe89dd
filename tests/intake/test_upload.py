"""A file is taken for what its bytes are, and only if its labels say the same."""

import io
import zipfile

import pytest

from vanthu_server.intake.file_kind import EXTENSIONS, KINDS, Kind
from vanthu_server.intake.upload import UploadLimits, UploadVerdict, examine_upload
from vanthu_sync.errors import ERRORS

LIMITS = UploadLimits(bytes_max=1000)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00PE\x00\x00"


def zipped(*names: str, first: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, first or b"<x/>")
    return buffer.getvalue()


def opened(media_type: str) -> bytes:
    return zipped("mimetype", first=media_type.encode())


GOOD: dict[str, bytes] = {
    "scan.pdf": PDF,
    "scan-preamble.pdf": b"\r\n\x00\r\n" + PDF,
    "anh.JPG": JPEG,
    "anh.jpeg": JPEG,
    "anh.png": PNG,
    "fax.tif": b"II*\x00\x08\x00",
    "fax.tiff": b"MM\x00*\x00\x08",
    "du thao.docx": zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "bang.xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "trinh chieu.pptx": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "du thao.odt": opened("application/vnd.oasis.opendocument.text"),
    "bang.ods": opened("application/vnd.oasis.opendocument.spreadsheet"),
    "trinh chieu.odp": opened("application/vnd.oasis.opendocument.presentation"),
    "cu.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
    "cu.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
    "cu.ppt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
    "ghi chu.txt": "Kính gửi Văn thư xã".encode(),
    "ghi chu utf16.txt": "Kính gửi".encode("utf-16"),
    "ghi chu tcvn3.txt": b"C\xe9ng v\xa8n",
    "danh sach.csv": "STT,Tên\n1,Lan".encode(),
    "goi tin.edxml": b'<?xml version="1.0"?><edXML xmlns="x"><Subject>a</Subject></edXML>',
    "du lieu.xml": b"\xef\xbb\xbf<du_lieu/>",
    "ho so.zip": zipped("a.pdf", "b.pdf"),
}


def examined(
    name: str, head: bytes, *, declared: str | None = None, size: int | None = None
) -> UploadVerdict:
    return examine_upload(name, declared, head, len(head) if size is None else size, LIMITS)


def test_every_kind_has_an_example() -> None:
    assert {examined(name, head).kind for name, head in GOOD.items()} == set(Kind)


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(name: str) -> None:
    """R-FMT-04: kind and media type come from the content."""
    verdict = examined(name, GOOD[name])
    assert verdict.accepted, verdict
    assert verdict.kind is EXTENSIONS[name.rsplit(".", 1)[1].lower()]
    assert examined(name, GOOD[name], declared=verdict.media_type).accepted
    assert examined(name, GOOD[name], declared="application/octet-stream").accepted


def test_a_file_without_extension_is_taken_for_its_content() -> None:
    verdict = examined("quet 0012", PDF)
    assert (verdict.kind, verdict.media_type) == (Kind.PDF, "application/pdf")


@pytest.mark.parametrize(
    ("name", "head", "declared"),
    [
        ("anh.pdf", PNG, None),
        ("scan.png", PDF, None),
        ("cong van.pdf", b"Kinh gui", None),
        ("cong van.pdf", b"\x00\x01\x02\x03", None),
        ("du thao.docx", GOOD["bang.xlsx"], None),
        ("du thao.docx", GOOD["ho so.zip"], None),
        ("ho so.zip", GOOD["du thao.docx"], None),
        ("du thao.odt", GOOD["bang.ods"], None),
        ("scan.pdf", PDF, "image/png"),
        ("scan.pdf", PDF, "text/html; charset=utf-8"),
        ("ghi chu.txt", b"chu", "text/html"),
    ],
)
def test_a_mislabelled_file_is_refused(name: str, head: bytes, declared: str | None) -> None:
    assert examined(name, head, declared=declared).code == "UPLOAD_MISLABELLED"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("cai dat.exe", PROGRAM),
        ("cong van.pdf", PROGRAM),
        ("cong van.pdf.exe", PDF),
        ("anh.jpg", b"\x7fELF\x02\x01\x01\x00"),
        ("chay.txt", b"#!/bin/sh\nrm -rf"),
        ("trang.txt", b"<?php echo 1;"),
        ("trang.html", b"<!DOCTYPE html><html></html>"),
        ("trang.txt", b"\n <HTML><body>"),
        ("trang.xml", b'<?xml version="1.0"?><html xmlns="x"><p/></html>'),
        ("anh.svg", b'<svg xmlns="x"/>'),
        ("anh.xml", b'<?xml version="1.0"?><!-- a --><svg onload="x"/>'),
        ("trang utf16.txt", "<html>".encode("utf-16")),
        ("ung dung.zip", zipped("META-INF/MANIFEST.MF", "a.class")),
        ("macro.docm", GOOD["du thao.docx"]),
        ("du lieu.json", b'{"a": 1}'),
        ("nen.7z", b"7z\xbc\xaf\x27\x1c\x00"),
        ("nen.zip", b"Rar!\x1a\x07\x00"),
        ("loi tat", b"L\x00\x00\x00\x01\x14\x02\x00"),
        ("khong ro", b"\x00\x01\x02\x03"),
    ],
)
def test_a_kind_that_is_not_taken_is_refused(name: str, head: bytes) -> None:
    """R-SEC-03: no programs, scripts or active pages."""
    verdict = examined(name, head)
    assert verdict.code == "UPLOAD_KIND", verdict
    assert verdict.kind is None


def test_an_empty_file_is_refused() -> None:
    assert examined("rong.pdf", b"").code == "UPLOAD_EMPTY"
    assert examined("rong.pdf", PDF, size=0).code == "UPLOAD_EMPTY"


@pytest.mark.parametrize(("size", "code"), [(1000, ""), (1001, "UPLOAD_TOO_LARGE")])
def test_the_largest_size_is_still_taken(size: int, code: str) -> None:
    assert examined("scan.pdf", PDF, size=size).code == code


def test_each_refusal_names_the_file_and_has_a_next_step() -> None:
    for verdict in (
        examined("../rong.pdf", b""),
        examined("../lon.pdf", PDF, size=5000),
        examined("../sai.pdf", PNG),
        examined("../x.exe", PROGRAM),
    ):
        assert verdict.name in verdict.detail
        assert "/" not in verdict.name
        assert ERRORS[verdict.code].next_step


def test_no_extension_belongs_to_two_kinds() -> None:
    listed = [extension for facts in KINDS.values() for extension in facts.media_types]
    assert len(listed) == len(set(listed))
