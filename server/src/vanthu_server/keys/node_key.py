"""The Ed25519 key by which a node and a hub know each other (RFC 8032).

Rules:
1. The key lies in a PKCS#8 PEM file that only its owner may read (mode 0600; on Windows the
   folder's access list decides).
2. It is made once: written whole, synced, then named. One process of a data folder makes it.
3. The private part never leaves this object.
"""

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vanthu_server.platform.files import durable_replace, sync_file


class KeyUnreadable(ValueError):
    """The file holds no Ed25519 private key in PKCS#8 PEM."""


class SigningKey:
    """A private key that signs; `public` has its 32 raw bytes."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public: bytes = private.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> "SigningKey":
        """Return a new key that lies nowhere yet."""
        return cls(Ed25519PrivateKey.generate())

    def sign(self, data: bytes) -> bytes:
        """Return the signature of `data`, 64 bytes."""
        return self._private.sign(data)

    def pem(self) -> bytes:
        """Return the private key as unencrypted PKCS#8 PEM, as its file holds it."""
        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def load_or_create(path: Path) -> SigningKey:
    """Return the key of the file `path`, made now where there is none.

    Raises KeyUnreadable when the file is something else, OSError when it cannot be written.
    """
    if path.exists():
        return _load(path)
    key = SigningKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, key.pem())
    return key


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether `signature` over `data` is by the raw key `public`; False if malformed."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _load(path: Path) -> SigningKey:
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnreadable(f"{path} holds no private key") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyUnreadable(f"{path} holds a key of another kind than Ed25519")
    return SigningKey(private)


def _write(path: Path, pem: bytes) -> None:
    descriptor, fresh = tempfile.mkstemp(dir=path.parent)  # made for its owner alone
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        sync_file(file.fileno())
    durable_replace(Path(fresh), path)
