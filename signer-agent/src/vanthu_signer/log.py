"""The log of signings: lines of JSON, each holding the digest of the line before.

Rules SG40 to SG42: an entry is on the disk before the token is used and again before the result
is sent; there is no PIN and no content in it; a changed, missing or moved line is found. A line
that a power cut left half written is closed by the next entry, which names its digest.
"""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from vanthu_signer.limits import LOG_LINE_BYTES_MAX
from vanthu_signer.problem import SignerProblem

_FIRST = "0" * 64

Event = Literal["paired", "approved", "signed", "sent", "refused", "torn_line"]


class LogEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened: digests as hex SHA-256, `before` the reviewed file, `after` the prepared."""

    event: Event
    job: str = ""
    role: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    signature: str = ""
    certificate: str = ""
    token: str = ""
    code: str = ""
    note: str = ""


def digest_hex(content: bytes) -> str:
    """SHA-256 as the log writes it: lower-case hex."""
    return hashlib.sha256(content).hexdigest()


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line: its number from 1, the moment, the digest of the line before, the entry."""

    n: int
    at: str
    previous: str
    entry: LogEntry


class SigningLog:
    """Appends to the log file; reads it once, at the start."""

    def __init__(self, path: Path) -> None:
        """Check the whole chain; SG42 when it does not hold."""
        self._path = path
        self._chain = check_log(path)

    def append(self, entry: LogEntry, at: datetime) -> None:
        """Write one entry and wait until it is on the disk; SG40 when that fails."""
        if self._chain.torn:
            digest = digest_hex(self._chain.torn)
            self._write(LogEntry(event="torn_line", note=digest), at)
        self._write(entry, at)

    def _write(self, entry: LogEntry, at: datetime) -> None:
        chain = self._chain
        line = LogLine(n=chain.count + 1, at=at.isoformat(), previous=chain.last, entry=entry)
        written = msgspec.json.encode(line)
        opening = b"\n" if chain.unended else b""
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as stream:
                stream.write(opening + written + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise SignerProblem("SG40", error.strerror or str(error)) from error
        self._chain = Chain(count=line.n, last=digest_hex(written))


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """How far a log goes: lines, digest of the last; `torn` is a half line still to be closed.

    `unended` says that the file does not end with a line break.
    """

    count: int = 0
    last: str = _FIRST
    torn: bytes = b""
    unended: bool = False


def check_log(path: Path) -> Chain:
    """Follow the chain from its first line; SG42 names the line that does not follow."""
    content = path.read_bytes() if path.exists() else b""
    *lines, rest = content.split(b"\n")
    chain = Chain()
    for written in lines:
        chain = _next(chain, written)
    if chain.torn:
        raise SignerProblem("SG42", f"dòng {chain.count + 1}")
    if not rest:
        return chain
    return msgspec.structs.replace(_next(chain, rest), unended=True)


def read_log(path: Path) -> list[LogLine]:
    """The whole lines of a log that `check_log` has found good."""
    content = path.read_bytes() if path.exists() else b""
    return [line for written in content.split(b"\n") if (line := _parsed(written)) is not None]


def _next(chain: Chain, written: bytes) -> Chain:
    line = _parsed(written)
    if line is None and not chain.torn:
        return msgspec.structs.replace(chain, torn=written)
    if line is None or (line.n, line.previous) != (chain.count + 1, chain.last):
        raise SignerProblem("SG42", f"dòng {chain.count + 1}")
    digest = digest_hex(chain.torn)
    if chain.torn and (line.entry.event, line.entry.note) != ("torn_line", digest):
        raise SignerProblem("SG42", f"dòng {chain.count + 1}")
    return Chain(count=line.n, last=digest_hex(written))


def _parsed(written: bytes) -> LogLine | None:
    if len(written) > LOG_LINE_BYTES_MAX:
        return None
    try:
        return msgspec.json.decode(written, type=LogLine)
    except msgspec.DecodeError:
        return None
