import asyncio
import io
from datetime import datetime

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu_server.verification.chain import ChainChecker
from vanthu_server.verification.expected import ExpectedDocument
from vanthu_server.verification.foreign_rules import apply_foreign_rules
from vanthu_server.verification.limits import EXCEPTION_TEXT_MAX, PDF_BYTES_MAX, SIGNATURES_MAX
from vanthu_server.verification.own_rules import apply_own_rules
from vanthu_server.verification.reason import Reason, gravest, reason
from vanthu_server.verification.report import (
    STATE_NAMES,
    SignatureRow,
    State,
    VerificationReport,
    undetermined,
)
from vanthu_server.verification.settings import VerificationSettings
from vanthu_server.verification.signature import CheckedSignature, check_signature
from vanthu_server.verification.trust import TrustStore

_DEFAULT_SETTINGS = VerificationSettings()


def verify_pdf(
    data: bytes,
    trust: TrustStore,
    *,
    at: datetime,
    expected: ExpectedDocument | None = None,
    settings: VerificationSettings = _DEFAULT_SETTINGS,
) -> VerificationReport:
    """Check every signature of `data` at the aware moment `at`; never raises, never fetches.

    With `expected` the file is one of our own and must be exactly what was journaled. Runs its
    own event loop. Untrusted files belong into `verify_in_worker`, which bounds time and memory.
    """
    assert at.tzinfo is not None, "the moment of checking needs a time zone"
    checked_at = at.isoformat()
    if len(data) > PDF_BYTES_MAX:
        return undetermined(checked_at, reason("PDF_TOO_LARGE", f"{len(data)} byte"))
    try:
        return asyncio.run(_verify(data, trust, at, expected, settings))
    except PdfError as error:
        return undetermined(checked_at, reason("PDF_BROKEN", _short(error)))
    except Exception as error:  # noqa: BLE001 (rule 1: whatever raises is "chưa kiểm tra được")
        return undetermined(checked_at, reason("CHECK_FAILED", _short(error)))


async def _verify(
    data: bytes,
    trust: TrustStore,
    at: datetime,
    expected: ExpectedDocument | None,
    settings: VerificationSettings,
) -> VerificationReport:
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted:
        return undetermined(at.isoformat(), reason("PDF_ENCRYPTED"))
    found = reader.embedded_regular_signatures
    if len(found) > SIGNATURES_MAX:
        return undetermined(at.isoformat(), reason("TOO_MANY_SIGNATURES", str(len(found))))
    checker = ChainChecker(trust, settings, reader)
    checked = [await check_signature(item, data, checker, at) for item in found]
    checked.sort(key=lambda item: item.signed_end)
    reasons: tuple[Reason, ...] = ()
    if expected is not None:
        reasons = apply_own_rules(reader, data, checked, expected)
    elif checked:
        reasons = apply_foreign_rules(reader, data, checked)
    return _report(at, checked, reasons)


def _report(
    at: datetime, checked: list[CheckedSignature], reasons: tuple[Reason, ...]
) -> VerificationReport:
    rows = tuple(item.row() for item in checked)
    state = _state(rows, reasons)
    return VerificationReport(
        state=state,
        state_name=STATE_NAMES[state],
        checked_at=at.isoformat(),
        signatures=rows,
        reasons=reasons,
    )


def _state(rows: tuple[SignatureRow, ...], reasons: tuple[Reason, ...]) -> State:
    everything = reasons + tuple(item for row in rows for item in row.reasons)
    severity = gravest(everything)
    if severity != "notice":
        return severity
    if not rows:
        return "none"
    added = any(item.code == "ADDITIONS_AFTER_SIGNATURE" for item in everything)
    return "valid_with_additions" if added else "valid"


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:EXCEPTION_TEXT_MAX]
