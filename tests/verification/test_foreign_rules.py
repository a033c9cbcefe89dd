"""Files from elsewhere: broken only where a digest, a chain or the end of the file is."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils import writer as pdf_writer
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.signing.drafts import notice
from tests.signing.office import DATE, SIGNED_AT, Office, new_pki, serial_hex
from tests.verification import tampering
from tests.verification.codes import codes
from tests.verification.timestamping import with_timestamp
from tools.test_pki import LEADER, Holder, Period, issue, issue_timestamper, make_authority
from vanthu_server.signing.fields import NUMBER_FIELD, ORGAN_FIELD
from vanthu_server.signing.fill import Filled, fill_number_and_date
from vanthu_server.signing.look import Look
from vanthu_server.verification.settings import VerificationSettings
from vanthu_server.verification.trust import NOBODY_TRUSTED, TrustStore, load_trust
from vanthu_server.verification.verify import verify_pdf

AFTER_EXPIRY = datetime(2036, 6, 1, tzinfo=UTC)


def test_another_offices_document_is_valid(finished: bytes, trust: TrustStore) -> None:
    report = verify_pdf(finished, trust, at=SIGNED_AT)
    assert report.state == "valid"
    assert report.state_name == "hợp lệ"
    assert [row.role for row in report.signatures] == ["person", "organ"]


def test_a_note_between_person_and_organ_is_an_addition_and_not_a_fault(
    office: Office, numbered: Filled, trust: TrustStore
) -> None:
    """The field's tools write the number after the leader signed, as an annotation."""
    noted = tampering.updated(numbered.pdf, tampering.add_note)
    report = verify_pdf(office.sealed(noted), trust, at=SIGNED_AT)
    assert report.state == "valid_with_additions"
    assert [row.verdict for row in report.signatures] == ["valid", "valid"]
    assert "ADDITIONS_AFTER_SIGNATURE" in codes(report)


def test_an_addition_that_only_a_person_covers_is_undetermined(
    office: Office, numbered: Filled, trust: TrustStore
) -> None:
    noted = tampering.updated(numbered.pdf, tampering.add_note)
    by_person = office.signed(noted, name=ORGAN_FIELD, by=office.pki.leader, look=Look())
    report = verify_pdf(by_person, trust, at=SIGNED_AT)
    assert report.state == "undetermined"
    assert "ADDITIONS_NOT_COVERED" in codes(report)


def test_the_directory_can_tell_that_a_certificate_is_an_organs(
    office: Office, numbered: Filled, trust: TrustStore
) -> None:
    """R-SIG-02."""
    nameless = Holder("VĂN PHÒNG", "Tỉnh Thử Nghiệm", "SO:1")
    seal = issue(office.authority, nameless, ec.generate_private_key(ec.SECP256R1()))
    noted = tampering.updated(numbered.pdf, tampering.add_note)
    sealed = office.signed(noted, name=ORGAN_FIELD, by=seal, look=Look())
    settings = VerificationSettings(known_roles={serial_hex(seal): "organ"})
    assert verify_pdf(sealed, trust, at=SIGNED_AT).state == "undetermined"
    told = verify_pdf(sealed, trust, at=SIGNED_AT, settings=settings)
    assert told.state == "valid_with_additions"


def test_a_note_after_the_last_signature_is_invalid(finished: bytes, trust: TrustStore) -> None:
    report = verify_pdf(tampering.updated(finished, tampering.add_note), trust, at=SIGNED_AT)
    assert report.state == "invalid"
    assert "CHANGED_AFTER_LAST_SIGNATURE" in codes(report)


def test_a_changed_byte_is_a_failed_digest(finished: bytes, trust: TrustStore) -> None:
    position = finished.index(b"/Producer") if b"/Producer" in finished else 20
    report = verify_pdf(tampering.flip_byte(finished, position + 12), trust, at=SIGNED_AT)
    assert report.state == "invalid"
    assert "DIGEST_MISMATCH" in codes(report)


def test_a_byte_range_that_leaves_the_end_unsigned_is_seen(
    office: Office, trust: TrustStore
) -> None:
    """The ranges overlap the placeholder by 8 bytes, so their sum still looks like the file."""
    signed = tampering.shifted_range(office, notice(), shift=8)
    assert verify_pdf(signed, trust, at=SIGNED_AT).state == "invalid"
    report = verify_pdf(signed[:-1] + b" ", trust, at=SIGNED_AT)
    assert codes(report) >= {"COVERAGE_BROKEN"}
    assert "DIGEST_MISMATCH" not in codes(report)


def test_a_signature_of_other_content_is_seen(
    office: Office, finished: bytes, trust: TrustStore
) -> None:
    """The leader's signature is taken from another document of the same length."""
    other = office.leader_signed()
    made = verify_pdf(other, trust, at=SIGNED_AT)
    assert made.state == "valid"
    start = finished.index(b"/Contents <") + len(b"/Contents <")
    stolen = other[other.index(b"/Contents <") + len(b"/Contents <") :][:24576]
    forged = finished[:start] + stolen + finished[start + 24576 :]
    assert "DIGEST_MISMATCH" in codes(verify_pdf(forged, trust, at=SIGNED_AT))


def test_bytes_hidden_behind_the_end_are_only_a_warning(finished: bytes, trust: TrustStore) -> None:
    report = verify_pdf(tampering.append_hidden_body(finished), trust, at=SIGNED_AT)
    assert report.state == "valid"
    assert "STRAY_BYTES_FOREIGN" in codes(report)


