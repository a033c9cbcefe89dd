"""Pieces that several messages hold."""

from typing import Literal, dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every message: immutable, by keyword."""


class Notice(Wire):
    """Something a person should know that does not stop the work."""

    code: str
    text: str
    field: str = ""


class Problem(Wire):
    """A refusal, as RFC 9457 problem details: code, cause and the next step in Vietnamese."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    next_step: str = ""
    field: str = ""
    fields: tuple[Notice, ...] = ()


class Place(Wire):
    """How far a row has travelled: saved at the node, held by the province (null: not yet)."""

    saved_at: str
    hub_at: str | None = None


class FileRef(Wire):
    """A file of a document, by the SHA-256 of its content."""

    sha256: str
    name: str
    size: int
    media_type: str
    added_at: str
    added_by: str
    kind: Literal["main", "attachment"] = "attachment"
    removed: bool = False


class OrganRef(Wire):
    """An organ of the directory; `code` is its mã định danh (≤ 35 characters)."""

    id: str
    code: str
    name: str
