"""A key in a PKCS #12 file, marked everywhere as khóa thử nghiệm: for demo, story and tests."""

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from vanthu_signer.problem import SignerProblem
from vanthu_signer.token import TEST_KEY_NAME, PinState, TokenCertificate, TokenSignature

_FILE_BYTES_MAX = 1024 * 1024
_SERIAL_DIGITS = 16


class Pkcs12Token:
    """The Token port over one file; its passphrase is the PIN. The key is not kept unlocked."""

    test_key = True

    def __init__(self, path: Path) -> None:
        """Read the file; SG31 when it is not there or too large."""
        try:
            if path.stat().st_size > _FILE_BYTES_MAX:
                raise SignerProblem("SG31", f"tệp {path.name} quá lớn")
            self._data = path.read_bytes()
        except OSError as error:
            raise SignerProblem("SG31", f"không mở được tệp {path.name}") from error
        self._certificates: tuple[TokenCertificate, ...] = ()
        self.label = f"{path.stem} ({TEST_KEY_NAME})"
        self.serial = hashlib.sha256(self._data).hexdigest()[:_SERIAL_DIGITS]

    def pin_state(self) -> PinState:
        """A file never locks."""
        return PinState.READY

    def unlock(self, pin: str) -> None:
        """Open the file once with `pin` and remember its certificate."""
        self._certificates = (self._open(pin)[1],)

    def certificates(self) -> tuple[TokenCertificate, ...]:
        """The file's certificate; empty before `unlock`."""
        return self._certificates

    def sign(self, certificate_serial: str, signed_attributes: bytes, pin: str) -> TokenSignature:
        """Sign with the file's key; SG31 for another certificate, SG32 for a wrong passphrase."""
        key, certificate = self._open(pin)
        if certificate.serial != certificate_serial:
            raise SignerProblem("SG31", f"{self.label} không có chứng thư {certificate_serial}")
        if isinstance(key, rsa.RSAPrivateKey):
            signature = key.sign(signed_attributes, padding.PKCS1v15(), hashes.SHA256())
            return TokenSignature(algorithm="rsa_pkcs1_sha256", signature=signature)
        signature = key.sign(signed_attributes, ec.ECDSA(hashes.SHA256()))
        return TokenSignature(algorithm="ecdsa_sha256", signature=signature)

    def _open(
        self, pin: str
    ) -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, TokenCertificate]:
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(self._data, pin.encode())
        except ValueError as error:
            raise SignerProblem("SG32", self.label) from error
        if certificate is None or not isinstance(
            key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
        ):
            raise SignerProblem("SG31", f"{self.label} không có khóa RSA hoặc EC kèm chứng thư")
        der = certificate.public_bytes(Encoding.DER)
        return key, TokenCertificate(der=der, serial=f"{certificate.serial_number:x}")