def test_text_that_differs_from_its_value_is_looked_at_by_a_person(
    office: Office, numbered: Filled, trust: TrustStore
) -> None:
    other = fill_number_and_date(office.leader_signed(), number_text="999/TB-UBND", date_text=DATE)
    shown = tampering.updated(numbered.pdf, tampering.show_as_in(NUMBER_FIELD, other.pdf))
    report = verify_pdf(office.sealed(shown), trust, at=SIGNED_AT)
    assert report.state == "undetermined"
    assert any("999/TB-UBND" in item.text for item in report.reasons)


def test_a_chain_that_ends_at_no_root_of_ours_is_invalid(finished: bytes, tmp_path: Path) -> None:
    """R-SIG-01."""
    stranger = Office(pki=replace(new_pki(), authority=make_authority(Period())))
    report = verify_pdf(finished, load_trust(stranger.trust_folder(tmp_path)), at=SIGNED_AT)
    assert report.state == "invalid"
    assert "CHAIN_UNTRUSTED" in codes(report)


def test_without_any_root_nothing_is_decided(finished: bytes) -> None:
    report = verify_pdf(finished, NOBODY_TRUSTED, at=SIGNED_AT)
    assert report.state == "undetermined"
    assert codes(report) >= {"TRUST_STORE_EMPTY"}


def test_a_revoked_certificate_is_invalid(office: Office, finished: bytes, tmp_path: Path) -> None:
    trust = load_trust(office.trust_folder(tmp_path, revoked=(office.pki.leader,)))
    report = verify_pdf(finished, trust, at=SIGNED_AT)
    assert [row.verdict for row in report.signatures] == ["invalid", "valid"]
    assert "CERT_REVOKED" in codes(report)
    assert report.state == "invalid"


def test_without_crls_it_is_undetermined_unless_the_policy_fails_softly(
    finished: bytes, trust: TrustStore
) -> None:
    bare = TrustStore(trust.roots, trust.intermediates, ())
    soft = VerificationSettings(accept_without_revocation_data=True)
    strict_report = verify_pdf(finished, bare, at=SIGNED_AT)
    soft_report = verify_pdf(finished, bare, at=SIGNED_AT, settings=soft)
    assert strict_report.state == "undetermined"
    assert codes(strict_report) >= {"NO_REVOCATION_DATA"}
    assert soft_report.state == "valid"
    assert codes(soft_report) >= {"REVOCATION_NOT_CHECKED"}


def test_an_expired_certificate_without_timestamp_cannot_be_decided(
    finished: bytes, trust: TrustStore
) -> None:
    report = verify_pdf(finished, trust, at=AFTER_EXPIRY)
    assert report.state == "undetermined"
    assert "CERT_EXPIRED_NO_TIMESTAMP" in codes(report)


def test_a_timestamp_proves_that_the_certificate_was_in_force(
    office: Office, trust: TrustStore
) -> None:
    """R-SIG-14, R-SIG-21: years later the moment of the timestamp counts."""
    short = Period(start=SIGNED_AT - timedelta(days=2), end=SIGNED_AT + timedelta(days=2))
    holder = issue(office.authority, LEADER, ec.generate_private_key(ec.SECP256R1()), period=short)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    server = issue_timestamper(office.authority, key, period=Period())
    stamped = with_timestamp(notice(), holder, server)
    report = verify_pdf(stamped, trust, at=datetime(2030, 1, 1, tzinfo=UTC))
    assert report.signatures[0].timestamp == "2026-11-20T02:15:00+00:00"
    assert report.state == "valid"
    assert codes(report) == set()


def test_a_signing_time_outside_the_certificates_validity_is_invalid(
    office: Office, trust: TrustStore
) -> None:
    """A clock that was set back does not make an old certificate sign."""
    short = Period(start=SIGNED_AT - timedelta(days=2), end=SIGNED_AT + timedelta(days=2))
    holder = issue(office.authority, LEADER, ec.generate_private_key(ec.SECP256R1()), period=short)
    signed = office.signed(notice(), name="ChuKyLanhDao", by=holder, look=Look())
    early = signed.replace(b"20261120091500", b"20261001091500")
    assert early != signed
    assert "CERT_NOT_VALID_AT_SIGNING" in codes(verify_pdf(early, trust, at=SIGNED_AT))


def test_a_signing_time_ahead_of_our_clock_is_undetermined(
    finished: bytes, trust: TrustStore
) -> None:
    report = verify_pdf(finished, trust, at=SIGNED_AT - timedelta(days=1))
    assert report.state == "undetermined"
    assert "SIGNING_TIME_IN_FUTURE" in codes(report)


def test_a_file_without_signature_says_so(trust: TrustStore) -> None:
    report = verify_pdf(notice(), trust, at=SIGNED_AT)
    assert report.state == "none"
    assert report.state_name == "không có chữ ký"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 2000])
def test_what_cannot_be_read_is_undetermined_with_the_cause(data: bytes, trust: TrustStore) -> None:
    report = verify_pdf(data, trust, at=SIGNED_AT)
    assert report.state == "undetermined"
    assert codes(report) == {"PDF_BROKEN"}


def test_a_file_with_a_password_is_undetermined(trust: TrustStore) -> None:
    reader = PdfFileReader(io.BytesIO(notice()))
    locked = pdf_writer.copy_into_new_writer(reader)
    locked.encrypt("mat-khau")
    output = io.BytesIO()
    locked.write(output)
    report = verify_pdf(output.getvalue(), trust, at=SIGNED_AT)
    assert report.state == "undetermined"
    assert codes(report) == {"PDF_ENCRYPTED"}


@pytest.mark.parametrize("step", range(8))
def test_a_file_cut_anywhere_is_never_valid(
    finished: bytes, trust: TrustStore, *, step: int
) -> None:
    cut = finished[: len(finished) * (step + 1) // 9]
    assert verify_pdf(cut, trust, at=SIGNED_AT).state in {"undetermined", "invalid", "none"}
