"""Every key with its type, meaning and allowed values, read off the structs of `rules`.

The loader checks files against it and README.md prints it: nothing is listed twice.
"""

from enum import StrEnum
from functools import cache
from typing import Annotated, get_args, get_origin

import msgspec
from msgspec import Meta

from vanthu_server.policy.paper import PaperList
from vanthu_server.policy.rules import Recipient, Rules, Section

_TRUTH = ("true", "false")
_SHAPES: dict[object, tuple[str, ...]] = {
    bool: _TRUTH,
    str: ("chuỗi ký tự",),
    PaperList: ("bảng id, obligation, complete, lines",),
    Recipient: ("bảng named, current, matter, confirmed",),
}


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One switch: its dotted name, its Python type, its meaning and the values it may take."""

    name: str
    type: object
    meaning: str
    allowed: tuple[str, ...]
    repeated: bool


@cache
def keys() -> dict[str, Key]:
    """All keys by dotted name, in the order of the structs."""
    return {key.name: key for key in _walk(Rules, "")}


def rules_table() -> str:
    """The Markdown table of README.md: key, meaning, values."""
    rows = [f"| `{key.name}` | {key.meaning} | {_shown(key)} |" for key in keys().values()]
    return "\n".join(["| Khóa | Ý nghĩa | Giá trị |", "|---|---|---|", *rows])


def _shown(key: Key) -> str:
    values = " · ".join(f"`{value}`" if " " not in value else value for value in key.allowed)
    return f"danh sách: {values}" if key.repeated else values


def _walk(section: type[Section], prefix: str) -> list[Key]:
    found: list[Key] = []
    for field in msgspec.structs.fields(section):
        name = prefix + field.name
        if isinstance(field.type, type) and issubclass(field.type, Section):
            found += _walk(field.type, f"{name}.")
        else:
            found.append(_key(name, field.type))
    return found


def _key(name: str, annotated: object) -> Key:
    bare, meta = _unwrapped(annotated)
    repeated = get_origin(bare) is tuple
    element = get_args(bare)[0] if repeated else bare
    return Key(
        name=name,
        type=annotated,
        meaning=meta.description or "",
        allowed=_allowed(element, meta),
        repeated=repeated,
    )


def _unwrapped(annotated: object) -> tuple[object, Meta]:
    if get_origin(annotated) is not Annotated:
        return annotated, Meta()
    bare, *extras = get_args(annotated)
    return bare, next(extra for extra in extras if isinstance(extra, Meta))


def _allowed(element: object, meta: Meta) -> tuple[str, ...]:
    if isinstance(element, type) and issubclass(element, StrEnum):
        return tuple(member.value for member in element)
    if element is int:
        return (f"số nguyên từ {meta.ge} đến {meta.le}",)
    return _SHAPES[element]
