"""The Ed25519 key of a node or hub."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from vanthu_server.keys import KeyUnreadable, SigningKey, load_or_create, verify


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "node.pem"
    first = load_or_create(path)
    again = load_or_create(path)
    assert first.public == again.public
    assert len(first.public) == 32
    assert [file.name for file in path.parent.iterdir()] == ["node.pem"]


def test_two_keys_differ(tmp_path: Path) -> None:
    assert load_or_create(tmp_path / "a").public != load_or_create(tmp_path / "b").public


def test_a_signature_holds_for_its_data_and_key_only() -> None:
    key, other = SigningKey.generate(), SigningKey.generate()
    signature = key.sign(b"head 7")
    assert len(signature) == 64
    assert verify(key.public, signature, b"head 7")
    assert not verify(key.public, signature, b"head 8")
    assert not verify(other.public, signature, b"head 7")


MALFORMED = [(b"", b""), (bytes(31), bytes(64)), (bytes(32), b"x")]


@pytest.mark.parametrize(("public", "signature"), MALFORMED)
def test_malformed_keys_and_signatures_verify_nothing(public: bytes, signature: bytes) -> None:
    assert not verify(public, signature, b"data")


def test_the_file_is_pkcs8_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "node.pem"
    load_or_create(path)
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_broken_file_is_named_and_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "node.pem"
    path.write_bytes(content)
    with pytest.raises(KeyUnreadable, match=r"node\.pem"):
        load_or_create(path)
    assert path.read_bytes() == content


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "node.pem"
    path.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with pytest.raises(KeyUnreadable, match="another kind"):
        load_or_create(path)
