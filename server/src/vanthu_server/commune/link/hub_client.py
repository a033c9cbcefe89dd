"""The hub over HTTP: one adapter that turns every failure into one of our errors.

A hub that is away, answers 500, or answers garbage is three different things to a person
(PEER_AWAY, PEER_FAILED, PEER_UNREADABLE); a hub that refuses names its own code.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from vanthu_server.blobs.store import BlobDiskFull, BlobMismatch, BlobStore, BlobTooLarge
from vanthu_sync import limits, link
from vanthu_sync.errors import ERRORS, UNREADABLE, Refused
from vanthu_sync.wire import Problem

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 60.0
"""A batch of 100 kB takes 13 s on 64 kbit/s, twice that on a bad day."""

CHUNK_BYTES: Final = 64 * 1024
ANSWER_BYTES_MAX: Final = 16 * 1024 * 1024
"""The largest answer is a full page of inbox messages."""

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})

T = TypeVar("T")


def require_safe(url: str) -> None:
    """Raise Refused(PEER_AWAY) for an address that is neither https nor on this machine."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (
        parts.scheme == "http" and (parts.hostname or "") in LOOPBACK
    )
    if not safe:
        raise Refused("PEER_AWAY", detail=f"Địa chỉ máy tỉnh phải là https: {url}")


class HubClient:
    """See `commune.services.courier.Hub`."""

    def __init__(self, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        require_safe(url)
        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        self._client = httpx.Client(base_url=url, timeout=timeout, transport=transport)
        self._token = ""
        self.bytes_sent = 0
        self.bytes_received = 0

    def pair(self, request: link.PairRequest) -> link.PairAnswer:
        """Introduce this node; raises Refused."""
        return self._post("/link/pair", msgspec.json.encode(request), link.PairAnswer)

    def hello(self, hello: link.Hello) -> link.HelloAnswer:
        """First half of a session; raises Refused."""
        return self._post("/link/hello", msgspec.json.encode(hello), link.HelloAnswer)

    def open_session(self, request: link.OpenSession) -> link.Session:
        """Second half; keeps the token for what follows; raises Refused."""
        session = self._post("/link/session", msgspec.json.encode(request), link.Session)
        self._token = session.token
        return session

    def ship(self, batch: bytes) -> link.Receipt:
        """Send a packed batch; raises Refused."""
        return self._post("/link/journal", batch, link.Receipt, kind="application/zlib")

    def journal(self, *, after: int) -> link.Page:
        """Return what the hub holds of our journal after an event, one page; raises Refused."""
        answer = self._send("GET", f"/link/journal?after={after}")
        try:
            return link.unpack_page(answer)
        except link.BatchUnreadable as error:
            raise Refused("PEER_UNREADABLE", detail=str(error)) from error

    def inbox(self, *, after: int, wait_seconds: int) -> link.Inbox:
        """Return the messages after a cursor; raises Refused."""
        path = f"/link/inbox?after={after}&wait={wait_seconds}"
        return _decoded(self._send("GET", path), link.Inbox)

    def directory(self) -> link.DirectoryAnswer:
        """Return the directory; raises Refused."""
        return _decoded(self._send("GET", "/link/directory"), link.DirectoryAnswer)

    def send_file(self, sha256: str, path: Path) -> None:
        """Send one file; raises Refused."""
        length = {"Content-Length": str(path.stat().st_size)}
        self._send("PUT", f"/link/blobs/{sha256}", content=_chunks(path), headers=length)

    def fetch_file(self, sha256: str, blobs: BlobStore) -> None:
        """Fetch one file into `blobs`; raises Refused, nothing is kept then."""
        try:
            with self._client.stream(
                "GET", f"/link/blobs/{sha256}", headers=self._headers()
            ) as response:
                if response.is_error or response.is_redirect:
                    raise _refusal(response.status_code, _read(response))
                blobs.put(
                    response.iter_bytes(CHUNK_BYTES),
                    size_max=limits.UPLOAD_BYTES_MAX,
                    expected=sha256,
                )
        except httpx.HTTPError as error:
            raise Refused("PEER_AWAY", detail=type(error).__name__) from error
        except (BlobMismatch, BlobTooLarge) as error:
            raise Refused("BLOB_MISMATCH", detail=sha256) from error
        except BlobDiskFull as error:
            raise Refused("DISK_FULL", detail=str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _post(
        self, path: str, content: bytes, kind_of_answer: type[T], *, kind: str = "application/json"
    ) -> T:
        answer = self._send("POST", path, content=content, headers={"Content-Type": kind})
        return _decoded(answer, kind_of_answer)

    def _send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | Iterator[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        every = {**self._headers(), **(headers or {})}
        try:
            with self._client.stream(method, path, content=content, headers=every) as response:
                answer = _read(response)
        except httpx.HTTPError as error:
            raise Refused("PEER_AWAY", detail=type(error).__name__) from error
        if isinstance(content, bytes):
            self.bytes_sent += len(content)
        self.bytes_received += len(answer)
        if response.is_error or response.is_redirect:
            raise _refusal(response.status_code, answer)
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}


def _read(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes(CHUNK_BYTES):
        size += len(part)
        if size > ANSWER_BYTES_MAX:
            raise Refused("PEER_UNREADABLE", detail="Trả lời quá lớn.")
        parts.append(part)
    return b"".join(parts)


def _decoded(answer: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer, type=kind)
    except UNREADABLE as error:
        raise Refused("PEER_UNREADABLE", detail=str(error)) from error


def _refusal(status: int, answer: bytes) -> Refused:
    try:
        problem = msgspec.json.decode(answer, type=Problem)
    except UNREADABLE:
        return Refused("PEER_FAILED", detail=f"HTTP {status}")
    if problem.code not in ERRORS:
        return Refused("PEER_FAILED", detail=f"{problem.code}: {problem.title}")
    return Refused(problem.code, detail=problem.detail)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
