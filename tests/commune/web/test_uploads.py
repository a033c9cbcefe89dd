"""The upload lane: what is taken, what is refused, and that a refusal leaves nothing behind."""

import hashlib

import httpx
import pytest

from tests.commune.node import UBND, Office, problem_of
from tests.commune.papers import scan
from tests.commune.stores import database
from tests.intake.pdf_samples import assembled, blank, inflating, locked, typeset
from vanthu_sync.limits import UPLOAD_BYTES_MAX

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
EXE = b"MZ" + b"\x00" * 200
MARKED = typeset("#set page(width: 400pt)\nMẬT\n\nỦY BAN NHÂN DÂN")


def files_on_disk(office: Office) -> list[str]:
    return [path.name for path in office.config.blobs.rglob("*") if path.is_file()]


def uploads_known(office: Office) -> int:
    with database(office.config) as db:
        return int(db.conn.execute("select count(*) from upload").fetchone()[0])


def code(reply: httpx.Response) -> str:
    return str(problem_of(reply)["code"])


def test_a_scan_is_kept_under_its_hash_with_its_pages(office: Office) -> None:
    """R-IN-11."""
    content = scan("một")

    reply = office.person("vanthu").upload("Công văn số 1.pdf", content, "application/pdf")

    assert reply.status_code == 201
    told = reply.json()
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert (told["name"], told["size"], told["pages"]) == ("Công văn số 1.pdf", len(content), 1)
    assert told["media_type"] == "application/pdf"
    assert [warning["code"] for warning in told["warnings"]] == ["PAGE1_UNREADABLE"]
    assert files_on_disk(office) == [told["sha256"]]


def test_the_same_file_twice_is_one_file(office: Office) -> None:
    clerk = office.person("vanthu")

    assert clerk.kept("a.pdf", scan("một")) == clerk.kept("b.pdf", scan("một"))
    assert len(files_on_disk(office)) == 1


REFUSALS: dict[str, tuple[str, bytes, str]] = {
    "UPLOAD_EMPTY": ("a.pdf", b"", ""),
    "UPLOAD_MISLABELLED": ("a.pdf", PNG, ""),
    "UPLOAD_MISLABELLED by type": ("a.png", PNG, "application/pdf"),
    "UPLOAD_KIND": ("a.exe", EXE, ""),
    "UPLOAD_KIND inside a PDF's name": ("a.pdf", EXE, "application/pdf"),
    "UPLOAD_KIND without a name": ("a", b"\x00\x01\x02", ""),
    "PDF_BROKEN": ("a.pdf", b"%PDF-1.7\nnot more", ""),
    "PDF_ENCRYPTED": ("a.pdf", locked(user_password="x"), ""),
    "PDF_TOO_MANY_PAGES": ("a.pdf", blank(2_001), ""),
    "SECRET_REFUSED": ("a.pdf", MARKED, ""),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refused_upload_leaves_nothing_behind(office: Office, refusal: str) -> None:
    """R-GEN-01, R-SEC-08."""
    name, content, media_type = REFUSALS[refusal]

    reply = office.person("vanthu").upload(name, content, media_type)

    assert code(reply) == refusal.split(maxsplit=1)[0]
    assert files_on_disk(office) == []
    assert uploads_known(office) == 0


def test_a_pdf_that_unfolds_into_gigabytes_is_stopped(office: Office) -> None:
    reply = office.person("vanthu").upload("a.pdf", inflating(20))

    assert reply.status_code == 201 or code(reply) in {"PDF_TIMEOUT", "PDF_BROKEN"}
    assert reply.status_code == 201 or files_on_disk(office) == []


def test_an_upload_that_announces_too_much_is_refused_before_it_comes(office: Office) -> None:
    clerk = office.person("vanthu")
    headers = {"content-length": str(UPLOAD_BYTES_MAX + 1)}

    reply = clerk.http.put("/api/uploads/a.pdf", content=b"", headers=headers)

    assert code(reply) == "UPLOAD_TOO_LARGE"
    assert files_on_disk(office) == []


def test_an_upload_that_grows_too_large_is_stopped_on_the_way(office: Office) -> None:
    clerk = office.person("vanthu")
    content = b"%PDF-1.7\n" + b" " * UPLOAD_BYTES_MAX

    reply = clerk.http.put("/api/uploads/a.pdf", content=content, headers={"content-length": "x"})

    assert code(reply) == "UPLOAD_TOO_LARGE"
    assert files_on_disk(office) == []


def test_what_a_crash_left_half_written_is_swept_at_the_next_start(office: Office) -> None:
    (office.config.blobs / "writing" / "half").write_bytes(b"%PDF")

    assert office.node.blob_store.sweep() == 1
    assert files_on_disk(office) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("thu%20muc/..%2F..%2Fa.pdf", "a.pdf"),
        ("C%3A%5Ctam%5Ca.pdf", "a.pdf"),
        ("a%00.pdf", "a.pdf"),
        ("Quye%CC%82%CC%81t%20%C4%91i%CC%A3nh.pdf", "Quyết định.pdf"),
    ],
)
def test_a_name_is_only_a_name(office: Office, sent: str, kept: str) -> None:
    reply = office.person("vanthu").http.put(f"/api/uploads/{sent}", content=scan("một"))

    assert reply.status_code == 201
    assert reply.json()["name"] == kept


