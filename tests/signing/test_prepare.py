import hashlib
import io
from datetime import UTC, datetime

import msgspec
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.signing.drafts import notice, seal_png
from tests.signing.office import SIGNED_AT, Office
from tests.signing.test_fill import shown
from tools.test_pki import LEADER, Period, issue
from vanthu_server.signing.fields import LEADER_FIELD, ORGAN_FIELD
from vanthu_server.signing.form import form_fields
from vanthu_server.signing.look import Look
from vanthu_server.signing.prepare import Prepared, prepare
from vanthu_server.signing.problem import SigningProblem


def test_the_prepared_file_begins_with_the_reviewed_bytes() -> None:
    office, draft = Office(), notice()
    made = office.prepared(draft, name=LEADER_FIELD, by=office.pki.leader, look=Look())
    assert made.pdf.startswith(draft)
    assert made.reviewed_size == len(draft)
    assert made.reviewed_sha256 == hashlib.sha256(draft).hexdigest()


def test_the_attributes_hold_the_digest_of_all_but_the_placeholder() -> None:
    office = Office()
    made = office.prepared(notice(), name=LEADER_FIELD, by=office.pki.leader, look=Look())
    signed = made.pdf[: made.gap_start] + made.pdf[made.gap_end :]
    attributes = cms.CMSAttributes.load(made.signed_attributes)
    found = {item["type"].native: item["values"][0].native for item in attributes}
    assert found["message_digest"] == hashlib.sha256(signed).digest()
    assert set(found) == {"content_type", "message_digest", "signing_certificate_v2"}
    assert set(made.pdf[made.gap_start + 1 : made.gap_end - 1]) == {ord("0")}


def test_one_clock_value_stands_in_the_file_and_in_the_visible_text() -> None:
    """R-SIG-10: label and signing time beside the seal of 003 Mẫu 01."""
    office = Office()
    look = Look(picture_png=seal_png(), label="ỦY BAN NHÂN DÂN XÃ ĐÔNG THẠNH", show_time=True)
    made = office.prepared(notice("p1_top_right"), name=ORGAN_FIELD, by=office.pki.organ, look=look)
    reader = PdfFileReader(io.BytesIO(made.pdf))
    signature = form_fields(reader)[ORGAN_FIELD].get_object()["/V"]
    assert signature["/M"] == "D:20261120091500+07'00'"
    assert "Thời gian ký: 20.11.2026 09:15:00 +07:00" in shown(made.pdf)


def test_what_was_prepared_survives_a_restart_of_the_node() -> None:
    office = Office()
    made = office.prepared(notice(), name=LEADER_FIELD, by=office.pki.leader, look=Look())
    stored = msgspec.msgpack.encode(made)
    assert msgspec.msgpack.decode(stored, type=Prepared) == made


@pytest.mark.parametrize(
    "moment", [datetime(2025, 12, 31, tzinfo=UTC), datetime(2036, 2, 1, tzinfo=UTC)]
)
def test_a_certificate_out_of_its_time_does_not_sign(moment: datetime) -> None:
    """R-SIG-19."""
    office = Office()
    with pytest.raises(SigningProblem) as caught:
        office.prepared(notice(), name=LEADER_FIELD, by=office.pki.leader, look=Look(), at=moment)
    assert caught.value.code == "SIGN_CERTIFICATE_OUT_OF_DATE"


def test_a_key_of_another_kind_is_refused() -> None:
    office = Office()
    odd = issue(office.authority, LEADER, ec.generate_private_key(ec.SECP384R1()), period=Period())
    with pytest.raises(SigningProblem) as caught:
        office.prepared(notice(), name=LEADER_FIELD, by=odd, look=Look())
    assert caught.value.code == "SIGN_CERTIFICATE_UNFIT"


def test_a_moment_without_time_zone_is_refused() -> None:
    office = Office()
    with pytest.raises(SigningProblem) as caught:
        office.prepared(
            notice(),
            name=LEADER_FIELD,
            by=office.pki.leader,
            look=Look(),
            at=SIGNED_AT.replace(tzinfo=None),
        )
    assert caught.value.code == "SIGN_TIME_WITHOUT_ZONE"


def test_a_signed_or_missing_field_is_refused() -> None:
    office = Office()
    signed = office.leader_signed()
    for pdf, name, code in (
        (signed, LEADER_FIELD, "SIGN_FIELD_TAKEN"),
        (signed, "KyNhay", "SIGN_FIELD_MISSING"),
    ):
        request = office.request(pdf, name=name, by=office.pki.leader, look=Look())
        with pytest.raises(SigningProblem) as caught:
            prepare(request)
        assert caught.value.code == code
