"""Reading a request's body, never more of it than allowed."""

from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from vanthu_server.province.domain.limits import SMALL_REQUEST_BYTES_MAX
from vanthu_sync.errors import Refused

M = TypeVar("M", bound=msgspec.Struct)
_FIELDS_MAX = 20


def check_announced(request: Request, size_max: int) -> None:
    """Raise Refused(REQUEST_TOO_LARGE) when more bytes are announced than allowed."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > size_max:
        raise Refused("REQUEST_TOO_LARGE")


async def read_bytes(request: Request, size_max: int) -> bytes:
    """Return the body; raises Refused(REQUEST_TOO_LARGE) beyond `size_max` bytes."""
    check_announced(request, size_max)
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > size_max:
            raise Refused("REQUEST_TOO_LARGE")
        parts.append(chunk)
    return b"".join(parts)


async def read_message(request: Request, kind: type[M]) -> M:
    """Return the JSON body as `kind`; raises Refused(REQUEST_UNREADABLE, REQUEST_TOO_LARGE)."""
    data = await read_bytes(request, SMALL_REQUEST_BYTES_MAX)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("REQUEST_UNREADABLE") from error


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a URL-encoded form; raises Refused as `read_message` does."""
    data = await read_bytes(request, SMALL_REQUEST_BYTES_MAX)
    try:
        pairs = parse_qsl(data.decode("utf-8"), max_num_fields=_FIELDS_MAX, errors="strict")
    except ValueError as error:
        raise Refused("REQUEST_UNREADABLE") from error
    return dict(pairs)
