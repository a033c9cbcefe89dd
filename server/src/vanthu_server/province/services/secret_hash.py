"""Slow, salted hashes of what people type: passwords and pairing codes (argon2id, RFC 9106)."""

import argon2


class SecretHash:
    """Hashes a secret and checks one against a hash."""

    def __init__(self, hasher: argon2.PasswordHasher) -> None:
        self._hasher = hasher
        self._nobody = hasher.hash("nobody has this password")

    def make(self, secret: str) -> str:
        """Return the hash to keep, with its salt and parameters."""
        return self._hasher.hash(secret)

    def matches(self, kept: str | None, secret: str) -> bool:
        """Tell whether `secret` made `kept`; for None it takes as long and says no."""
        try:
            self._hasher.verify(kept or self._nobody, secret)
        except (argon2.exceptions.VerifyMismatchError, argon2.exceptions.InvalidHashError):
            return False
        return kept is not None
