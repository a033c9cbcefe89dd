"""P-256 keys of devices, as WebCrypto has them."""

import base64

import pytest

from tests.commune.device import DeviceKey
from vanthu_server.keys.device_key import is_point, verify_device


def test_a_signature_is_by_one_key_over_one_text() -> None:
    key, data = DeviceKey(), "Sổ đến".encode()
    public, signature = base64.b64decode(key.public), base64.b64decode(key.sign(data))

    assert is_point(public)
    assert verify_device(public, signature, data)
    assert not verify_device(public, signature, data + b"x")
    assert not verify_device(base64.b64decode(DeviceKey().public), signature, data)


@pytest.mark.parametrize("signature", [b"", b"\0" * 64, b"\xff" * 64, b"s" * 63, b"s" * 72])
def test_a_malformed_signature_is_wrong_and_no_fault(signature: bytes) -> None:
    public = base64.b64decode(DeviceKey().public)

    assert not verify_device(public, signature, b"x")


@pytest.mark.parametrize("public", [b"", b"\x04" + b"\0" * 64, b"\x02" + b"k" * 32, b"\x04" * 65])
def test_what_is_no_point_verifies_nothing(public: bytes) -> None:
    assert not is_point(public)
    assert not verify_device(public, b"\1" * 64, b"x")
