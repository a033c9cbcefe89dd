"""Sổ in: every number once, what became of it in words, the same bytes for the same book."""

import re
from datetime import date

import pypdfium2
import pytest
from msgspec.structs import replace

from vanthu_server.typesetting.limits import BOOK_CELL_CHARACTERS_MAX, BOOK_LINES_MAX
from vanthu_server.typesetting.register_book import (
    BELOW,
    INCOMING_COLUMNS,
    OUTGOING_COLUMNS,
    REPLACEMENT,
    typeset_register_book,
)
from vanthu_server.typesetting.register_book_line import BookLine, Fate, RegisterBook

from .page_text import page_texts
from .registers import (
    HEAD,
    NEW_YEAR,
    NOON,
    book,
    column_texts,
    entry,
    every_kind,
    fated,
    only,
    plain,
)

NUMBER_COLUMN = {"den": 2, "di": 1}


def text_of(register: RegisterBook) -> str:
    return " ".join(page_texts(typeset_register_book(register)))


def notes_of(line: BookLine, kind: str = "den") -> str:
    (text,) = column_texts(typeset_register_book(only(line, kind=kind)), 10)
    return text


def numbers_of(register: RegisterBook) -> list[int]:
    columns = column_texts(typeset_register_book(register), NUMBER_COLUMN[register.book])
    return [int(number) for text in columns for number in re.findall(r"\b\d+(?!\S*\d)", text)]


@pytest.mark.parametrize("kind", ["den", "di"])
def test_nb3_every_number_has_one_line_in_order_whatever_became_of_it(kind: str) -> None:
    """R-IN-15, R-IN-17, R-BK-04: read back from the column of the number, page by page."""
    register = book((*every_kind(), *(plain(n) for n in range(14, 121))), kind=kind)

    assert numbers_of(register) == list(range(1, 121))


def test_nb3_a_number_without_data_has_its_line_and_the_book_says_that_it_is_missing() -> None:
    lines = tuple(plain(n) for n in range(1, 8) if n not in {3, 7})
    register = book(lines, last=7)

    assert numbers_of(register) == [1, 2, 3, 4, 5, 6, 7]
    text = text_of(register)
    assert "3 THIẾU" in text
    assert "KHÔNG CÓ dữ liệu của số này trong máy" in text
    assert "Tổng 7 số: 5 đã vào sổ; THIẾU 2 số: 3, 7." in text
    assert "không thiếu" not in text


