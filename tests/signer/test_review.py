"""Rules SG10 to SG19: whatever is not the reviewed file with one signature added is refused."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms
from msgspec.structs import replace
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.signer.dishonest import slipped_in
from tests.signer.jobs import Case, leader_case, organ_case
from tests.signing.drafts import notice
from tests.signing.office import DATE, NUMBER, SIGNED_AT, Office, der
from tests.verification import tampering
from vanthu_server.signing.look import Look
from vanthu_signer.problem import SignerProblem
from vanthu_signer.review import Reviewed, review
from vanthu_sync.agent_wire import SigningJob

office = Office()
leader = leader_case(office)
organ = organ_case(office)


def _review(case: Case, job: SigningJob | None = None, pdf: bytes | None = None) -> Reviewed:
    data = case.prepared.pdf if pdf is None else pdf
    return review(job or case.job, data, case.certificate, SIGNED_AT)


def _refused(case: Case, job: SigningJob | None = None, pdf: bytes | None = None) -> str:
    with pytest.raises(SignerProblem) as caught:
        _review(case, job, pdf)
    assert caught.value.next_step
    return caught.value.code


def announced(job: SigningJob, pdf: bytes) -> SigningJob:
    """The job as a dishonest node would announce a changed file."""
    return replace(job, prepared_sha256=hashlib.sha256(pdf).hexdigest(), prepared_size=len(pdf))


def test_an_honest_job_shows_what_the_file_itself_says() -> None:
    found = _review(leader)
    assert found.page_count == 1
    assert found.signing_time == SIGNED_AT
    assert found.changes.signers == ()


def test_the_organs_job_shows_who_signed_and_what_was_filled_in_since() -> None:
    found = _review(organ)
    assert found.changes.signers == ("Nguyễn Văn Trường (THỬ NGHIỆM) (ChuKyLanhDao)",)
    assert found.changes.filled == {"SoVanBan": ("", NUMBER), "NgayThang": ("", DATE)}


def test_sg10_a_swapped_file_is_refused() -> None:
    assert _refused(leader, pdf=tampering.flip_byte(leader.prepared.pdf, 400)) == "SG10"
    assert _refused(leader, pdf=leader.prepared.pdf + b"\n") == "SG10"


def test_sg11_a_file_that_does_not_begin_with_the_reviewed_bytes_is_refused() -> None:
    changed = tampering.flip_byte(leader.prepared.pdf, 400)
    assert _refused(leader, announced(leader.job, changed), changed) == "SG11"
    for size in (0, -1, len(leader.prepared.pdf)):
        assert _refused(leader, replace(leader.job, reviewed_size=size)) == "SG11"


@pytest.mark.parametrize(
    "change",
    [
        tampering.add_note,
        tampering.add_page_content,
        tampering.swap_default_font,
        tampering.set_value("SoVanBan", "999/TB-UBND"),
    ],
    ids=["note", "page", "font", "value"],
)
def test_sg12_a_change_slipped_in_with_the_signature_is_refused(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    """The reviewed bytes are there, but the revision to be signed changes what they show."""
    job, pdf = slipped_in(leader, change)
    assert _refused(leader, job, pdf) == "SG12"


def test_a_revision_without_change_slips_nothing_in() -> None:
    """The test above fails for its change and not for its making."""
    job, pdf = slipped_in(leader, lambda _: None)
    assert _review(leader, job, pdf).page_count == 1


def test_sg12_two_revisions_are_refused() -> None:
    changed = tampering.updated(notice(), tampering.set_value("NgayThang", "hôm qua"))
    made = office.prepared(changed, name="ChuKyLanhDao", by=office.pki.leader, look=Look())
    job = replace(announced(leader.job, made.pdf), signed_attributes=made.signed_attributes)
    assert _refused(leader, job, made.pdf) == "SG12"


def test_sg12_another_field_than_the_announced_one_is_refused() -> None:
    assert _refused(leader, replace(leader.job, field="DauCoQuan")) == "SG12"
    assert _refused(leader, replace(leader.job, field="KyNhay")) == "SG12"


def test_sg12_a_file_that_confuses_the_reader_is_refused() -> None:
    broken = leader.prepared.pdf[: leader.job.reviewed_size] + b"startxref\n7\n%%EOF\n"
    assert _refused(leader, announced(leader.job, broken), broken) == "SG12"


def test_sg13_a_byte_range_that_leaves_bytes_out_is_refused() -> None:
    pdf = leader.prepared.pdf
    longer = pdf + b"\n% unsigned\n"
    assert _refused(leader, announced(leader.job, longer), longer) == "SG13"


def test_sg13_a_gap_that_holds_more_than_the_empty_placeholder_is_refused() -> None:
    pdf = leader.prepared.pdf
    middle = leader.prepared.gap_start + 200
    for hidden in (b"DEADBEEF", b"00 00 % x"):
        changed = pdf[:middle] + hidden + pdf[middle + len(hidden) :]
        assert _refused(leader, announced(leader.job, changed), changed) in {"SG12", "SG13"}


def test_sg13_a_placeholder_that_is_filled_already_is_refused() -> None:
    pdf, start = leader.prepared.pdf, leader.prepared.gap_start + 1
    filled = pdf[:start] + b"3082" + pdf[start + 4 :]
    assert _refused(leader, announced(leader.job, filled), filled) == "SG13"


def _attributes(job: SigningJob, change: Callable[[list[cms.CMSAttribute]], object]) -> SigningJob:
    items = list(cms.CMSAttributes.load(job.signed_attributes))
    change(items)
    return replace(job, signed_attributes=cms.CMSAttributes(items).dump(force=True))


def _time_attribute() -> cms.CMSAttribute:
    moment = cms.Time({"utc_time": SIGNED_AT.astimezone(UTC)})
    return cms.CMSAttribute({"type": "signing_time", "values": [moment]})


def test_sg14_other_attributes_are_refused() -> None:
    more = _attributes(leader.job, lambda items: items.append(_time_attribute()))
    fewer = _attributes(leader.job, lambda items: items.pop())
    twice = _attributes(leader.job, lambda items: items.append(items[0]))
    broken = replace(leader.job, signed_attributes=b"\x31\x80\x00\x00")
    longer = replace(leader.job, signed_attributes=leader.job.signed_attributes + b"\0")
    for job in (more, fewer, twice, broken, longer):
        assert _refused(leader, job) == "SG14"


def test_sg14_attributes_in_another_order_than_der_wants_are_refused() -> None:
    """Two spellings of one set would be two things to sign."""
    items = [item.dump() for item in cms.CMSAttributes.load(leader.job.signed_attributes)]
    header = leader.job.signed_attributes[: -sum(map(len, items))]
    unsorted = header + b"".join(reversed(items))
    assert unsorted != leader.job.signed_attributes
    assert _refused(leader, replace(leader.job, signed_attributes=unsorted)) == "SG14"


def test_sg15_the_digest_of_another_file_is_refused() -> None:
    other = replace(leader.job, signed_attributes=organ.job.signed_attributes)
    assert _refused(leader, other) == "SG15"


def test_sg16_attributes_that_bind_another_certificate_are_refused() -> None:
    """R-SIG-02."""
    with pytest.raises(SignerProblem) as caught:
        review(leader.job, leader.prepared.pdf, der(office.pki.organ), SIGNED_AT)
    assert caught.value.code == "SG16"
    assert _refused(leader, replace(leader.job, certificate_serial="abc")) == "SG16"


def test_sg16_a_binding_to_another_certificate_is_refused() -> None:
    """The digest is right and the job names our certificate, only the binding is another's."""

    def rebind(items: list[cms.CMSAttribute]) -> None:
        theirs = cms.CMSAttributes.load(organ.job.signed_attributes)
        kind = "signing_certificate_v2"
        kept = [item for item in items if item["type"].native != kind]
        items[:] = kept + [item for item in theirs if item["type"].native == kind]

    assert _refused(leader, _attributes(leader.job, rebind)) == "SG16"


