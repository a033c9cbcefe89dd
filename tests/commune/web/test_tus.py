"""Uploads in parts: what tus 1.0.0 wants, who may, what is refused, what is kept."""

import hashlib
from datetime import timedelta

import pytest

from tests.commune.node import UBND, Office, Person
from tests.commune.papers import scan
from tests.commune.tus import (
    PART,
    TUS,
    add,
    added,
    ask,
    begin,
    begun,
    checksum,
    code,
    metadata,
    offset,
    parts_on_disk,
)
from tests.commune.web.test_uploads import REFUSALS, files_on_disk, uploads_known
from vanthu_sync import limits

CONTENT = scan("một")
HALF = len(CONTENT) // 2


def test_up3_a_file_in_two_parts_is_the_file(office: Office) -> None:
    """R-IN-11."""
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)

    assert offset(clerk, place) == 0
    assert added(clerk, place, CONTENT[:HALF], at=0) == HALF
    assert offset(clerk, place) == HALF
    assert added(clerk, place, CONTENT[HALF:], at=HALF) == len(CONTENT)

    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert files_on_disk(office) == [sha256]
    assert offset(clerk, place) == len(CONTENT)
    document = clerk.register("Văn bản", files=[sha256])["id"]
    assert [file["name"] for file in clerk.read(f"incoming/{document}")["files"]] == [
        "Công văn.pdf"
    ]
    assert parts_on_disk(office.config.partial) == [".log"]


def test_what_is_spoken_is_told(office: Office) -> None:
    reply = office.person("vanthu").http.options("/api/files")

    assert reply.status_code == 204
    assert reply.headers["tus-version"] == "1.0.0"
    assert reply.headers["tus-max-size"] == str(limits.UPLOAD_BYTES_MAX)
    assert reply.headers["tus-extension"] == "creation,expiration,checksum,termination"
    assert reply.headers["tus-checksum-algorithm"] == "sha256"


def test_another_version_of_tus_is_refused_and_told_ours(office: Office) -> None:
    clerk = office.person("vanthu")

    reply = clerk.http.post("/api/files", headers={"Upload-Length": "1", "Tus-Resumable": "0.2"})

    assert code(reply) == "TUS_VERSION"
    assert reply.headers["tus-version"] == "1.0.0"


def test_up2_a_beginning_says_where_the_upload_is_and_how_long_it_is_kept(office: Office) -> None:
    clerk = office.person("vanthu")
    reply = begin(clerk, CONTENT)

    told = clerk.http.head(reply.headers["location"], headers=TUS).headers
    assert told["upload-expires"] == "Fri, 04 Dec 2026 02:10:00 GMT"
    assert told["upload-length"] == str(len(CONTENT))
    assert told["upload-metadata"] == reply.request.headers["upload-metadata"]
    assert told["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("length", "refusal"),
    [
        (limits.UPLOAD_BYTES_MAX + 1, "UPLOAD_TOO_LARGE"),
        (2 * 1024**3, "UPLOAD_TOO_LARGE"),
        (0, "UPLOAD_EMPTY"),
        ("-1", "REQUEST_UNREADABLE"),
        ("²", "REQUEST_UNREADABLE"),
        ("9" * 400, "REQUEST_UNREADABLE"),
    ],
)
def test_up2_a_length_that_cannot_be_is_refused_before_a_byte_comes(
    office: Office, length: int | str, refusal: str
) -> None:
    said = [(b"Tus-Resumable", b"1.0.0"), (b"Upload-Length", str(length).encode())]
    reply = office.person("vanthu").http.post("/api/files", headers=said)

    assert code(reply) == refusal
    assert parts_on_disk(office.config.partial) == []


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("filename &&&", "REQUEST_UNREADABLE"),
        ("filename /w==", "REQUEST_UNREADABLE"),
        (metadata(sha256="0" * 63), "REQUEST_UNREADABLE"),
        (metadata(filename="a" * 4096), "REQUEST_TOO_LARGE"),
    ],
)
def test_up2_metadata_that_cannot_be_read_is_refused(
    office: Office, said: str, refusal: str
) -> None:
    headers = {**TUS, "Upload-Length": "10", "Upload-Metadata": said}
    assert code(office.person("vanthu").http.post("/api/files", headers=headers)) == refusal


