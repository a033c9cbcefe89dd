"""Every manipulation that validation alone lets through is refused in our own files."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signing.drafts import notice
from tests.signing.office import DATE, SIGNED_AT, Office
from tests.verification import tampering
from tests.verification.codes import codes
from vanthu_server.signing.fields import NUMBER_FIELD, ORGAN_FIELD
from vanthu_server.signing.fill import Filled, fill_number_and_date
from vanthu_server.signing.look import Look
from vanthu_server.verification.expected import ExpectedDocument
from vanthu_server.verification.report import VerificationReport
from vanthu_server.verification.trust import TrustStore
from vanthu_server.verification.verify import verify_pdf


def _check(pdf: bytes, trust: TrustStore, expected: ExpectedDocument) -> VerificationReport:
    return verify_pdf(pdf, trust, at=SIGNED_AT, expected=expected)


def test_our_finished_document_is_valid(
    finished: bytes, trust: TrustStore, expected: ExpectedDocument
) -> None:
    """R-SIG-20: both signatures hold after number and date came between them."""
    report = _check(finished, trust, expected)
    assert report.state == "valid"
    assert [(row.field, row.role, row.verdict) for row in report.signatures] == [
        ("ChuKyLanhDao", "person", "valid"),
        ("DauCoQuan", "organ", "valid"),
    ]
    assert [row.modification for row in report.signatures] == ["FORM_FILLING", "NONE"]


def test_a_document_that_awaits_its_seal_is_valid_with_its_number(
    numbered: Filled, trust: TrustStore, expected: ExpectedDocument
) -> None:
    waiting = replace(expected, signers=expected.signers[:1], awaits_seal=True)
    assert _check(numbered.pdf, trust, waiting).state == "valid"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (tampering.ask_for_redrawing, "NEED_APPEARANCES"),
        (tampering.swap_default_font, "CHANGED_AFTER_LAST_SIGNATURE"),
        (tampering.add_note, "CHANGED_AFTER_LAST_SIGNATURE"),
        (tampering.add_page_content, "CHANGED_AFTER_LAST_SIGNATURE"),
        (tampering.set_value(NUMBER_FIELD, "999/TB-UBND"), "VALUE_DIFFERS"),
    ],
    ids=["need_appearances", "font", "note", "page", "value"],
)
def test_a_revision_after_the_seal_is_refused(
    finished: bytes,
    trust: TrustStore,
    expected: ExpectedDocument,
    *,
    change: Callable[[IncrementalPdfFileWriter], None],
    code: str,
) -> None:
    report = _check(tampering.updated(finished, change), trust, expected)
    assert report.state == "invalid"
    assert code in codes(report)


def test_an_appearance_that_shows_another_number_is_refused_though_genuinely_sealed(
    office: Office, numbered: Filled, trust: TrustStore, expected: ExpectedDocument
) -> None:
    """The value says 125, the page shows 999, and the organ's own key sealed it."""
    other = fill_number_and_date(office.leader_signed(), number_text="999/TB-UBND", date_text=DATE)
    shown = tampering.updated(numbered.pdf, tampering.show_as_in(NUMBER_FIELD, other.pdf))
    report = _check(office.sealed(shown), trust, expected)
    assert codes(report) >= {"APPEARANCE_DIFFERS"}
    assert report.state == "invalid"


def test_a_value_changed_before_the_seal_is_refused(
    office: Office, numbered: Filled, trust: TrustStore, expected: ExpectedDocument
) -> None:
    change = tampering.set_value(NUMBER_FIELD, "999/TB-UBND")
    report = _check(office.sealed(tampering.updated(numbered.pdf, change)), trust, expected)
    assert "VALUE_DIFFERS" in codes(report)
    assert report.state == "invalid"


def test_the_leaders_token_on_the_organs_field_is_refused(
    office: Office, numbered: Filled, trust: TrustStore, expected: ExpectedDocument
) -> None:
    """R-SIG-02: the role is bound to the certificate."""
    sealed = office.signed(numbered.pdf, name=ORGAN_FIELD, by=office.pki.leader, look=Look())
    report = _check(sealed, trust, expected)
    assert "SIGNER_WRONG" in codes(report)
    assert report.state == "invalid"


def test_a_file_rolled_back_to_the_leaders_revision_is_refused(
    finished: bytes, trust: TrustStore, expected: ExpectedDocument
) -> None:
    first_end = verify_pdf(finished, trust, at=SIGNED_AT).signatures[0].signed_bytes
    report = _check(finished[:first_end], trust, expected)
    assert [row.verdict for row in report.signatures] == ["valid"]
    assert "SIGNATURE_MISSING" in codes(report)
    assert report.state == "invalid"


def test_a_body_that_no_table_names_is_refused(
    finished: bytes, trust: TrustStore, expected: ExpectedDocument
) -> None:
    report = _check(tampering.append_hidden_body(finished), trust, expected)
    assert codes(report) >= {"STRAY_BYTES"}
    assert report.state == "invalid"


def test_a_changed_title_is_not_shown_anywhere(
    finished: bytes, trust: TrustStore, expected: ExpectedDocument
) -> None:
    report = _check(tampering.updated(finished, tampering.change_title), trust, expected)
    assert "Văn bản khác" not in repr(report)


def test_a_draft_that_nobody_signed_is_not_our_document(
    trust: TrustStore, expected: ExpectedDocument
) -> None:
    report = _check(notice(), trust, expected)
    assert report.state == "invalid"
    assert "SIGNATURE_MISSING" in codes(report)
