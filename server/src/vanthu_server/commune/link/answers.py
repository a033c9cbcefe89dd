"""Reading what a peer answers: bounded, and every refusal as one of our errors."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

import httpx
import msgspec

from vanthu_sync.errors import ERRORS, UNREADABLE, Refused
from vanthu_sync.wire import Problem

CHUNK_BYTES: Final = 64 * 1024
ANSWER_BYTES_MAX: Final = 16 * 1024 * 1024
"""The largest answer is a full page of events or messages."""

T = TypeVar("T")


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
