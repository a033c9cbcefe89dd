"""Numbers and dates as NĐ 30/2020 Phụ lục I writes them."""

from datetime import date

import pytest

from vanthu_server.typesetting.number_and_date import date_text, number_text


@pytest.mark.parametrize(
    ("number", "notation", "shown"),
    [
        (5, "TB-UBND", "05/TB-UBND"),
        (9, "2026/QĐ-UBND", "09/2026/QĐ-UBND"),
        (10, "TB-UBND", "10/TB-UBND"),
        (1007, "QĐ-UBND", "1007/QĐ-UBND"),
        (139, "-TB/TU", "139-TB/TU"),
    ],
)
def test_numbers_under_ten_take_a_leading_zero(number: int, notation: str, shown: str) -> None:
    assert number_text(number, notation) == shown


@pytest.mark.parametrize("number", [0, -3])
def test_there_is_no_document_number_under_one(number: int) -> None:
    with pytest.raises(ValueError, match="begins at 1"):
        number_text(number, "TB-UBND")


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 2, 5), "Đông Thạnh, ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "Đông Thạnh, ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "Đông Thạnh, ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 20), "Đông Thạnh, ngày 20 tháng 11 năm 2026"),
    ],
)
def test_days_under_ten_and_the_first_two_months_take_a_leading_zero(day: date, shown: str) -> None:
    assert date_text("Đông Thạnh", day) == shown


def test_without_a_place_the_date_stands_alone() -> None:
    assert date_text("", date(2026, 2, 5)) == "Ngày 05 tháng 02 năm 2026"
