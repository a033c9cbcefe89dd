"""The hub over HTTP: whatever comes back becomes one of our errors, and nothing half is kept."""

import errno
import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.link.answers import ANSWER_BYTES_MAX
from vanthu_server.commune.link.hub_client import HubClient
from vanthu_sync import link
from vanthu_sync.errors import Refused

Answer = Callable[[httpx.Request], httpx.Response]

CONTENT = b"%PDF-1.7 mot hai ba"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def client(answer: Answer) -> HubClient:
    return HubClient("https://tinh.test", transport=httpx.MockTransport(answer))


def replies(status: int, content: bytes = b"", **headers: str) -> Answer:
    return lambda _: httpx.Response(status, content=content, headers=headers)


def problem(code: str, status: int) -> bytes:
    told = {"type": "x", "title": "Tiêu đề", "status": status, "code": code, "detail": "chi tiết"}
    return msgspec.json.encode(told)


def away(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route", request=request)


def silent(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("silence", request=request)


def cut(request: httpx.Request) -> httpx.Response:
    raise httpx.RemoteProtocolError("cut", request=request)


ANSWERS: dict[str, tuple[Answer, str]] = {
    "no route": (away, "PEER_AWAY"),
    "silence": (silent, "PEER_AWAY"),
    "cut": (cut, "PEER_AWAY"),
    "500 with a page": (replies(500, b"<html>Internal"), "PEER_FAILED"),
    "502 of a proxy": (replies(502), "PEER_FAILED"),
    "a redirect to a log-in": (replies(302, location="https://other.test/"), "PEER_FAILED"),
    "garbage": (replies(200, b"\x00\xff\x17"), "PEER_UNREADABLE"),
    "a page of a hotel": (replies(200, b"<html>Wi-Fi</html>"), "PEER_UNREADABLE"),
    "JSON of another shape": (replies(200, b'{"a":1}'), "PEER_UNREADABLE"),
    "JSON too deep": (replies(200, b"[" * 100_000), "PEER_UNREADABLE"),
    "an empty answer": (replies(200), "PEER_UNREADABLE"),
    "too large an answer": (replies(200, b" " * (ANSWER_BYTES_MAX + 1)), "PEER_UNREADABLE"),
    "a refusal": (replies(409, problem("JOURNAL_FORK", 409)), "JOURNAL_FORK"),
    "a session that ended": (replies(401, problem("SESSION_ENDED", 401)), "SESSION_ENDED"),
    "a code of a newer hub": (replies(409, problem("NEW_CODE", 409)), "PEER_FAILED"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_whatever_the_hub_answers_is_named(answer: str) -> None:
    given, code = ANSWERS[answer]
    hub = client(given)

    with pytest.raises(Refused) as refused:
        hub.inbox(after=0, wait_seconds=0)

    assert refused.value.code == code
    hub.close()


def test_the_token_of_the_session_goes_with_what_follows() -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("authorization"))
        head = {"journal": "j", "epoch": 1, "seq": 0, "hash": "0" * 64}
        session = {"token": "geheim", "head": head, "directory_version": 0}
        inbox = {"messages": [], "more": False, "directory_version": 0}
        return httpx.Response(200, json=session if request.method == "POST" else inbox)

    hub = client(answer)
    hub.open_session(
        link.OpenSession(
            v=1, journal="j", instance="i", node_challenge=b"", hub_challenge=b"", signature=b""
        )
    )
    hub.inbox(after=7, wait_seconds=0)
    hub.close()

    assert seen == [None, "Bearer geheim"]


def test_a_file_comes_whole_or_not_at_all(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    hub = client(replies(200, CONTENT))
    hub.fetch_file(SHA256, blobs)
    assert blobs.has(SHA256)

    other = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(Refused, match="BLOB_MISMATCH"):
        hub.fetch_file(other, blobs)
    hub.close()

    assert not blobs.has(other)
    assert blobs.sweep() == 0


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (away, "PEER_AWAY"),
        (replies(404, problem("NOT_FOUND", 404)), "NOT_FOUND"),
        (replies(500, b"oops"), "PEER_FAILED"),
    ],
)
def test_a_file_that_does_not_come_is_named(tmp_path: Path, answer: Answer, code: str) -> None:
    hub = client(answer)

    with pytest.raises(Refused, match=code):
        hub.fetch_file(SHA256, BlobStore(tmp_path))
    hub.close()


class FullDisk(io.BytesIO):
    """A file on a disk without room."""

    def write(self, _: object) -> int:
        """Fail."""
        raise OSError(errno.ENOSPC, "no room")


def test_a_full_disk_while_a_file_comes_is_our_fault_and_named(tmp_path: Path) -> None:
    full = BlobStore(tmp_path, open_new=lambda at: (FullDisk(), at / "new"))
    hub = client(replies(200, CONTENT))
    with pytest.raises(Refused, match="DISK_FULL"):
        hub.fetch_file(SHA256, full)
    hub.close()


def test_a_file_goes_up_with_its_length(tmp_path: Path) -> None:
    seen: list[tuple[str, str, bytes]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        length = request.headers["content-length"]
        seen.append((request.url.path, length, request.read()))
        return httpx.Response(204)

    path = tmp_path / "a"
    path.write_bytes(CONTENT)
    hub = client(answer)
    hub.send_file(SHA256, path)
    hub.close()

    assert seen == [(f"/link/blobs/{SHA256}", str(len(CONTENT)), CONTENT)]


@pytest.mark.parametrize(
    "url", ["http://tinh.gov.test", "ftp://tinh.test", "tinh.test", "http://127.0.0.1.evil.test"]
)
def test_nothing_goes_in_the_clear_beyond_this_machine(url: str) -> None:
    """R-OUT-20."""
    with pytest.raises(Refused, match="https"):
        HubClient(url)


@pytest.mark.parametrize("url", ["https://tinh.test", "http://127.0.0.1:9", "http://localhost:9"])
def test_tls_or_this_machine_is_safe(url: str) -> None:
    HubClient(url).close()


def endless() -> Iterator[bytes]:
    while True:
        yield b" " * 65536


def test_an_answer_without_an_end_is_cut_off() -> None:
    hub = client(lambda _: httpx.Response(200, content=endless()))

    with pytest.raises(Refused, match="PEER_UNREADABLE"):
        hub.inbox(after=0, wait_seconds=0)
    hub.close()
