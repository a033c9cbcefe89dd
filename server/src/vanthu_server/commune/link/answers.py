"""What a peer answers over HTTP: bounded, and every failure as one of our errors.

A peer that is away, answers 500, or answers garbage is three different things to a person
(PEER_AWAY, PEER_FAILED, PEER_UNREADABLE); one that refuses names its own code.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from vanthu_server.blobs.store import BlobDiskFull, BlobMismatch, BlobStore, BlobTooLarge
from vanthu_sync import limits
from vanthu_sync.errors import ERRORS, UNREADABLE, Refused
from vanthu_sync.wire import Problem

CHUNK_BYTES: Final = 64 * 1024
ANSWER_BYTES_MAX: Final = 16 * 1024 * 1024
"""The largest answer is a full page of events or messages."""

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})

T = TypeVar("T")


def require_safe(url: str) -> None:
    """Raise Refused(PEER_AWAY) for an address that is neither https nor on this machine."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (
        parts.scheme == "http" and (parts.hostname or "") in LOOPBACK
    )
    if not safe:
        raise Refused("PEER_AWAY", detail=f"Địa chỉ máy kia phải là https: {url}")


def answered(client: httpx.Client, request: httpx.Request) -> bytes:
    """Send `request` and return the whole answer; raises Refused."""
    try:
        response = client.send(request, stream=True)
        try:
            answer = read_answer(response)
        finally:
            response.close()
    except httpx.HTTPError as error:
        raise Refused("PEER_AWAY", detail=type(error).__name__) from error
    if response.is_error or response.is_redirect:
        raise refusal(response.status_code, answer)
    return answer


def fetched(client: httpx.Client, request: httpx.Request, blobs: BlobStore, sha256: str) -> None:
    """Send `request` and keep the file it answers; raises Refused, nothing is kept then."""
    try:
        response = client.send(request, stream=True)
        try:
            if response.is_error or response.is_redirect:
                raise refusal(response.status_code, read_answer(response))
            blobs.put(
                response.iter_bytes(CHUNK_BYTES),
                size_max=limits.UPLOAD_BYTES_MAX,
                expected=sha256,
            )
        finally:
            response.close()
    except httpx.HTTPError as error:
        raise Refused("PEER_AWAY", detail=type(error).__name__) from error
    except (BlobMismatch, BlobTooLarge) as error:
        raise Refused("BLOB_MISMATCH", detail=sha256) from error
    except BlobDiskFull as error:
        raise Refused("DISK_FULL", detail=str(error)) from error


def read_answer(response: httpx.Response) -> bytes:
    """Return the whole answer; raises Refused(PEER_UNREADABLE) beyond ANSWER_BYTES_MAX."""
    parts, size = [], 0
    for part in response.iter_bytes(CHUNK_BYTES):
        size += len(part)
        if size > ANSWER_BYTES_MAX:
            raise Refused("PEER_UNREADABLE", detail="Trả lời quá lớn.")
        parts.append(part)
    return b"".join(parts)


def decoded(answer: bytes, kind: type[T]) -> T:
    """Return the answer as `kind`; raises Refused(PEER_UNREADABLE)."""
    try:
        return msgspec.json.decode(answer, type=kind)
    except UNREADABLE as error:
        raise Refused("PEER_UNREADABLE", detail=str(error)) from error


def refusal(status: int, answer: bytes) -> Refused:
    """Return the refusal that an answer holds; PEER_FAILED where it holds none of ours."""
    try:
        problem = msgspec.json.decode(answer, type=Problem)
    except UNREADABLE:
        return Refused("PEER_FAILED", detail=f"HTTP {status}")
    if problem.code not in ERRORS:
        return Refused("PEER_FAILED", detail=f"{problem.code}: {problem.title}")
    return Refused(problem.code, detail=problem.detail)


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
