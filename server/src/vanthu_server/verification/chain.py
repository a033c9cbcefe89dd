"""Is this certificate trusted at this moment? The answer is a set of reasons; empty is yes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    StaleRevinfoError,
    ValidationError,
)

from vanthu_server.verification.limits import EXCEPTION_TEXT_MAX
from vanthu_server.verification.reason import Reason, reason
from vanthu_server.verification.settings import VerificationSettings
from vanthu_server.verification.trust import TrustStore

_SIGNING_USAGES = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True)
class ChainChecker:
    """Checks chains offline: trust folder first, then what the file itself carries in its DSS."""

    trust: TrustStore
    settings: VerificationSettings
    reader: PdfFileReader

    def context(
        self, moment: datetime, *, soft: bool = False, retroactive: bool = False
    ) -> ValidationContext:
        """A pyHanko context for `moment`, without fetching.

        `soft` lets a certificate pass that no CRL speaks of; CRLs after `moment` count if
        `retroactive`.
        """
        arguments: dict[str, Any] = {
            "trust_roots": list(self.trust.roots),
            "other_certs": list(self.trust.intermediates),
            "crls": list(self.trust.crls),
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "soft-fail" if soft else "require",
            "retroactive_revinfo": retroactive,
        }
        try:
            store = DocumentSecurityStore.read_dss(self.reader)
        except NoDSSFoundError:
            return ValidationContext(**arguments)
        return store.as_validation_context(arguments)

    async def reasons(
        self,
        certificate: x509.Certificate,
        others: list[x509.Certificate],
        moment: datetime,
        *,
        proven: bool,
    ) -> tuple[Reason, ...]:
        """What speaks against `certificate` at `moment`; `proven` by a trusted timestamp."""
        if not self.trust.roots:
            return (reason("TRUST_STORE_EMPTY"),)
        if not _may_sign(certificate):
            return (reason("CERT_USAGE"),)
        strict = self.context(moment, retroactive=proven)
        found = await _failures(certificate, others, strict)
        unknown = any(item.code == "NO_REVOCATION_DATA" for item in found)
        if not (unknown and self.settings.accept_without_revocation_data):
            return found
        soft = self.context(moment, soft=True, retroactive=proven)
        failed = await _failures(certificate, others, soft)
        return failed or (reason("REVOCATION_NOT_CHECKED"),)


async def _failures(
    certificate: x509.Certificate, others: list[x509.Certificate], context: ValidationContext
) -> tuple[Reason, ...]:
    validator = CertificateValidator(certificate, others, validation_context=context)
    try:
        # Usages are judged by the caller; pyHanko leaves this method unannotated.
        await validator.async_validate_usage(set())  # type: ignore[no-untyped-call]
    except ValidationError as error:
        return (_failure(error),)
    except PathBuildingError as error:
        return (reason("CHAIN_UNTRUSTED", _short(error)),)
    return ()


def _may_sign(certificate: x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    return usage is None or bool(_SIGNING_USAGES & set(usage.native))


def _failure(error: ValidationError) -> Reason:
    match error:
        case RevokedError():
            return reason("CERT_REVOKED", f"{error.revocation_dt:%d/%m/%Y}")
        case ExpiredError():
            return reason("CERT_EXPIRED_NO_TIMESTAMP", f"{error.expired_dt:%d/%m/%Y}")
        case NotYetValidError():
            return reason("CERT_NOT_YET_VALID")
        case InsufficientRevinfoError() | StaleRevinfoError():
            return reason("NO_REVOCATION_DATA")
        case InvalidCertificateError():
            return reason("CERT_USAGE", _short(error))
        case _:
            return reason("CERT_CHECK_FAILED", _short(error))


def _short(error: Exception) -> str:
    return str(error)[:EXCEPTION_TEXT_MAX]
