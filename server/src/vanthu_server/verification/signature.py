"""One signature by itself: mathematics, coverage, chain, times. What came after it, elsewhere."""

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime, timedelta

from asn1crypto import x509
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from vanthu_server.verification.chain import ChainChecker
from vanthu_server.verification.difference import STRICT_DIFFERENCE
from vanthu_server.verification.expected import serial_hex
from vanthu_server.verification.limits import FUTURE_SECONDS_MAX
from vanthu_server.verification.reason import Reason, gravest, reason
from vanthu_server.verification.report import Role, SignatureRow, Verdict

_ANY_USAGE = KeyUsageConstraints(key_usage=set())
_BYTE_RANGE_PARTS = 4


@dataclass
class CheckedSignature:
    """A signature with the facts found about it; rules append to `reasons`."""

    field: str
    certificate: x509.Certificate
    role: Role | None
    signed_end: int
    signing_time: datetime | None
    timestamp: datetime | None
    intact: bool
    coverage: SignatureCoverageLevel
    modification: ModificationLevel
    changes_allowed: bool
    reasons: list[Reason] = dataclass_field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Nothing found yet speaks against it."""
        return gravest(tuple(self.reasons)) == "notice"

    def row(self) -> SignatureRow:
        """The signature as the report shows it."""
        reasons = tuple(self.reasons)
        severity = gravest(reasons)
        verdict: Verdict = "valid" if severity == "notice" else severity
        subject = self.certificate.subject.native
        return SignatureRow(
            field=self.field,
            signer_name=_text(subject.get("common_name")),
            organisation=_text(subject.get("organization_name")),
            serial=serial_hex(self.certificate),
            role=self.role,
            certificate_from=self.certificate.not_valid_before.isoformat(),
            certificate_to=self.certificate.not_valid_after.isoformat(),
            signing_time=self.signing_time.isoformat() if self.signing_time else None,
            timestamp=self.timestamp.isoformat() if self.timestamp else None,
            intact=self.intact,
            coverage=self.coverage.name,
            modification=self.modification.name,
            signed_bytes=self.signed_end,
            verdict=verdict,
            reasons=reasons,
        )


async def check_signature(
    embedded: EmbeddedPdfSignature, data: bytes, checker: ChainChecker, at: datetime
) -> CheckedSignature:
    """Check one embedded signature at `at` (aware). May raise what pyHanko raises."""
    context = checker.context(at, soft=checker.settings.accept_without_revocation_data)
    status = await async_validate_pdf_signature(
        embedded,
        signer_validation_context=context,
        ts_validation_context=context,
        diff_policy=STRICT_DIFFERENCE,
        key_usage_settings=_ANY_USAGE,
    )
    checked = _facts(embedded, status, checker)
    checked.reasons += _integrity_reasons(embedded, status, data)
    checked.reasons += _time_reasons(checked, status, at)
    if checked.intact:
        checked.reasons += await checker.reasons(
            checked.certificate,
            embedded.other_embedded_certs,
            checked.timestamp or at,
            proven=checked.timestamp is not None,
        )
    return checked


def _facts(
    embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, checker: ChainChecker
) -> CheckedSignature:
    difference = status.diff_result
    level = (
        difference.modification_level
        if isinstance(difference, DiffResult)
        else ModificationLevel.OTHER
    )
    stamp = status.timestamp_validity
    trusted_stamp = stamp is not None and stamp.valid and stamp.intact and stamp.trusted
    certificate = embedded.signer_cert
    return CheckedSignature(
        field=str(embedded.field_name),
        certificate=certificate,
        role=checker.settings.known_roles.get(serial_hex(certificate)) or _role(certificate),
        signed_end=int(embedded.byte_range[2]) + int(embedded.byte_range[3]),
        signing_time=status.signer_reported_dt,
        timestamp=stamp.timestamp if stamp is not None and trusted_stamp else None,
        intact=bool(status.intact and status.valid),
        coverage=status.coverage or SignatureCoverageLevel.UNCLEAR,
        modification=level,
        changes_allowed=bool(status.docmdp_ok),
    )


def _integrity_reasons(
    embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, data: bytes
) -> list[Reason]:
    found = []
    if not status.intact:
        found.append(reason("DIGEST_MISMATCH"))
    elif not status.valid:
        found.append(reason("SIGNATURE_FORGED"))
    whole = status.coverage is not None and status.coverage >= (
        SignatureCoverageLevel.ENTIRE_REVISION
    )
    if not whole or not _gap_is_contents(embedded, data):
        found.append(reason("COVERAGE_BROKEN"))
    return found


def _gap_is_contents(embedded: EmbeddedPdfSignature, data: bytes) -> bool:
    """The unsigned gap holds the signature in hex between < and >, nothing else."""
    parts = [int(part) for part in embedded.byte_range]
    if len(parts) != _BYTE_RANGE_PARTS or parts[0] != 0 or parts[1] < 0 or parts[3] < 0:
        return False
    gap = data[parts[1] : parts[2]]
    if parts[2] + parts[3] > len(data) or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    try:
        return bytes.fromhex(gap[1:-1].decode("ascii")) == embedded.pkcs7_content
    except ValueError:
        return False


def _time_reasons(
    checked: CheckedSignature, status: PdfSignatureStatus, at: datetime
) -> list[Reason]:
    found = []
    stamp = status.timestamp_validity
    if stamp is None:
        found.append(reason("NO_TIMESTAMP"))
    elif checked.timestamp is None:
        found.append(reason("TIMESTAMP_UNTRUSTED"))
    claimed = checked.timestamp or checked.signing_time
    if claimed is None:
        return found
    if claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=UTC)
    certificate = checked.certificate
    if not certificate.not_valid_before <= claimed <= certificate.not_valid_after:
        found.append(reason("CERT_NOT_VALID_AT_SIGNING"))
    if claimed > at + timedelta(seconds=FUTURE_SECONDS_MAX):
        found.append(reason("SIGNING_TIME_IN_FUTURE"))
    return found


def _role(certificate: x509.Certificate) -> Role | None:
    """Read the role from the subject: MST:… names an organ, CCCD:…, CMND:… or HC:… a person."""
    subject = certificate.subject.native
    named = [_text(subject.get(key)) for key in ("user_id", "serial_number")]
    if any(value.startswith("MST:") for value in named):
        return "organ"
    if any(value.startswith(("CCCD:", "CMND:", "HC:")) for value in named):
        return "person"
    return None


def _text(value: object) -> str:
    return " / ".join(str(part) for part in value) if isinstance(value, list) else str(value or "")
