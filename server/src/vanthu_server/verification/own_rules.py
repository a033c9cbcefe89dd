"""Rules for a file that this system made: it must be what the register journaled, to the byte."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel

from vanthu_server.signing.appearance_hash import appearance_hash
from vanthu_server.signing.form import form_fields
from vanthu_server.verification.expected import (
    ExpectedDocument,
    ExpectedSigner,
    certificate_subject,
    serial_hex,
)
from vanthu_server.verification.reason import Reason, reason
from vanthu_server.verification.signature import CheckedSignature
from vanthu_server.verification.stray_bytes import stray_offset


def apply_own_rules(
    reader: PdfFileReader,
    data: bytes,
    signatures: list[CheckedSignature],
    expected: ExpectedDocument,
) -> tuple[Reason, ...]:
    """Append to each signature's reasons what breaks a rule; return the document's own reasons."""
    wanted = {signer.field: signer for signer in expected.signers}
    found = [
        reason("SIGNATURE_MISSING", field)
        for field in wanted
        if field not in {item.field for item in signatures}
    ]
    for item in signatures:
        item.reasons += _signer_reasons(item, wanted.get(item.field))
        item.reasons += _change_reasons(item, signatures, expected)
    found += _form_reasons(reader, expected)
    end = max((item.signed_end for item in signatures), default=0)
    stray = stray_offset(reader, data, end) if signatures else None
    if stray is not None:
        found.append(reason("STRAY_BYTES", f"từ byte {stray}"))
    return tuple(found)


def _signer_reasons(item: CheckedSignature, wanted: ExpectedSigner | None) -> list[Reason]:
    if wanted is None:
        return [reason("SIGNATURE_UNEXPECTED", item.field)]
    item.role = wanted.role
    same = (
        serial_hex(item.certificate) == wanted.serial
        and certificate_subject(item.certificate) == wanted.subject
    )
    return [] if same else [reason("SIGNER_WRONG", item.field)]


def _change_reasons(
    item: CheckedSignature, signatures: list[CheckedSignature], expected: ExpectedDocument
) -> list[Reason]:
    if item is signatures[-1] and not expected.awaits_seal:
        unchanged = item.modification <= ModificationLevel.LTA_UPDATES
        return [] if unchanged else [reason("CHANGED_AFTER_LAST_SIGNATURE")]
    filled_only = item.modification <= ModificationLevel.FORM_FILLING and item.changes_allowed
    return [] if filled_only else [reason("CHANGED_AFTER_SIGNATURE")]


def _form_reasons(reader: PdfFileReader, expected: ExpectedDocument) -> list[Reason]:
    found = [reason("NEED_APPEARANCES")] if _asks_redraw(reader) else []
    fields = form_fields(reader)
    for name, value in expected.values.items():
        field = fields[name].get_object() if name in fields else {}
        if "/V" not in field or field["/V"] != value:
            found.append(reason("VALUE_DIFFERS", name))
    for name, journaled in expected.appearance_hashes.items():
        if name not in fields or _hash(fields[name].get_object()) != journaled:
            found.append(reason("APPEARANCE_DIFFERS", name))
    return found


def _asks_redraw(reader: PdfFileReader) -> bool:
    if "/AcroForm" not in reader.root:
        return False
    form = reader.root["/AcroForm"]
    return "/NeedAppearances" in form and bool(form["/NeedAppearances"])


def _hash(field: generic.DictionaryObject) -> str | None:
    try:
        return appearance_hash(field)
    except ValueError:
        return None
