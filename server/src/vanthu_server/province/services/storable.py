"""Text from outside that is to lie in a table: mended, not empty, bounded, without NUL."""

from vanthu_server.province.domain.limits import NAME_CHARACTERS_MAX
from vanthu_sync.errors import Refused
from vanthu_sync.text import mend


def storable_name(text: str, *, field: str) -> str:
    """Return `text` mended, a name people read; raises Refused(FIELDS_INVALID)."""
    name = mend(text)
    if not name or len(name) > NAME_CHARACTERS_MAX:
        raise Refused(
            "FIELDS_INVALID",
            detail=f"Tên phải có từ 1 đến {NAME_CHARACTERS_MAX} ký tự.",
            field=field,
        )
    return name


def storable_id(text: str, *, field: str) -> str:
    """Return `text` as it is, an id of machines; raises Refused(REQUEST_UNREADABLE)."""
    if not text or len(text) > NAME_CHARACTERS_MAX or "\x00" in text:
        raise Refused("REQUEST_UNREADABLE", detail=f"«{field}» không đúng dạng.", field=field)
    return text
