from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.signer.conftest import Bench
from tests.signer.jobs import Case
from tests.signing.office import DATE, NUMBER
from tests.verification import tampering
from vanthu_signer.log import read_log
from vanthu_signer.pkcs12_token import Pkcs12Token
from vanthu_signer.problem import SignerProblem
from vanthu_signer.token import TokenSignature
from vanthu_sync.agent_wire import SigningJob


def test_sg20_a_job_is_asked_and_signed_and_the_file_is_finished(bench: Bench) -> None:
    case = bench.organ
    bench.handle(case.job, case.prepared.pdf, "ký\n")
    answer = bench.node.signatures[case.job.id]
    assert answer.algorithm == "ecdsa_sha256"
    assert case.finished(answer.signature).startswith(b"%PDF")
    assert bench.node.asked == [case.job.id]


def test_sg41_the_log_holds_the_approval_before_the_signature(bench: Bench) -> None:
    """R-TOK-03: certificate, digests and moment of each signing."""
    case = bench.leader
    bench.handle(case.job, case.prepared.pdf, "ký\n")
    assert bench.events() == [("approved", ""), ("signed", ""), ("sent", "")]
    entry = read_log(bench.home.log)[1].entry
    assert (entry.before, entry.after) == (case.job.reviewed_sha256, case.job.prepared_sha256)
    assert entry.certificate == case.job.certificate_serial
    assert b"mat khau" not in bench.home.log.read_bytes()


def test_sg20_the_question_names_all_that_matters(bench: Bench) -> None:
    case = bench.organ
    asked = bench.handle(case.job, case.prepared.pdf, "có\nKÝ\n")
    for words in (
        "Thông báo về lịch tiếp công dân",
        NUMBER,
        DATE,
        "DauCoQuan",
        "Nguyễn Văn Trường (THỬ NGHIỆM) (ChuKyLanhDao), còn nguyên vẹn",
        f"ô SoVanBan: (trống) → {NUMBER}",
        "Số trang:     1",
        case.job.prepared_sha256,
        "Xã Đông Thạnh",
        "20/11/2026 09:15:00 +0700",
        "Chỉ nhận “ký” hoặc “không”.",
        "viec-2-trang-1.png",
    ):
        assert words in asked


def test_sg37_a_test_key_is_named_as_such_in_question_and_log(bench: Bench) -> None:
    case = bench.leader
    assert "KHÓA THỬ NGHIỆM" in bench.handle(case.job, case.prepared.pdf, "ký\n")
    assert read_log(bench.home.log)[0].entry.note == "khóa thử nghiệm"


@pytest.mark.parametrize("answers", ["không\n", "KHÔNG\n", "", "yes\n"])
def test_sg21_anything_but_ky_signs_nothing(bench: Bench, *, answers: str) -> None:
    case = bench.leader
    bench.handle(case.job, case.prepared.pdf, answers)
    assert bench.node.refusals[case.job.id].code == "SG21"
    assert not bench.node.signatures
    assert bench.events() == [("refused", "SG21"), ("sent", "")]


def test_the_pictures_of_the_pages_do_not_stay(bench: Bench) -> None:
    bench.handle(bench.leader.job, bench.leader.prepared.pdf, "ký\n")
    assert list(bench.home.pages.iterdir()) == []


def _swapped(case: Case) -> tuple[SigningJob, bytes]:
    return case.job, tampering.flip_byte(case.prepared.pdf, 400)


def _other_certificate(case: Case) -> tuple[SigningJob, bytes]:
    return replace(case.job, certificate_serial="deadbeef"), case.prepared.pdf


def _wrong_prefix(case: Case) -> tuple[SigningJob, bytes]:
    return replace(case.job, reviewed_sha256="0" * 64), case.prepared.pdf


def _other_attributes(case: Case) -> tuple[SigningJob, bytes]:
    return replace(case.job, signed_attributes=b"\x31\x00"), case.prepared.pdf


@pytest.mark.parametrize(
    ("manipulate", "code"),
    [
        (_swapped, "SG10"),
        (_wrong_prefix, "SG11"),
        (_other_attributes, "SG14"),
        (_other_certificate, "SG16"),
    ],
)
def test_a_manipulated_job_is_refused_with_its_code_and_logged_without_a_question(
    bench: Bench, *, manipulate: Callable[[Case], tuple[SigningJob, bytes]], code: str
) -> None:
    job, pdf = manipulate(bench.leader)
    asked = bench.handle(job, pdf, "ký\n")
    assert bench.node.refusals[job.id].code == code
    assert bench.events() == [("refused", code), ("sent", "")]
    assert "YÊU CẦU KÝ SỐ" not in asked
    assert bench.node.asked == []


def test_an_answer_that_was_lost_is_sent_again_without_asking_again(bench: Bench) -> None:
    case = bench.leader
    bench.node.offer(case.job, case.prepared.pdf)
    desk, output = bench.sit("ký\n")
    desk.handle(case.job)
    desk.handle(case.job)
    assert output.getvalue().count("YÊU CẦU KÝ SỐ") == 1
    assert case.job.id in bench.node.signatures


def test_sg6_a_node_that_stumbles_still_gets_the_signature(bench: Bench) -> None:
    bench.node.answer_statuses = [500, 503, 502]
    bench.handle(bench.leader.job, bench.leader.prepared.pdf, "ký\n")
    assert bench.leader.job.id in bench.node.signatures


def test_sg3_a_file_whose_reply_is_not_the_nodes_is_not_even_refused(bench: Bench) -> None:
    """Whoever sits between agent and node learns nothing and decides nothing."""
    bench.node.unsigned = True
    with pytest.raises(SignerProblem) as caught:
        bench.handle(bench.leader.job, bench.leader.prepared.pdf, "ký\n")
    assert caught.value.code == "SG3"
    assert not bench.node.refusals
    assert bench.events() == []


class WornToken(Pkcs12Token):
    """A token that signs something else than it was given."""

    def sign(self, certificate_serial: str, signed_attributes: bytes, pin: str) -> TokenSignature:
        return super().sign(certificate_serial, signed_attributes + b"\0", pin)


def test_sg36_a_signature_that_does_not_fit_is_not_handed_in(bench: Bench) -> None:
    case = bench.leader
    bench.node.offer(case.job, case.prepared.pdf)
    desk, _ = bench.sit("ký\n", WornToken)
    desk.handle(case.job)
    assert not bench.node.signatures
    assert bench.node.refusals[case.job.id].code == "SG36"
    assert bench.events() == [("approved", ""), ("refused", "SG36"), ("sent", "")]


def test_sg40_nothing_is_signed_when_the_log_cannot_be_written(bench: Bench) -> None:
    case = bench.leader
    bench.node.offer(case.job, case.prepared.pdf)
    desk, _ = bench.sit("ký\n")
    bench.home.log.mkdir()
    with pytest.raises(SignerProblem) as caught:
        desk.handle(case.job)
    assert caught.value.code == "SG40"
    assert not bench.node.signatures
