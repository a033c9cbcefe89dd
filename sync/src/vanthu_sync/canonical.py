"""The one byte form of a value, so that a hash means the same everywhere.

Rules (PROTOCOL.md, JN1): the JSON Canonicalization Scheme (RFC 8785) restricted to null,
booleans, integers within ±(2^53 - 1), strings and arrays and objects of these; no floats.
Object keys are ASCII, so that sorting by code unit and by code point agree. Arrays and objects
nest at most VALUE_DEPTH_MAX deep. The TypeScript twin is pwa/src/domain/canonical.ts; both are
held together by sync/vectors/canonical.json.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

import msgspec

from vanthu_sync import limits

Value: TypeAlias = "bool | int | str | list[Value] | tuple[Value, ...] | dict[str, Value] | None"

INTEGER_MAX: Final = 2**53 - 1


class NotCanonical(ValueError):
    """The value has no canonical form: a float, a too large integer, a key beyond ASCII, depth."""


def encode(value: Value) -> bytes:
    """Return the canonical UTF-8 bytes of `value`; raises NotCanonical."""
    _check(value, limits.VALUE_DEPTH_MAX)
    try:
        return msgspec.json.encode(value, order="deterministic")
    except (UnicodeEncodeError, TypeError) as error:
        raise NotCanonical(str(error)) from error


def decode(data: bytes) -> dict[str, Value]:
    """Return the object that `data` is the canonical form of; raises NotCanonical otherwise."""
    try:
        value: dict[str, Value] = msgspec.json.decode(data, type=dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotCanonical(str(error)) from error
    if encode(value) != data:
        message = "the bytes are not in canonical form"
        raise NotCanonical(message)
    return value


def _check(value: object, levels: int) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > INTEGER_MAX:
                message = f"integer beyond 2^53: {value}"
                raise NotCanonical(message)
        case list() | tuple():
            _check_all(value, levels)
        case dict():
            for key in value:
                if not (isinstance(key, str) and key.isascii()):
                    message = f"key beyond ASCII: {key!r}"
                    raise NotCanonical(message)
            _check_all(value.values(), levels)
        case _:
            message = f"no canonical form for {type(value).__name__}"
            raise NotCanonical(message)


def _check_all(items: Iterable[object], levels: int) -> None:
    if levels == 0:
        message = f"more than {limits.VALUE_DEPTH_MAX} arrays and objects within each other"
        raise NotCanonical(message)
    for item in items:
        _check(item, levels - 1)
