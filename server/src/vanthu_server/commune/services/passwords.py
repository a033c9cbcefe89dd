"""argon2id passwords (RFC 9106, second recommended option: 64 MiB, 3 passes)."""

from typing import Final

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from vanthu_sync.errors import Refused
from vanthu_sync.wire import Notice

CHARACTERS_MIN: Final = 8
CHARACTERS_MAX: Final = 200
"""Longer is no password but an attempt to keep the hasher busy."""


class Argon2Hasher:
    """The real hasher."""

    def __init__(self) -> None:
        self._hasher = argon2.PasswordHasher()

    def hash(self, password: str) -> str:
        """Return the encoded argon2id hash."""
        return self._hasher.hash(password)

    def matches(self, hashed: str, password: str) -> bool:
        """Tell whether `password` is the one; a damaged hash matches nothing."""
        try:
            return self._hasher.verify(hashed, password[:CHARACTERS_MAX])
        except (VerificationError, InvalidHashError):
            return False


def require_strength(password: str) -> None:
    """Raise Refused(FIELDS_INVALID) for a password that is too short or too long."""
    if not CHARACTERS_MIN <= len(password) <= CHARACTERS_MAX:
        text = f"Mật khẩu cần từ {CHARACTERS_MIN} đến {CHARACTERS_MAX} ký tự."
        notice = Notice(code="PASSWORD_LENGTH", text=text, field="password")
        raise Refused("FIELDS_INVALID", fields=(notice,))