@pytest.mark.parametrize("at", [0, 1, HALF + 1, len(CONTENT)])
def test_up3_a_part_at_another_place_is_refused_and_changes_nothing(
    office: Office, at: int
) -> None:
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)
    added(clerk, place, CONTENT[:HALF], at=0)

    assert code(add(clerk, place, b"x", at=at)) == "UPLOAD_OFFSET"
    assert offset(clerk, place) == HALF


def test_up3_a_part_beyond_the_announced_length_is_refused(office: Office) -> None:
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)

    assert code(add(clerk, place, CONTENT + b"x", at=0)) == "REQUEST_TOO_LARGE"
    assert files_on_disk(office) == []


def test_a_part_of_another_type_is_refused(office: Office) -> None:
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)

    reply = clerk.http.patch(
        place, content=b"x", headers={**PART, "Upload-Offset": "0", "Content-Type": "text/plain"}
    )

    assert reply.status_code == 415
    assert code(reply) == "UPLOAD_PART_TYPE"


def test_up3_a_part_with_a_wrong_checksum_does_not_count(office: Office) -> None:
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)

    reply = add(clerk, place, CONTENT[:HALF], at=0, Upload_Checksum=checksum(b"other"))
    assert reply.status_code == 460
    assert code(reply) == "UPLOAD_CHECKSUM"
    assert offset(clerk, place) == 0
    right = add(clerk, place, CONTENT[:HALF], at=0, Upload_Checksum=checksum(CONTENT[:HALF]))
    assert right.status_code == 204
    assert offset(clerk, place) == HALF
    unknown = add(clerk, place, CONTENT[HALF:], at=HALF, Upload_Checksum="md5 AAAA")
    assert code(unknown) == "REQUEST_UNREADABLE"
    assert added(clerk, place, CONTENT[HALF:], at=HALF) == len(CONTENT)
    assert files_on_disk(office) == [hashlib.sha256(CONTENT).hexdigest()]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_up5_a_refused_file_leaves_nothing_behind_and_says_why_again(
    office: Office, refusal: str
) -> None:
    """R-GEN-01, R-SEC-08."""
    name, content, media_type = REFUSALS[refusal]
    wanted = refusal.split(maxsplit=1)[0]
    clerk = office.person("vanthu")
    said = metadata(filename=name) + (f",{metadata(filetype=media_type)}" if media_type else "")
    headers = {**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": said}
    beginning = clerk.http.post("/api/files", headers=headers)

    if content:
        place = beginning.headers["location"]
        assert code(add(clerk, place, content, at=0)) == wanted
        assert code(clerk.http.get(place, headers=TUS)) == wanted
        assert code(add(clerk, place, b"", at=len(content))) == wanted
        assert clerk.http.head(place, headers=TUS).status_code == 422
        assert parts_on_disk(office.config.partial) == [".log"]
    else:
        assert code(beginning) == wanted
    assert files_on_disk(office) == []
    assert uploads_known(office) == 0
    assert ask(clerk, content)["known"] == []


def test_up5_a_file_that_is_not_what_was_announced_is_refused(office: Office) -> None:
    clerk = office.person("vanthu")
    place = begin(clerk, CONTENT, sha256="0" * 64).headers["location"]

    assert code(add(clerk, place, CONTENT, at=0)) == "BLOB_MISMATCH"
    assert files_on_disk(office) == []


def test_up6_an_upload_is_its_persons_alone(office: Office) -> None:
    """R-ACC-07, R-SEC-11."""
    clerk, leader = office.person("vanthu"), office.person("chutich")
    place = begun(clerk, CONTENT)
    added(clerk, place, CONTENT[:HALF], at=0)

    assert leader.http.head(place, headers=TUS).status_code == 404
    assert code(add(leader, place, CONTENT[HALF:], at=HALF)) == "UPLOAD_GONE"
    assert code(leader.http.delete(place, headers=TUS)) == "UPLOAD_GONE"
    assert ask(leader, CONTENT)["begun"] == []
    assert offset(clerk, place) == HALF
    nobody = Person(http=office.client(), organ=UBND)
    for other, refusal in ((nobody, "AUTH_REQUIRED"), (office.person("quantri"), "RIGHT_MISSING")):
        assert code(begin(other, CONTENT)) == refusal
        assert code(add(other, place, CONTENT[HALF:], at=HALF)) == refusal
        assert code(other.http.get(place, headers=TUS)) == refusal
        assert code(other.http.delete(place, headers=TUS)) == refusal


def test_a_foreign_page_begins_nothing(office: Office) -> None:
    """R-SEC-03."""
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)
    headers = {**PART, "Upload-Offset": "0", "Origin": "https://la.test"}

    assert code(clerk.http.patch(place, content=CONTENT, headers=headers)) == "REQUEST_FOREIGN"
    del clerk.http.headers["X-Vanthu"]
    assert code(begin(clerk, CONTENT)) == "REQUEST_FOREIGN"
    assert code(clerk.http.delete(place, headers=TUS)) == "REQUEST_FOREIGN"
    assert offset(clerk, place) == 0


