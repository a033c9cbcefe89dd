import msgspec
from asn1crypto import x509

from vanthu_server.verification.report import Role


class ExpectedSigner(msgspec.Struct, frozen=True, kw_only=True):
    """Who must have signed a field: subject as `certificate_subject` gives it, serial as hex."""

    field: str
    role: Role
    subject: str
    serial: str


class ExpectedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What the register knows of one of our own files.

    `values` and `appearance_hashes` are those journaled at filling, by field name. A file that
    `awaits_seal` may have its number and date filled in after its last signature.
    """

    signers: tuple[ExpectedSigner, ...]
    values: dict[str, str] = {}
    appearance_hashes: dict[str, str] = {}
    awaits_seal: bool = False


def expected_signer(field: str, role: Role, certificate: bytes) -> ExpectedSigner:
    """Bind `field` to the holder of `certificate` (DER). ValueError if it is no certificate."""
    parsed = x509.Certificate.load(certificate)
    return ExpectedSigner(
        field=field, role=role, subject=certificate_subject(parsed), serial=serial_hex(parsed)
    )


def certificate_subject(certificate: x509.Certificate) -> str:
    """The subject's parts in a fixed order and spelling, for comparing and for people."""
    return str(certificate.subject.human_friendly)


def serial_hex(certificate: x509.Certificate) -> str:
    """The serial number as lower-case hex without leading zeros."""
    return f"{certificate.serial_number:x}"
