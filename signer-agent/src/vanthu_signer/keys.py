"""The agent's own key (Ed25519), made at pairing; it proves the PC, it signs no document."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vanthu_signer.problem import SignerProblem

_SEED_BYTES = 32


class AgentKey:
    """A private key in memory, stored as 32 raw bytes in a file that only its owner reads."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        """The 32 raw bytes of the public key."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature (RFC 8032)."""
        return self._key.sign(message)


def create_key(path: Path, seed: bytes) -> AgentKey:
    """Write `seed` (32 random bytes) to a new file with mode 0600; FileExistsError if it exists."""
    assert len(seed) == _SEED_BYTES
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(seed)
        stream.flush()
        os.fsync(stream.fileno())
    return AgentKey(seed)


def load_key(path: Path) -> AgentKey:
    """Read the key file; SG50 when it is missing or damaged."""
    try:
        seed = path.read_bytes()
    except OSError as error:
        raise SignerProblem("SG50", f"không có {path.name}") from error
    if len(seed) != _SEED_BYTES:
        raise SignerProblem("SG50", f"{path.name} hỏng")
    return AgentKey(seed)


def verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether `signature` over `message` is by the holder of `public_key` (32 raw bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
