"""A SoftHSM token with one key and its certificate, made by processes of their own.

The driver keeps its login for the whole process, so the test's own process never loads it.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tools.test_pki import Issued

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "123456"

_STORE_CERTIFICATE = """
import sys
import pkcs11
from pkcs11 import Attribute
from pkcs11.util.x509 import decode_x509_certificate
module, label, pin = sys.argv[1:]
der = sys.stdin.buffer.read()
with pkcs11.lib(module).get_token(token_label=label).open(user_pin=pin, rw=True) as session:
    session.create_object(
        {**decode_x509_certificate(der), Attribute.TOKEN: True,
         Attribute.LABEL: label, Attribute.ID: b"\\x01"}
    )
    print(session.token.serial.decode())
"""


@dataclass(frozen=True)
class SoftToken:
    label: str
    serial: str


def prepare_softhsm(folder: Path) -> None:
    """Point this process and its children to an empty store in `folder`."""
    store = folder / "tokens"
    store.mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)


def make_token(folder: Path, label: str, issued: Issued) -> SoftToken:
    """Initialise a token, import the key under id 01 and store its certificate."""
    key = folder / f"{label}.pem"
    key.write_bytes(issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _util("--init-token", "--free", "--label", label, "--so-pin", "so-pin", "--pin", PIN)
    _util("--import", str(key), "--token", label, "--label", label, "--id", "01", "--pin", PIN)
    stored = subprocess.run(
        [sys.executable, "-c", _STORE_CERTIFICATE, str(MODULE), label, PIN],
        input=issued.certificate.public_bytes(Encoding.DER),
        capture_output=True,
        check=True,
    )
    return SoftToken(label, stored.stdout.decode().strip())


def _util(*words: str) -> None:
    subprocess.run(["/usr/bin/softhsm2-util", *words], capture_output=True, check=True)
