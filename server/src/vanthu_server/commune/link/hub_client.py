"""The hub over HTTP: one adapter that turns every failure into one of our errors."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

import httpx
import msgspec

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.link.answers import (
    answered,
    chunks,
    decoded,
    fetched,
    require_safe,
)
from vanthu_sync import link
from vanthu_sync.errors import Refused

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 60.0
"""A batch of 100 kB takes 13 s on 64 kbit/s, twice that on a bad day."""

T = TypeVar("T")


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
        return decoded(self._send("GET", path), link.Inbox)

    def directory(self) -> link.DirectoryAnswer:
        """Return the directory; raises Refused."""
        return decoded(self._send("GET", "/link/directory"), link.DirectoryAnswer)

    def send_file(self, sha256: str, path: Path) -> None:
        """Send one file; raises Refused."""
        length = {"Content-Length": str(path.stat().st_size)}
        self._send("PUT", f"/link/blobs/{sha256}", content=chunks(path), headers=length)

    def fetch_file(self, sha256: str, blobs: BlobStore) -> None:
        """Fetch one file into `blobs`; raises Refused, nothing is kept then."""
        request = self._client.build_request(
            "GET", f"/link/blobs/{sha256}", headers=self._headers()
        )
        fetched(self._client, request, blobs, sha256)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _post(
        self, path: str, content: bytes, kind_of_answer: type[T], *, kind: str = "application/json"
    ) -> T:
        answer = self._send("POST", path, content=content, headers={"Content-Type": kind})
        return decoded(answer, kind_of_answer)

    def _send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | Iterator[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        every = {**self._headers(), **(headers or {})}
        request = self._client.build_request(method, path, content=content, headers=every)
        answer = answered(self._client, request)
        if isinstance(content, bytes):
            self.bytes_sent += len(content)
        self.bytes_received += len(answer)
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}
