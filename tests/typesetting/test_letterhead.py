"""The organ's name over its rule."""

import pytest

from vanthu_server.typesetting.letterhead import organ_lines


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân xã Đông Thạnh", ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG THẠNH")),
        (
            "Văn phòng Ủy ban nhân dân tỉnh Bình Dương",
            ("VĂN PHÒNG ỦY BAN NHÂN DÂN", "TỈNH BÌNH DƯƠNG"),
        ),
        ("Thủ tướng Chính phủ", ("THỦ TƯỚNG CHÍNH PHỦ",)),
        ("Sở Công Thương\ntỉnh Lai Châu", ("SỞ CÔNG THƯƠNG", "TỈNH LAI CHÂU")),
        ("", ()),
    ],
)
def test_a_long_name_breaks_before_its_place(name: str, lines: tuple[str, ...]) -> None:
    assert organ_lines(name) == lines
