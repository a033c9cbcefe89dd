"""TLS for a bench or a test: an authority of its own and one server certificate (P-256)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

LIFE: Final = timedelta(days=2)


@dataclass(frozen=True)
class Tls:
    """Files in PEM: the authority that clients trust, the server's certificate and key."""

    authority: Path
    certificate: Path
    key: Path


def make_tls(folder: Path, *, hosts: tuple[str, ...]) -> Tls:
    """Write them into `folder`; `hosts` are the IP addresses at which the server is found."""
    folder.mkdir(parents=True, exist_ok=True)
    own, its = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name = _name("CA THỬ NGHIỆM")
    authority = (
        _begun(name, issuer=name, key=own)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(own, hashes.SHA256())
    )
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(own.public_key())
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host)) for host in hosts])
    leaf = (
        _begun(_name("Máy tỉnh THỬ NGHIỆM"), issuer=name, key=its)
        .add_extension(names, critical=False)
        .add_extension(issuer_key, critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .sign(own, hashes.SHA256())
    )
    made = Tls(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    made.authority.write_bytes(authority.public_bytes(Encoding.PEM))
    made.certificate.write_bytes(leaf.public_bytes(Encoding.PEM))
    made.key.write_bytes(its.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _begun(
    subject: x509.Name, *, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - LIFE)
        .not_valid_after(now + LIFE)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
