from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import x509
from cryptography import x509 as checked_x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from vanthu_server.signing.limits import CHAIN_CERTIFICATES_MAX
from vanthu_server.signing.problem import SigningProblem

_RSA_BITS: Final = range(2048, 4097)
_ASK_AUTHORITY = "Dùng chứng thư số chuyên dùng công vụ còn hiệu lực (RSA ≥ 2048 hoặc P-256)."


@dataclass(frozen=True)
class SigningCertificate:
    """A certificate that may sign: its key is RSA of 2048 to 4096 bits, or on P-256."""

    der: bytes
    public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey

    @property
    def signature_bytes_max(self) -> int:
        """Longest signature that its key makes, in bytes."""
        bits = self.public_key.key_size
        return bits // 8 if isinstance(self.public_key, rsa.RSAPublicKey) else 2 * (bits // 8) + 16

    def accepts(self, signature: bytes, signed: bytes) -> bool:
        """Say whether `signature` (PKCS #1 v1.5 or ECDSA in DER, SHA-256) is over `signed`."""
        try:
            if isinstance(self.public_key, rsa.RSAPublicKey):
                self.public_key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
            else:
                self.public_key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


def read_certificate(der: bytes) -> SigningCertificate:
    """Read a DER certificate; SigningProblem SIGN_CERTIFICATE_UNFIT when its key cannot sign."""
    try:
        key = checked_x509.load_der_x509_certificate(der).public_key()
    except ValueError as error:
        raise SigningProblem(
            "SIGN_CERTIFICATE_UNFIT", "không đọc được chứng thư", _ASK_AUTHORITY
        ) from error
    is_rsa = isinstance(key, rsa.RSAPublicKey) and key.key_size in _RSA_BITS
    is_p256 = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    if not (is_rsa or is_p256):
        raise SigningProblem("SIGN_CERTIFICATE_UNFIT", "loại khóa không dùng được", _ASK_AUTHORITY)
    assert isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
    return SigningCertificate(der, key)


def check_certificate(der: bytes, at: datetime) -> SigningCertificate:
    """Read a certificate and require that it is in force at `at` (R-SIG-19)."""
    certificate = read_certificate(der)
    parsed = checked_x509.load_der_x509_certificate(der)
    start, end = parsed.not_valid_before_utc, parsed.not_valid_after_utc
    if not start <= at <= end:
        detail = f"có hiệu lực từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}"
        raise SigningProblem("SIGN_CERTIFICATE_OUT_OF_DATE", detail, _ASK_AUTHORITY)
    return certificate


def external_signer(
    certificate: SigningCertificate, chain: tuple[bytes, ...], *, signature: bytes | int
) -> ExternalSigner:
    """Return pyHanko's signer for a signature made elsewhere (or its size, while preparing)."""
    if len(chain) > CHAIN_CERTIFICATES_MAX:
        raise SigningProblem(
            "SIGN_CERTIFICATE_UNFIT", f"chuỗi {len(chain)} chứng thư", _ASK_AUTHORITY
        )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # not annotated upstream
    store.register_multiple([x509.Certificate.load(der) for der in chain])
    return ExternalSigner(
        signing_cert=x509.Certificate.load(certificate.der),
        cert_registry=store,
        signature_value=signature,
    )