@pytest.mark.parametrize(
    ("line", "tag", "said"),
    [
        (
            fated(1, Fate(state="void", reason="Nhập trùng", changed_at=NOON, changed_by="Bà Văn")),
            "HỦY",
            "HỦY: Nhập trùng (Bà Văn, 14:05 31/12/2026)",
        ),
        (
            fated(1, Fate(state="void", from_lease=True, site="xa", reason="Số dư"), bare=True),
            "HỦY",
            "HỦY: Số dư",
        ),
        (
            fated(1, Fate(state="void", reason="Ghi sai", corrected_by=160)),
            "HỦY",
            "HỦY: Ghi sai. Đính chính bằng số đến 160",
        ),
        (
            fated(1, Fate(state="issued", slip="T-07-0012K", captured_at=NOON)),
            "",
            "Theo mã tiếp nhận tạm T-07-0012K, nhận lúc 14:05 31/12/2026",
        ),
        (
            fated(1, Fate(state="issued", from_lease=True, site="cơ sở 2", registered_at=NEW_YEAR)),
            "",
            "Cấp tại cơ sở 2 lúc 00:05 01/01/2027",
        ),
        (
            fated(1, Fate(state="leased", from_lease=True, site="cơ sở 2"), bare=True),
            "ĐANG GIAO",
            "Số đang giao cho cơ sở 2, chưa dùng",
        ),
        (
            fated(1, Fate(state="leased", from_province=True), bare=True),
            "ĐANG GIAO",
            "Số do tỉnh giữ, chưa ghi vào văn bản nào",
        ),
        (
            fated(1, Fate(state="issued", from_province=True, slip="T-00-0001P")),
            "",
            "Tỉnh cấp số cho mã tiếp nhận tạm T-00-0001P",
        ),
        (
            fated(1, Fate(state="content_lost"), bare=True),
            "MẤT NỘI DUNG",
            "Đã đóng dấu trên giấy; nội dung mất, chờ nhập lại từ bản giấy",
        ),
        (
            fated(1, Fate(state="issued", again_at=NOON)),
            "",
            "Nhập lại từ bản giấy ngày 31/12/2026",
        ),
        (
            fated(1, Fate(state="issued", removed=True, removal_reason="Gõ nhầm văn bản mật")),
            "ĐÃ GỠ",
            "Nội dung đã gỡ: Gõ nhầm văn bản mật",
        ),
        (fated(1, Fate(state="issued", corrects=153)), "", "Đính chính: thay cho số đến 153"),
        (
            fated(1, Fate(state="issued", corrects=153, stray=True)),
            "",
            "Đính chính: thay cho số đến 153 đã cấp trùng trên máy cũ",
        ),
        (
            fated(1, Fate(state="issued", doubled_by=160)),
            "",
            "Số này từng cấp trùng; văn bản kia nay mang số đến 160",
        ),
        (
            fated(1, Fate(state="issued", paper_on=date(2026, 11, 21))),
            "",
            "Bản giấy nhận ngày 21/11/2026",
        ),
        (fated(1, Fate(state="issued")), "", ""),
    ],
)
def test_nb3_each_state_stands_on_its_line_in_words(line: BookLine, tag: str, said: str) -> None:
    """R-IN-15, R-IN-17: not by colour alone: a word below the number, a sentence in Ghi chú."""
    pdf = typeset_register_book(only(line))

    assert column_texts(pdf, 10) == [said]
    assert column_texts(pdf, 2) == [f"1 {tag}".strip()]


def test_the_clerks_own_note_comes_after_the_words_of_the_state() -> None:
    line = fated(1, Fate(state="void", reason="Ghi sai."))
    noted = replace(line, entry=replace(entry(1), description="Kèm 02 phụ lục"))

    assert notes_of(noted) == "HỦY: Ghi sai. Kèm 02 phụ lục"


def test_a_struck_out_entry_stays_readable_and_is_struck_through() -> None:
    kept, struck = plain(1), fated(1, Fate(state="void", reason="Ghi sai"))

    assert "Thông báo. Về việc thứ 1000" in text_of(only(struck))
    assert level_lines(only(struck)) >= level_lines(only(kept)) + 6


def level_lines(register: RegisterBook) -> int:
    """Count the level lines of page 2: the edges of cells, and what strikes text through."""
    document = pypdfium2.PdfDocument(typeset_register_book(register))
    try:
        shapes = document[1].get_objects((pypdfium2.raw.FPDF_PAGEOBJ_PATH,))
        bounds = [shape.get_bounds() for shape in shapes]
    finally:
        document.close()
    return sum(top - bottom < 2 < right - left for left, bottom, right, top in bounds)


@pytest.mark.parametrize(
    ("kind", "columns", "shown"),
    [
        (
            "den",
            INCOMING_COLUMNS,
            (
                "20/11/2026", "1", "Sở Nội vụ", "01/TB-UBND", "19/11/2026",
                "Thông báo. Về việc thứ 1000", "Văn phòng", "", "", "",
            ),
        ),
        (
            "di",
            OUTGOING_COLUMNS,
            (
                "01/TB-UBND", "19/11/2026", "Thông báo. Về việc thứ 1000", "Nguyễn Văn An",
                "Văn phòng", "VT, VP", "15", "", "", "",
            ),
        ),
    ],
)  # fmt: skip
def test_a_line_shows_the_ten_columns_of_its_book(
    kind: str, columns: tuple[object, ...], shown: tuple[str, ...]
) -> None:
    """R-BK-01, R-BK-04; NĐ 30/2020 Phụ lục IV. Ngày chuyển and Ký nhận wait for a pen."""
    pdf = typeset_register_book(only(plain(1), kind=kind))

    assert len(columns) == 10
    assert tuple(column_texts(pdf, at)[0] for at in range(1, 11)) == shown


