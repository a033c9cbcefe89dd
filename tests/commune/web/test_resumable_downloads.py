"""Files come down by range: a download that was cut goes on and is the same file."""

import httpx
import pytest

from tests.commune.node import UBND, Office, Person
from tests.commune.papers import scan

CONTENT = scan("một")


@pytest.fixture
def clerk(office: Office) -> Person:
    """The clerk of the office."""
    return office.person("vanthu")


def place(clerk: Person, content: bytes) -> str:
    """Register a document with a file and return the file's address."""
    sha256 = clerk.kept("a.pdf", content)
    document = clerk.register("Văn bản", files=[sha256])["id"]
    return f"/api/organs/{UBND}/documents/{document}/files/{sha256}"


def fetched(clerk: Person, at: str, **headers: str) -> httpx.Response:
    """Ask for a file; `headers` with _ for -."""
    said = {key.replace("_", "-"): value for key, value in headers.items()}
    return clerk.http.get(at, headers=said)


def test_up7_a_download_that_was_cut_goes_on(clerk: Person) -> None:
    """R-SEC-03: a part carries the same fences as the whole."""
    at = place(clerk, CONTENT)
    tag = fetched(clerk, at).headers["etag"]

    first = fetched(clerk, at, Range="bytes=0-99")
    rest = fetched(clerk, at, Range="bytes=100-", If_Range=tag)

    assert tag == f'"{at.rpartition("/")[2]}"'
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == CONTENT
    assert rest.headers["content-range"] == f"bytes 100-{len(CONTENT) - 1}/{len(CONTENT)}"
    for header in ("content-disposition", "content-security-policy", "x-content-type-options"):
        assert rest.headers[header] == fetched(clerk, at).headers[header]


def test_up7_a_download_of_another_file_comes_whole(clerk: Person) -> None:
    reply = fetched(clerk, place(clerk, CONTENT), Range="bytes=100-", If_Range=f'"{"0" * 64}"')

    assert reply.status_code == 200
    assert reply.content == CONTENT


def test_up7_the_last_bytes_and_a_place_beyond_the_end(clerk: Person) -> None:
    at = place(clerk, CONTENT)

    assert fetched(clerk, at, Range="bytes=-7").content == CONTENT[-7:]
    beyond = fetched(clerk, at, Range=f"bytes={len(CONTENT)}-")
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{len(CONTENT)}"


def test_up7_a_range_is_for_those_who_may_open_the_document(office: Office, clerk: Person) -> None:
    """R-ACC-07."""
    reply = fetched(office.person("vanthu-hdnd"), place(clerk, CONTENT), Range="bytes=0-9")

    assert reply.status_code == 404