def test_sg17_a_certificate_out_of_its_time_is_refused_and_a_late_one_warned_of() -> None:
    """R-SIG-19."""
    with pytest.raises(SignerProblem) as caught:
        review(
            leader.job, leader.prepared.pdf, leader.certificate, datetime(2037, 1, 1, tzinfo=UTC)
        )
    assert caught.value.code == "SG17"
    assert _review(leader).warning == ""


def test_sg18_a_signing_time_far_from_our_clock_is_refused() -> None:
    for days in (-2, 2):
        moment = SIGNED_AT + timedelta(days=days)
        with pytest.raises(SignerProblem) as caught:
            review(leader.job, leader.prepared.pdf, leader.certificate, moment)
        assert caught.value.code == "SG18"


def test_sg19_a_file_whose_earlier_signature_is_broken_is_refused() -> None:
    numbered = office.numbered().pdf
    for spoilt in (
        tampering.flip_byte(numbered, numbered.index(b"/Lang (vi)") + 7),
        tampering.updated(numbered, tampering.add_note),
    ):
        made = office.prepared(spoilt, name="DauCoQuan", by=office.pki.organ, look=Look())
        job = replace(
            organ.job,
            reviewed_sha256=made.reviewed_sha256,
            reviewed_size=made.reviewed_size,
            prepared_sha256=made.prepared_sha256,
            prepared_size=len(made.pdf),
            signed_attributes=made.signed_attributes,
        )
        assert _refused(organ, job, made.pdf) == "SG19"