@pytest.mark.parametrize(
    ("symbol", "shown"),
    [("", "07"), ("07/TB-UBND", "07/TB-UBND"), ("9/TB-UBND", "07 (9/TB-UBND)"), ("TB", "07 (TB)")],
)
def test_an_outgoing_line_always_shows_its_own_number(symbol: str, shown: str) -> None:
    line = replace(plain(7), entry=replace(entry(7), symbol=symbol))
    register = replace(book((line,), kind="di", last=7), first=7)

    assert column_texts(typeset_register_book(register), 1) == [shown]


def test_the_title_page_names_organ_book_year_range_and_days() -> None:
    (title, *_) = page_texts(typeset_register_book(book()))
    for words in (
        "ỦY BAN NHÂN DÂN XÃ ĐỒNG HÒA",
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN Năm 2026",
        "Từ ngày 20/11/2026 đến ngày 20/11/2026",
        "Từ số 1 đến số 13",
        "Quyển số:",
        "Mở sổ ngày 02/01/2026",
        "Khóa sổ ngày",
    ):
        assert words in title
    closed = replace(book(), closed_at="2027-01-04T01:00:00.000Z", organ_parent="UBND tỉnh")
    (title, *_) = page_texts(typeset_register_book(closed))
    assert "Khóa sổ ngày 04/01/2027" in title
    assert title.startswith("UBND TỈNH")


def test_nb3_the_closing_sheet_counts_every_state_and_explains_it() -> None:
    """R-IN-15: 1 to the mark is covered, and the sentence is counted from the lines."""
    (*_, closing) = page_texts(typeset_register_book(book()))
    assert (
        "Tổng 13 số: 9 đã vào sổ, 2 hủy, 1 mất nội dung, 1 đang giao; không thiếu số nào."
        in closing
    )
    for row in (
        "9 các số còn lại",
        "Số đã hủy không cấp lại cho văn bản khác. 2 2, 10",
        "nhập lại từ bản giấy với đúng số ấy. 1 6",
        "chưa dùng; sau này sẽ vào sổ hoặc hủy. 1 5",
        "giờ nhận thật ghi ở cột Ghi chú. 1 3",
        "có thể không theo thứ tự của số. 1 4",
        "đã nhập lại từ bản giấy với đúng số cũ. 1 7",
        "thay cho số ghi ở cột Ghi chú. 1 9",
        "số và dòng vẫn giữ. 1 8",
        "NGƯỜI LẬP SỔ",
        "LÃNH ĐẠO CƠ QUAN",
    ):
        assert squeezed(row) in squeezed(closing), row


def squeezed(text: str) -> str:
    """Return the text without spaces: rows of a table are read cell by cell."""
    return "".join(text.split())


def test_many_numbers_of_a_state_are_named_as_ranges() -> None:
    leased = Fate(state="leased", site="cơ sở 2")
    lines = tuple(fated(n, leased, bare=True) if 10 <= n < 60 else plain(n) for n in range(1, 81))
    (*_, closing) = page_texts(typeset_register_book(book(lines)))
    assert "Tổng 80 số: 30 đã vào sổ, 50 đang giao; không thiếu số nào." in closing
    assert "10-59" in closing


def test_every_page_names_the_head_of_the_journal_and_its_place_in_the_book() -> None:
    pages = page_texts(typeset_register_book(book(tuple(plain(n) for n in range(1, 61)))))
    assert len(pages) > 3
    for place, text in enumerate(pages, start=1):
        assert f"Nhật ký 1234 · {HEAD[:12]} Trang {place}/{len(pages)}" in text


def test_the_head_of_the_table_is_repeated_on_every_page_of_lines() -> None:
    pages = page_texts(typeset_register_book(book(tuple(plain(n) for n in range(1, 61)))))
    assert all("Tên loại và trích yếu nội dung" in text for text in pages[1:-1])


