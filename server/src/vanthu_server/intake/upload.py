"""An uploaded file is judged before it is stored: size, kind, and whether its labels agree.

Codes and texts are those of vanthu_sync.errors; the detail names this file's case.
"""

from typing import Final

import msgspec

from vanthu_server.intake.file_kind import EXTENSIONS, KINDS, Kind, Refusal, sniff
from vanthu_server.intake.file_name import display_name, extension
from vanthu_sync.limits import UPLOAD_BYTES_MAX

_UNSAID: Final = frozenset(["", "application/octet-stream", "application/binary"])
_MEGABYTE: Final = 1024 * 1024


class UploadLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How large one file may be, in bytes."""

    bytes_max: int = UPLOAD_BYTES_MAX


class UploadVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is and whether it is taken.

    `code` is "" when taken, else UPLOAD_EMPTY, UPLOAD_TOO_LARGE, UPLOAD_KIND or
    UPLOAD_MISLABELLED with the cause in `detail`; `name` is safe to show.
    """

    name: str
    size: int
    kind: Kind | None = None
    media_type: str = ""
    code: str = ""
    detail: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the file may be stored."""
        return not self.code


def examine_upload(
    name: str, declared_type: str | None, head: bytes, size: int, limits: UploadLimits
) -> UploadVerdict:
    """Judge a file of `size` bytes by its name, declared media type and first bytes."""
    shown = display_name(name)
    if size == 0 or not head:
        return UploadVerdict(name=shown, size=size, code="UPLOAD_EMPTY", detail=f"Tệp: {shown}.")
    if size > limits.bytes_max:
        detail = f"{shown}: {size / _MEGABYTE:.1f} MB, tối đa {limits.bytes_max // _MEGABYTE} MB."
        return UploadVerdict(name=shown, size=size, code="UPLOAD_TOO_LARGE", detail=detail)
    code, detail, kind = _judged(shown, declared_type or "", head)
    if kind is None:
        return UploadVerdict(name=shown, size=size, code=code, detail=f"{shown}: {detail}.")
    return UploadVerdict(
        name=shown, size=size, kind=kind, media_type=_media_type(kind, extension(shown))
    )


def _judged(name: str, declared: str, head: bytes) -> tuple[str, str, Kind | None]:
    """Code and detail of a refusal, or the kind."""
    labelled = extension(name)
    content = sniff(head)
    if isinstance(content, Refusal):
        return "UPLOAD_KIND", f"nội dung là {content.value}", None
    if labelled and labelled not in EXTENSIONS:
        return "UPLOAD_KIND", f"đuôi .{labelled} không được nhận", None
    if content is None and not labelled:
        return "UPLOAD_KIND", "không nhận ra nội dung", None
    if content is None or (labelled and content is not EXTENSIONS[labelled]):
        return "UPLOAD_MISLABELLED", f"tên là .{labelled}, nội dung là {_called(content)}", None
    media = declared.split(";", maxsplit=1)[0].strip().lower()
    if media not in _UNSAID and media not in _declarable(content):
        detail = f"khai báo là {media[:80]}, nội dung là {_called(content)}"
        return "UPLOAD_MISLABELLED", detail, None
    return "", "", content


def _declarable(kind: Kind) -> frozenset[str]:
    facts = KINDS[kind]
    return facts.declared | frozenset(facts.media_types.values())


def _media_type(kind: Kind, labelled: str) -> str:
    types = KINDS[kind].media_types
    return types.get(labelled) or next(iter(types.values()))


def _called(content: Kind | None) -> str:
    return content.value.upper() if content else "dữ liệu không nhận ra"