def test_up6_a_dropped_upload_is_gone(office: Office) -> None:
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)
    added(clerk, place, CONTENT[:HALF], at=0)

    reply = clerk.http.delete(place, headers=TUS)

    assert reply.status_code == 204
    assert reply.headers["tus-resumable"] == "1.0.0"
    assert code(clerk.http.get(place, headers=TUS)) == "UPLOAD_GONE"
    assert parts_on_disk(office.config.partial) == []


def test_a_client_without_patch_and_delete_says_them_in_a_post(office: Office) -> None:
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)
    instead = {**PART, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}

    assert clerk.http.post(place, content=CONTENT[:HALF], headers=instead).status_code == 204
    assert offset(clerk, place) == HALF
    gone = clerk.http.post(place, headers={**TUS, "X-HTTP-Method-Override": "DELETE"})
    assert gone.status_code == 204
    assert code(clerk.http.post(place, headers=TUS)) == "NOT_FOUND"


def test_up2_a_person_has_so_many_uploads_begun_and_no_more(office: Office) -> None:
    clerk = office.person("vanthu")
    places = [begun(clerk, CONTENT, f"{place}.pdf") for place in range(limits.UPLOADS_OPEN_MAX)]

    assert code(begin(clerk, CONTENT)) == "UPLOADS_TOO_MANY"
    assert begin(office.person("chutich"), CONTENT).status_code == 201
    added(clerk, places[0], CONTENT, at=0)
    assert begin(clerk, CONTENT).status_code == 201


def test_up6_an_upload_that_nothing_was_added_to_for_two_weeks_is_gone(office: Office) -> None:
    clerk = office.person("vanthu")
    old, young = begun(clerk, CONTENT), begun(clerk, CONTENT)
    office.clock.move(timedelta(days=limits.UPLOAD_KEPT_DAYS))
    clerk = office.person("vanthu")
    added(clerk, young, CONTENT[:HALF], at=0)
    office.clock.move(timedelta(seconds=1))
    before = office.clock.now() - timedelta(days=limits.UPLOAD_KEPT_DAYS)

    assert clerk.http.head(old, headers=TUS).status_code == 404
    assert offset(clerk, young) == HALF
    assert [each["upload"] for each in ask(clerk, CONTENT)["begun"]] == [young]
    begun(clerk, CONTENT)
    assert parts_on_disk(office.config.partial) == [".log", ".log", ".part", ".part"]
    office.clock.move(timedelta(days=limits.UPLOAD_KEPT_DAYS))
    assert office.node.partial_files.sweep(before=before) == 0
    assert office.node.partial_files.sweep(before=office.clock.now()) == 2
    assert parts_on_disk(office.config.partial) == []


@pytest.mark.parametrize("upload", ["0" * 32, "..%2Fnode.key", "A" * 32, "x"])
def test_no_path_leads_out_of_the_uploads(office: Office, upload: str) -> None:
    reply = office.person("vanthu").http.get(f"/api/files/{upload}", headers=TUS)
    assert reply.status_code == 404


def test_up3_after_a_restart_an_upload_goes_on_where_it_was(office: Office) -> None:
    place = begun(office.person("vanthu"), CONTENT)
    added(office.person("vanthu"), place, CONTENT[:HALF], at=0)
    office.reopen()
    clerk = office.person("vanthu")

    assert office.node.partial_files.sweep(before=office.clock.now()) == 0
    assert offset(clerk, place) == HALF
    assert added(clerk, place, CONTENT[HALF:], at=HALF) == len(CONTENT)
    assert files_on_disk(office) == [hashlib.sha256(CONTENT).hexdigest()]