def test_the_same_book_at_the_same_head_gives_the_same_bytes() -> None:
    """And another head, or another line, gives others."""
    pdf = typeset_register_book(book())
    assert typeset_register_book(book()) == pdf
    assert typeset_register_book(replace(book(), journal_seq=1235)) != pdf
    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf


def test_five_hundred_lines_make_one_book() -> None:
    """R-BK-02, R-BK-03: a quarter of a busy commune."""
    register = book(tuple(plain(n) for n in range(1, 501)))
    assert numbers_of(register) == list(range(1, 501))
    assert "Tổng 500 số: 500 đã vào sổ; không thiếu số nào." in text_of(register)


def test_a_register_without_numbers_is_a_book_that_says_so() -> None:
    text = text_of(replace(book((plain(1),)), lines=(), last=0, mark=0))
    assert "Sổ chưa cấp số nào." in text
    assert "Tổng 0 số: 0 đã vào sổ; không thiếu số nào." in text


def test_a_long_reason_stands_whole_in_a_row_below_its_line() -> None:
    reason = " ".join(f"lý do thứ {n}" for n in range(1, 150))
    register = book((fated(1, Fate(state="void", reason=reason)), plain(2)))
    assert BELOW in column_texts(typeset_register_book(register), 10)[0]
    assert squeezed(f"Ghi chú của số 1: HỦY: {reason}") in squeezed(text_of(register))


def test_a_text_longer_than_a_page_runs_on_and_the_numbers_stay_in_order() -> None:
    long = replace(plain(2), entry=replace(entry(2), subject="trích yếu " * 190))
    register = book((plain(1), long, plain(3)))
    assert numbers_of(register) == [1, 2, 3]
    (*subjects,) = column_texts(typeset_register_book(register), 6)
    assert len(subjects) > 1
    assert squeezed("".join(subjects)).count("tríchyếu") == 190


def test_a_text_beyond_all_measure_is_cut_and_says_so() -> None:
    long = replace(plain(1), entry=replace(entry(1), subject="x " * BOOK_CELL_CHARACTERS_MAX))
    assert "(còn nữa, xem trên máy)" in text_of(only(long))


def test_a_word_without_a_break_stays_in_its_column() -> None:
    word = "vanthu.xadonghoa@dongthap.gov.vn.nhieu.chu.nua"
    line = replace(plain(1), entry=replace(entry(1), receivers=word, author=word.upper()))
    pdf = typeset_register_book(only(line))
    assert [squeezed(text) for text in column_texts(pdf, 7)] == [word]
    assert [squeezed(text) for text in column_texts(pdf, 3)] == [word.upper()]


def test_a_sign_outside_the_font_does_not_keep_the_book_from_being_printed() -> None:
    line = replace(plain(1), entry=replace(entry(1), subject="Chúc mừng 🎉 \u2265 5"))
    text = text_of(only(line))
    assert f"Chúc mừng {REPLACEMENT} {REPLACEMENT} 5" in text
    assert "thay cho ký tự mà phông chữ in không có" in text
    assert "thay cho ký tự" not in text_of(book())


def test_what_looks_like_markup_stays_as_written() -> None:
    odd = '# *hai* _ba_ $x$ @tư "năm" `sáu` <bảy> #{1+1} [chín] // ='
    fate = Fate(state="void", reason=odd)
    line = replace(fated(1, fate), entry=replace(entry(1), subject=odd))
    assert squeezed(text_of(only(line))).count(squeezed(odd)) == 2


@pytest.mark.parametrize(
    "lines",
    [(plain(1), plain(1)), (plain(1), plain(3)), (plain(0), plain(1))],
    ids=["twice", "beyond", "before"],
)
def test_nb2_a_number_twice_or_outside_the_book_is_a_fault_of_the_caller(
    lines: tuple[BookLine, ...],
) -> None:
    with pytest.raises(ValueError, match="twice or outside"):
        typeset_register_book(book(lines, last=2))


def test_more_numbers_than_a_volume_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        typeset_register_book(book((plain(1),), last=BOOK_LINES_MAX + 1))
