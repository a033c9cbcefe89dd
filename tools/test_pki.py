"""Make the test certification authority "THỬ NGHIỆM": trust folder, leader's and organ's keys.

    python tools/test_pki.py OUT --passphrase-file FILE [--not-before ISO] [--not-after ISO]

OUT/trust/ is what `vanthu verify --trust` reads (roots/, intermediates/, crls/); OUT/leader.p12
and OUT/organ.p12 are test keys. Nothing here is a real authority: every name says THỬ NGHIỆM.
Dates are arguments, so two runs differ in nothing but the keys.
"""

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY = "BAN CƠ YẾU (THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ)"
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2036, 1, 1, tzinfo=UTC)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """Whom a certificate names: common name, organisation, CCCD:… or MST:… identifier."""

    name: str
    organisation: str
    identifier: str


LEADER = Holder("Nguyễn Văn Trường (THỬ NGHIỆM)", "UBND xã Đông Thạnh", "CCCD:012345678901")
ORGAN = Holder("ỦY BAN NHÂN DÂN XÃ ĐÔNG THẠNH (THỬ NGHIỆM)", "Tỉnh Thử Nghiệm", "MST:0123456789")


@dataclass(frozen=True)
class Period:
    """When certificates and CRLs hold: both ends aware of their time zone."""

    start: datetime = NOT_BEFORE
    end: datetime = NOT_AFTER


@dataclass(frozen=True)
class Issued:
    """A certificate with the key it certifies."""

    certificate: x509.Certificate
    key: PrivateKey


@dataclass(frozen=True)
class TestAuthority:
    """The root and the CA that issues to people and organs."""

    root: Issued
    sub: Issued
    period: Period


def make_authority(period: Period) -> TestAuthority:
    """Make a root and a sub CA, both P-256, in `period`."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = _ca_name("Root CA THỬ NGHIỆM")
    root = _ca_certificate(
        root_name, root_key, issuer=root_name, signing_key=root_key, period=period
    )
    sub_key = ec.generate_private_key(ec.SECP256R1())
    sub = _ca_certificate(
        _ca_name("CA cấp xã THỬ NGHIỆM"),
        sub_key,
        issuer=root_name,
        signing_key=root_key,
        period=period,
    )
    return TestAuthority(Issued(root, root_key), Issued(sub, sub_key), period)


def issue(
    authority: TestAuthority, holder: Holder, key: PrivateKey, *, period: Period | None = None
) -> Issued:
    """Certify `key` for signing documents by `holder`, in the authority's period unless given."""
    validity = period or authority.period
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, holder.name),
            x509.NameAttribute(NameOID.USER_ID, holder.identifier),
        ]
    )
    builder = (
        _builder(subject, key, issuer=authority.sub.certificate.subject, period=validity)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign_documents=True), critical=True)
        .add_extension(_key_id(authority.sub.key), critical=False)
    )
    return Issued(builder.sign(authority.sub.key, hashes.SHA256()), key)


def issue_timestamper(authority: TestAuthority, key: PrivateKey, *, period: Period) -> Issued:
    """Certify `key` for a timestamp server (extended key usage id-kp-timeStamping, RFC 3161)."""
    builder = (
        _builder(
            _ca_name("Dấu thời gian THỬ NGHIỆM"),
            key,
            issuer=authority.sub.certificate.subject,
            period=period,
        )
        .add_extension(_usage(sign_documents=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(_key_id(authority.sub.key), critical=False)
    )
    return Issued(builder.sign(authority.sub.key, hashes.SHA256()), key)


def make_crl(issuer: Issued, period: Period, revoked: tuple[x509.Certificate, ...] = ()) -> bytes:
    """Return the DER CRL of `issuer`, good for all of `period`, listing `revoked`."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(period.start)
        .next_update(period.end)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(_key_id(issuer.key), critical=False)
    )
    for certificate in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(period.start)
            .build()
        )
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def write_trust(
    folder: Path, authority: TestAuthority, revoked: tuple[x509.Certificate, ...] = ()
) -> None:
    """Write roots/, intermediates/ and crls/ into `folder`."""
    files = {
        "roots/root.pem": authority.root.certificate.public_bytes(Encoding.PEM),
        "intermediates/sub.pem": authority.sub.certificate.public_bytes(Encoding.PEM),
        "crls/root.crl": make_crl(authority.root, authority.period),
        "crls/sub.crl": make_crl(authority.sub, authority.period, revoked),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_p12(path: Path, issued: Issued, authority: TestAuthority, passphrase: str) -> None:
    """Write the key, its certificate and the sub CA as PKCS#12 under `passphrase`."""
    data = pkcs12.serialize_key_and_certificates(
        path.stem.encode(),
        issued.key,
        issued.certificate,
        [authority.sub.certificate],
        BestAvailableEncryption(passphrase.encode()),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@dataclass(frozen=True)
class TestPki:
    """What `make_test_pki` wrote: the authority and the two holders' certificates with keys."""

    authority: TestAuthority
    leader: Issued
    organ: Issued


def make_test_pki(
    folder: Path,
    *,
    passphrase: str,
    period: Period | None = None,
    leader: Holder = LEADER,
    organ: Holder = ORGAN,
) -> TestPki:
    """Write trust/, leader.p12 (RSA-3072) and organ.p12 (P-256) into `folder`."""
    authority = make_authority(period or Period())
    pki = TestPki(
        authority,
        issue(authority, leader, rsa.generate_private_key(public_exponent=65537, key_size=3072)),
        issue(authority, organ, ec.generate_private_key(ec.SECP256R1())),
    )
    write_trust(folder / "trust", authority)
    write_p12(folder / "leader.p12", pki.leader, authority, passphrase)
    write_p12(folder / "organ.p12", pki.organ, authority, passphrase)
    return pki


def _ca_name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, AUTHORITY),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _ca_certificate(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: x509.Name,
    signing_key: ec.EllipticCurvePrivateKey,
    period: Period,
) -> x509.Certificate:
    path_length = None if issuer == name else 0
    builder = (
        _builder(name, key, issuer=issuer, period=period)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(sign_documents=False), critical=True)
        .add_extension(_key_id(signing_key), critical=False)
    )
    return builder.sign(signing_key, hashes.SHA256())


def _builder(
    subject: x509.Name, key: PrivateKey, *, issuer: x509.Name, period: Period
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(period.start)
        .not_valid_after(period.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_id(key: PrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(*, sign_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign_documents,
        content_commitment=sign_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign_documents,
        crl_sign=not sign_documents,
        encipher_only=False,
        decipher_only=False,
    )


def main(arguments: list[str]) -> int:
    """Read the command line, write the files, say where."""
    parser = argparse.ArgumentParser(description="Tạo PKI THỬ NGHIỆM / make the test PKI")
    parser.add_argument("out", type=Path)
    parser.add_argument("--passphrase-file", type=Path, required=True)
    parser.add_argument("--not-before", type=datetime.fromisoformat, default=NOT_BEFORE)
    parser.add_argument("--not-after", type=datetime.fromisoformat, default=NOT_AFTER)
    chosen = parser.parse_args(arguments)
    passphrase = chosen.passphrase_file.read_text(encoding="utf-8").strip()
    make_test_pki(
        chosen.out, passphrase=passphrase, period=Period(chosen.not_before, chosen.not_after)
    )
    print(f"PKI thử nghiệm: {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
