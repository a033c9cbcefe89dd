"""One contract for every token: a key in a file and a PKCS #11 driver (SoftHSM)."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from tests.signer.conftest import PASSPHRASE
from tests.signer.softhsm import MODULE, PIN, make_token, prepare_softhsm
from tests.signing.office import Office, der, serial_hex
from tools.test_pki import Issued
from vanthu_signer.pkcs11_token import Pkcs11Token
from vanthu_signer.pkcs12_token import Pkcs12Token
from vanthu_signer.problem import SignerProblem
from vanthu_signer.token import PinState, Token

ATTRIBUTES = b"\x31\x03 the DER of some signed attributes"


@dataclass(frozen=True)
class Held:
    token: Token
    pin: str
    issued: Issued


@pytest.fixture(scope="module")
def softhsm_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    before = os.environ.get("SOFTHSM2_CONF")
    folder = tmp_path_factory.mktemp("softhsm")
    prepare_softhsm(folder)
    yield folder
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture(scope="module", params=["p12-rsa", "p12-ec", "softhsm-rsa", "softhsm-ec"])
def held(
    request: pytest.FixtureRequest, office: Office, p12_folder: Path, softhsm_folder: Path
) -> Held:
    kind, algorithm = str(request.param).split("-")
    issued = office.pki.leader if algorithm == "rsa" else office.pki.organ
    if kind == "p12":
        name = "leader" if algorithm == "rsa" else "organ"
        return Held(Pkcs12Token(p12_folder / f"{name}.p12"), PASSPHRASE, issued)
    made = make_token(softhsm_folder, f"the-{algorithm}", issued)
    token = Pkcs11Token(module=MODULE, label=made.label, serial=made.serial)
    return Held(token, PIN, issued)


def _accepts(issued: Issued, signature: bytes, signed: bytes) -> None:
    key = issued.key.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))


def test_it_signs_with_the_key_of_the_named_certificate(held: Held) -> None:
    made = held.token.sign(serial_hex(held.issued), ATTRIBUTES, held.pin)
    _accepts(held.issued, made.signature, ATTRIBUTES)
    is_rsa = isinstance(held.issued.key, rsa.RSAPrivateKey)
    assert made.algorithm == ("rsa_pkcs1_sha256" if is_rsa else "ecdsa_sha256")


def test_it_hashes_itself_so_a_digest_is_not_signed_as_such(held: Held) -> None:
    digest = hashlib.sha256(ATTRIBUTES).digest()
    made = held.token.sign(serial_hex(held.issued), digest, held.pin)
    _accepts(held.issued, made.signature, digest)


def test_it_offers_its_certificate(held: Held) -> None:
    held.token.unlock(held.pin)
    offered = held.token.certificates()
    assert [item.der for item in offered] == [der(held.issued)]
    assert [item.serial for item in offered] == [serial_hex(held.issued)]


def test_it_says_the_state_of_its_pin_without_a_try(held: Held) -> None:
    assert held.token.pin_state() == PinState.READY


def test_sg32_a_wrong_pin_is_one_try_and_named(held: Held) -> None:
    for attempt in (
        lambda: held.token.unlock("000000"),
        lambda: held.token.sign(serial_hex(held.issued), ATTRIBUTES, "000000"),
    ):
        with pytest.raises(SignerProblem) as caught:
            attempt()
        assert caught.value.code == "SG32"
    held.token.unlock(held.pin)


def test_sg31_another_certificate_is_not_signed_for(held: Held) -> None:
    with pytest.raises(SignerProblem) as caught:
        held.token.sign("deadbeef", ATTRIBUTES, held.pin)
    assert caught.value.code == "SG31"


def test_sg37_only_a_key_in_a_file_calls_itself_a_test_key(held: Held) -> None:
    assert held.token.test_key is isinstance(held.token, Pkcs12Token)
    assert held.token.serial
