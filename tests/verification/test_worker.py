from pathlib import Path

from tests.signing.office import SIGNED_AT
from tests.verification.codes import codes
from vanthu_server.verification.expected import ExpectedDocument
from vanthu_server.verification.limits import PDF_BYTES_MAX
from vanthu_server.verification.worker import WorkerBounds, verify_in_worker


def test_the_worker_reports_what_the_check_finds(
    finished: bytes, trust_folder: Path, expected: ExpectedDocument
) -> None:
    report = verify_in_worker(finished, trust_folder, at=SIGNED_AT, expected=expected)
    assert report.state == "valid"
    assert len(report.signatures) == 2


def test_a_check_that_takes_too_long_is_undetermined(finished: bytes, trust_folder: Path) -> None:
    bounds = WorkerBounds(seconds=0.05)
    report = verify_in_worker(finished, trust_folder, at=SIGNED_AT, bounds=bounds)
    assert report.state == "undetermined"
    assert codes(report) == {"CHECK_TIMEOUT"}


def test_a_check_that_takes_too_much_memory_is_undetermined(
    finished: bytes, trust_folder: Path
) -> None:
    bounds = WorkerBounds(memory_bytes=16 * 1024 * 1024)
    report = verify_in_worker(finished, trust_folder, at=SIGNED_AT, bounds=bounds)
    assert report.state == "undetermined"
    assert codes(report) == {"CHECK_FAILED"}


def test_a_broken_trust_folder_is_undetermined_with_its_name(
    finished: bytes, tmp_path: Path
) -> None:
    report = verify_in_worker(finished, tmp_path / "khong-co", at=SIGNED_AT)
    assert report.state == "undetermined"
    assert codes(report) == {"TRUST_STORE_BROKEN"}
    assert "khong-co" in report.reasons[0].text


def test_a_vast_file_is_not_even_sent(trust_folder: Path) -> None:
    report = verify_in_worker(bytes(PDF_BYTES_MAX + 1), trust_folder, at=SIGNED_AT)
    assert codes(report) == {"PDF_TOO_LARGE"}
