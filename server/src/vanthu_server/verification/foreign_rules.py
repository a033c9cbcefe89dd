"""Rules for a file that somebody else made (signing.md of the design, part 3)."""

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel

from vanthu_server.verification.field_text import texts_differ
from vanthu_server.verification.reason import Reason, reason
from vanthu_server.verification.signature import CheckedSignature
from vanthu_server.verification.stray_bytes import stray_offset


def apply_foreign_rules(
    reader: PdfFileReader, data: bytes, signatures: list[CheckedSignature]
) -> tuple[Reason, ...]:
    """Judge what came after each signature, append to its reasons; return the document's own."""
    _judge_last(signatures[-1])
    for position in range(len(signatures) - 1):
        _judge_earlier(signatures[position], signatures[position + 1 :])
    found = [
        reason("FIELD_TEXT_DIFFERS", f"{name}: “{shown}”")
        for name, shown in texts_differ(reader, data)
    ]
    stray = stray_offset(reader, data, max(item.signed_end for item in signatures))
    if stray is not None:
        found.append(reason("STRAY_BYTES_FOREIGN", f"từ byte {stray}"))
    return tuple(found)


def _judge_last(last: CheckedSignature) -> None:
    if last.modification > ModificationLevel.LTA_UPDATES:
        last.reasons.append(reason("CHANGED_AFTER_LAST_SIGNATURE"))


def _judge_earlier(earlier: CheckedSignature, later: list[CheckedSignature]) -> None:
    filled_only = earlier.modification <= ModificationLevel.FORM_FILLING
    if filled_only and earlier.changes_allowed:
        return
    covered = any(item.role == "organ" and item.sound for item in later)
    code = "ADDITIONS_AFTER_SIGNATURE" if covered else "ADDITIONS_NOT_COVERED"
    earlier.reasons.append(reason(code))
