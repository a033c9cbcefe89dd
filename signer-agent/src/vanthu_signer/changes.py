"""What a person should know of the file's past: who signed before, what was filled in since."""

import io
from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from vanthu_signer.difference import FIELDS_ONLY
from vanthu_signer.form import text_values
from vanthu_signer.problem import SignerProblem


@dataclass(frozen=True)
class Changes:
    """Earlier signers as "name (field)", and the filled values: field → (before, now)."""

    signers: tuple[str, ...]
    filled: dict[str, tuple[str, str]]
    values: dict[str, str]


def changes_before(prepared: PdfFileReader, reviewed: bytes) -> Changes:
    """Compare the reviewed file with what the last signer signed.

    Raises SG19 unless every earlier signature is intact and since then only forms were filled.
    """
    before = PdfFileReader(io.BytesIO(reviewed), strict=False)
    signatures = list(before.embedded_regular_signatures)
    for signature in signatures:
        _check_intact(signature)
    values = text_values(prepared)
    signed = _values_signed(before, signatures)
    filled = {
        name: (signed.get(name, ""), value)
        for name, value in values.items()
        if signatures and signed.get(name, "") != value
    }
    return Changes(tuple(_name(signature) for signature in signatures), filled, values)


def _check_intact(signature: EmbeddedPdfSignature) -> None:
    signature.compute_integrity_info(skip_diff=True)
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    if not (intact and valid):
        raise SignerProblem("SG19", _name(signature))
    difference = signature.evaluate_modifications(FIELDS_ONLY)
    permitted = signature.docmdp_level
    filled_only = (
        isinstance(difference, DiffResult)
        and difference.modification_level <= ModificationLevel.FORM_FILLING
        and (permitted is None or difference.modification_level.value <= permitted.value)
    )
    if not filled_only:
        raise SignerProblem("SG19", f"{_name(signature)}: đã bị thay đổi sau khi ký")


def _values_signed(before: PdfFileReader, signatures: list[EmbeddedPdfSignature]) -> dict[str, str]:
    if not signatures:
        return {}
    last = max(signature.signed_revision for signature in signatures)
    return text_values(before.get_historical_resolver(last))


def _name(signature: EmbeddedPdfSignature) -> str:
    subject = signature.signer_cert.subject.native
    return f"{subject.get('common_name', '')} ({signature.field_name})"
