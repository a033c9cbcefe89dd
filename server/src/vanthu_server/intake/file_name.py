"""The name under which an uploaded file is shown and offered for download."""

import re
from pathlib import PurePosixPath
from typing import Final

from vanthu_sync.text import mend

NAME_BYTES_MAX: Final = 255
"""What Linux, NTFS and every zip reader take as one name (UTF-8 bytes)."""

NAMELESS: Final = "tep"
"""Shown when nothing is left of a name."""

_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_EXTENSION_BYTES_MAX: Final = 16
"""A longer "extension" is the tail of a sentence and may be cut with the rest."""


def display_name(name: str) -> str:
    """Return `name` without path, control and bidirectional characters, safe on Windows.

    NFC, single spaces, at most 255 bytes with its extension kept; never empty, never ".",
    "..", nor a device name such as "CON.pdf".
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = mend(_FORBIDDEN.sub("_", mend(last).replace("\n", " "))).strip(" .")
    if not plain:
        return NAMELESS
    return _cut(f"_{plain}" if _RESERVED.fullmatch(plain) else plain)


def extension(name: str) -> str:
    """Return the last extension in lower case without its dot, "" where there is none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _cut(name: str) -> str:
    if len(name.encode()) <= NAME_BYTES_MAX:
        return name
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > _EXTENSION_BYTES_MAX:
        suffix = ""
    room = NAME_BYTES_MAX - len(suffix.encode())
    stem = name.removesuffix(suffix).encode()[:room].decode(errors="ignore")
    return stem.rstrip(" .") + suffix