def test_an_administrator_uploads_nothing(office: Office) -> None:
    """R-SEC-11."""
    assert code(office.person("quantri").upload("a.pdf", scan("một"))) == "RIGHT_MISSING"
    assert code(office.client().put("/api/uploads/a.pdf", content=scan("một"))) == "AUTH_REQUIRED"
    assert files_on_disk(office) == []


def test_a_pdf_is_shown_in_a_sandbox_and_other_files_are_saved(office: Office) -> None:
    """R-SEC-03: nothing that was received runs in the browser as our page."""
    clerk = office.person("vanthu")
    pdf = clerk.kept("Tờ trình.pdf", scan("một"))
    page = clerk.kept("danh-sach.txt", "Danh sách".encode())
    document = clerk.register("Văn bản", files=[pdf, page])["id"]
    path = f"/api/organs/{UBND}/documents/{document}/files"

    shown, saved = clerk.http.get(f"{path}/{pdf}"), clerk.http.get(f"{path}/{page}")

    assert shown.content == scan("một")
    assert shown.headers["content-type"] == "application/pdf"
    quoted = "T%E1%BB%9D%20tr%C3%ACnh.pdf"
    assert shown.headers["content-disposition"] == f"inline; filename*=UTF-8''{quoted}"
    assert saved.headers["content-disposition"].startswith("attachment;")
    for reply in (shown, saved):
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"


def test_a_file_that_the_node_lacks_is_told_as_such(office: Office) -> None:
    clerk = office.person("vanthu")
    sha256 = clerk.kept("a.pdf", scan("một"))
    document = clerk.register("Văn bản", files=[sha256])["id"]
    office.node.blob_store.remove(sha256)

    reply = clerk.http.get(f"/api/organs/{UBND}/documents/{document}/files/{sha256}")

    assert code(reply) == "FILES_NOT_HERE"


@pytest.mark.parametrize("sha256", ["0" * 64, "../../../node.key", "%2e%2e%2fnode.key", "A" * 64])
def test_no_path_leads_out_of_the_files_of_a_document(office: Office, sha256: str) -> None:
    clerk = office.person("vanthu")
    document = clerk.register("Văn bản", files=[clerk.kept("a.pdf", scan("một"))])["id"]

    reply = clerk.http.get(f"/api/organs/{UBND}/documents/{document}/files/{sha256}")

    assert code(reply) == "NOT_FOUND"


def test_files_are_attached_later_and_stand_in_the_history(office: Office) -> None:
    """R-IN-11, R-IN-23."""
    clerk = office.person("vanthu")
    document = clerk.register("Văn bản")["id"]
    sha256 = clerk.kept("a.pdf", scan("một"))

    clerk.done("document.attach", {"id": document, "files": [sha256]})

    held = clerk.read(f"incoming/{document}")
    assert [file["sha256"] for file in held["files"]] == [sha256]
    assert held["files"][0]["added_by"] == "Trần Thị Văn"
    assert [line["kind"] for line in held["history"]][-1] == "document.attached"
    unknown = clerk.refused("document.attach", {"id": document, "files": ["0" * 64]})
    assert unknown["code"] == "FILE_UNKNOWN"


def test_a_document_has_at_most_a_hundred_files(office: Office) -> None:
    clerk = office.person("vanthu")
    text = [clerk.kept(f"{place}.txt", f"Tệp {place}".encode()) for place in range(101)]
    fields = {"subject": "Văn bản", "organ_name": "Sở Nội vụ"}

    refused = clerk.refused("incoming.register", {"fields": fields, "files": text})
    assert refused["code"] == "FILES_TOO_MANY"
    document = clerk.register("Văn bản", files=text[:100])["id"]
    more = clerk.refused("document.attach", {"id": document, "files": text[100:]})
    assert more["code"] == "FILES_TOO_MANY"


def test_a_broken_catalogue_is_a_broken_pdf(office: Office) -> None:
    content = assembled("<< /Type /Nothing >>")

    assert code(office.person("vanthu").upload("a.pdf", content)) == "PDF_BROKEN"
