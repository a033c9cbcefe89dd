"""A PDF is opened in a child process; what is wrong with it comes back as a code."""

from pathlib import Path

import pytest

from tests.intake import pdf_samples
from vanthu_server.intake.pdf import PdfBounds, PdfFacts, PdfProblem, inspect_pdf_in_worker
from vanthu_server.intake.secrecy import SecrecyOutcome, check_secrecy
from vanthu_sync.errors import ERRORS

TWO_COLUMNS = """
#set page(paper: "a4")
#grid(columns: (1fr, 1fr), align: center, row-gutter: 1em,
  [ỦY BAN NHÂN DÂN XÃ A], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM],
  [Số: 12/BC-UBND], [Hà Nội, ngày 05 tháng 4 năm 2026],
  [*STAMP*], [Bản số 1])
Về việc bảo đảm mật độ và đổi mật khẩu.
"""


def inspected(folder: Path, data: bytes, bounds: PdfBounds | None = None) -> PdfFacts:
    path = folder / "văn bản.pdf"
    path.write_bytes(data)
    return inspect_pdf_in_worker(path, bounds)


def refusal(folder: Path, data: bytes, bounds: PdfBounds | None = None) -> PdfProblem:
    with pytest.raises(PdfProblem) as caught:
        inspected(folder, data, bounds)
    assert caught.value.code in ERRORS
    return caught.value


def test_a_page_without_text_has_its_size_and_no_text(tmp_path: Path) -> None:
    facts = inspected(tmp_path, pdf_samples.blank(3))
    assert facts == PdfFacts(
        pages=3,
        text_page1=None,
        width_points=595,
        height_points=842,
        encrypted=False,
        has_signatures=False,
    )


@pytest.mark.parametrize(
    ("stamp", "outcome"),
    [
        ("MẬT", SecrecyOutcome.REFUSE),
        ("TỐI MẬT", SecrecyOutcome.REFUSE),
        ("T U Y Ệ T   M Ậ T", SecrecyOutcome.REFUSE),
        ("KHẨN", SecrecyOutcome.CLEAR),
    ],
)
def test_a_stamp_beside_other_text_is_found_as_a_box_of_its_own(
    stamp: str, outcome: SecrecyOutcome, tmp_path: Path
) -> None:
    """R-GEN-01: the text layer runs both columns into one line; the boxes keep them apart."""
    data = pdf_samples.typeset(TWO_COLUMNS.replace("STAMP", stamp))
    text = inspected(tmp_path, data).text_page1
    assert text is not None
    assert "Số: 12/BC-UBND" in text.split("\n")
    assert check_secrecy(None, text, "Về việc mời họp").outcome is outcome


def test_a_signed_file_is_seen_as_signed(tmp_path: Path) -> None:
    assert inspected(tmp_path, pdf_samples.signed_field()).has_signatures


def test_a_file_that_opens_without_password_is_taken_and_marked_encrypted(tmp_path: Path) -> None:
    assert inspected(tmp_path, pdf_samples.locked(user_password="")).encrypted


def test_a_file_with_a_password_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, pdf_samples.locked(user_password="mo")).code == "PDF_ENCRYPTED"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        pdf_samples.blank(2)[:150],
        pdf_samples.blank(0),
        pdf_samples.assembled("<< /Type /Catalog >>"),
        pdf_samples.assembled("<< /Type /Catalog /Pages 2 0 R >>", "[1 0 R]"),
    ],
    ids=["empty", "header", "noise", "cut", "no page", "no tree", "wrong tree"],
)
def test_a_broken_file_is_refused(data: bytes, tmp_path: Path) -> None:
    assert refusal(tmp_path, data).code == "PDF_BROKEN"


@pytest.mark.parametrize(("pages", "code"), [(4, "PDF_TOO_MANY_PAGES"), (3, "")])
def test_the_largest_number_of_pages_is_still_taken(pages: int, code: str, tmp_path: Path) -> None:
    data = pdf_samples.blank(pages)
    bounds = PdfBounds(pages_max=3)
    if code:
        problem = refusal(tmp_path, data, bounds)
        assert (problem.code, problem.detail) == (code, "4 trang, tối đa 3 trang.")
    else:
        assert inspected(tmp_path, data, bounds).pages == pages


def test_a_page_tree_without_end_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, pdf_samples.endless_tree()).code == "PDF_TOO_MANY_PAGES"


def test_a_small_file_that_unfolds_into_a_large_one_stops_at_the_memory_bound(
    tmp_path: Path,
) -> None:
    data = pdf_samples.inflating(100)
    assert len(data) < 10_000
    bounds = PdfBounds(memory_bytes=300 * 1024**2)
    assert refusal(tmp_path, data, bounds).code == "PDF_BROKEN"


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    problem = refusal(tmp_path, pdf_samples.blank(1), PdfBounds(timeout_seconds=0.001))
    assert problem.code == "PDF_TIMEOUT"


def test_a_child_that_dies_took_a_broken_file_with_it(tmp_path: Path) -> None:
    with pytest.raises(PdfProblem) as caught:
        inspect_pdf_in_worker(tmp_path / "khong co.pdf")
    assert caught.value.code == "PDF_BROKEN"
    assert "dừng giữa chừng" in caught.value.detail
