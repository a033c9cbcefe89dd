"""What tus 1.0.0 says in headers (PROTOCOL.md UP)."""

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

import msgspec
from starlette.datastructures import Headers

from vanthu_server.commune.domain.partial import Standing
from vanthu_sync import limits
from vanthu_sync.errors import Refused

VERSION: Final = "1.0.0"
PART_TYPE: Final = "application/offset+octet-stream"
OFFERED: Final = {
    "Tus-Version": VERSION,
    "Tus-Max-Size": str(limits.UPLOAD_BYTES_MAX),
    "Tus-Extension": "creation,expiration,checksum,termination",
    "Tus-Checksum-Algorithm": "sha256",
}
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LENGTH_DIGITS_MAX: Final = 15


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """What a client says of a file when it begins; `length` in bytes."""

    length: int
    name: str
    declared_type: str | None
    sha256: str
    metadata: str


def require_version(headers: Headers) -> None:
    """Raise Refused(TUS_VERSION) unless the client speaks our version."""
    if headers.get("tus-resumable") != VERSION:
        raise Refused("TUS_VERSION")


def announced(headers: Headers) -> Announced:
    """Return what a beginning says; raises Refused: REQUEST_UNREADABLE, REQUEST_TOO_LARGE."""
    metadata = headers.get("upload-metadata", "")
    if len(metadata) > limits.UPLOAD_METADATA_BYTES_MAX:
        raise Refused("REQUEST_TOO_LARGE", field="Upload-Metadata")
    said = _pairs(metadata)
    sha256 = said.get("sha256", "").lower()
    if sha256 and not _SHA256.fullmatch(sha256):
        raise Refused("REQUEST_UNREADABLE", field="Upload-Metadata", detail="sha256")
    return Announced(
        length=_count(headers, "upload-length"),
        name=said.get("filename", ""),
        declared_type=said.get("filetype") or None,
        sha256=sha256,
        metadata=metadata,
    )


def offset(headers: Headers) -> int:
    """Return where a part begins; raises Refused: UPLOAD_PART_TYPE, REQUEST_UNREADABLE."""
    if headers.get("content-type", "") != PART_TYPE:
        raise Refused("UPLOAD_PART_TYPE")
    return _count(headers, "upload-offset")


class Checksum:
    """What a part must hash to."""

    def __init__(self, expected: bytes) -> None:
        self._expected = expected
        self._digest = hashlib.sha256()

    def feed(self, data: bytes) -> None:
        """Take bytes of the part."""
        self._digest.update(data)

    def require(self) -> None:
        """Raise Refused(UPLOAD_CHECKSUM) unless the bytes are those."""
        if self._digest.digest() != self._expected:
            raise Refused("UPLOAD_CHECKSUM")


def checksum(headers: Headers) -> Checksum | None:
    """Return what the part must hash to, None where nothing is said.

    Raises Refused(REQUEST_UNREADABLE) for another algorithm than sha256.
    """
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    expected = _unfolded(value, field="Upload-Checksum")
    if algorithm != "sha256" or len(expected) != hashlib.sha256().digest_size:
        raise Refused("REQUEST_UNREADABLE", field="Upload-Checksum", detail=algorithm)
    return Checksum(expected)


def told(standing: Standing, *, expires: datetime) -> dict[str, str]:
    """Return the headers that say where an upload stands."""
    headers = {
        "Upload-Offset": str(standing.offset),
        "Upload-Length": str(standing.partial.length),
        "Upload-Expires": format_datetime(expires.astimezone(UTC), usegmt=True),
    }
    if standing.partial.metadata:
        headers["Upload-Metadata"] = standing.partial.metadata
    return headers


def _pairs(metadata: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for pair in metadata.split(",") if metadata else ():
        key, _, value = pair.strip().partition(" ")
        try:
            said[key] = _unfolded(value, field="Upload-Metadata").decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("REQUEST_UNREADABLE", field="Upload-Metadata") from error
    return said


def _unfolded(text: str, *, field: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("REQUEST_UNREADABLE", field=field) from error


def _count(headers: Headers, name: str) -> int:
    text = headers.get(name, "")
    if not (text.isascii() and text.isdecimal()) or len(text) > _LENGTH_DIGITS_MAX:
        raise Refused("REQUEST_UNREADABLE", field=name)
    return int(text)
