"""Drafts by NĐ 30/2020 Phụ lục I: their words, their places, their pages."""

from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from vanthu_server.typesetting.boxes import A4, POINTS_A_MM, FieldBox
from vanthu_server.typesetting.draft import Draft, typeset_draft
from vanthu_server.typesetting.errors import DraftTooLong, LettersMissing

from .drafts import NOTICE, TASK
from .page_text import inside, letter_boxes, page_texts

MARGINS = FieldBox(
    page=0,
    x0=30 * POINTS_A_MM - 1,
    y0=20 * POINTS_A_MM - 1,
    x1=A4.width - 15 * POINTS_A_MM + 4,  # full stops hang into the margin
    y1=A4.height - 20 * POINTS_A_MM + 1,
)


@dataclass(frozen=True)
class Closing:
    """On which pages the last paragraph and the three parts of the closing stand (from 0)."""

    last_words: int
    capacity: int
    name: int
    kept: int


def closing(draft: Draft) -> tuple[list[str], Closing]:
    pages = page_texts(typeset_draft(draft).pdf)

    def page_of(words: str) -> int:
        return next(number for number, text in enumerate(pages) if words in text)

    return pages, Closing(
        last_words=page_of("Chấm hết./."),
        capacity=page_of("TM. ỦY BAN NHÂN DÂN"),
        name=page_of(draft.signer_name),
        kept=page_of("Lưu: VT, VP."),
    )


def plan_of(tasks: int) -> Draft:
    body = (*(TASK.format(number) for number in range(1, tasks + 1)), "Chấm hết./.")
    return replace(NOTICE, type_name="Kế hoạch", body=body)


def test_a_notice_reads_as_it_was_written() -> None:
    """R-FMT-05, R-FMT-06: the parts of a document, each with its accents."""
    (text,) = page_texts(typeset_draft(NOTICE).pdf)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN XÃ ĐÔNG THẠNH",
        "THÔNG BÁO",
        *NOTICE.body,
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Trường",
        "- Thường trực Đảng ủy, HĐND xã; - Trưởng các ấp; - Lưu: VT, VP.",
    ):
        assert words in text


def test_what_looks_like_markup_stays_as_written() -> None:
    """Text is data: none of Typst's signs does anything."""
    odd = '# một *hai* _ba_ $x^2$ @tư -- "năm" `sáu` <bảy> \\ #{1+1} - tám [chín] // mười ~ =='
    draft = replace(NOTICE, subject=odd, body=(odd, "- mục", "= tựa", "+ số"), signer_name=odd)
    text = " ".join(page_texts(typeset_draft(draft).pdf))
    assert text.count(odd) == 3
    for line in ("- mục", "= tựa", "+ số"):
        assert line in text


def test_text_in_pieces_is_joined_to_whole_letters() -> None:
    """R-FMT-06: letters made of parts become precomposed, U+00D0 becomes Đ."""
    draft = replace(NOTICE, subject="Ve\u0302\u0300 \u00d0i\u00ea\u0300u  le\u0323\u0302")
    assert "Về Điều lệ" in page_texts(typeset_draft(draft).pdf)[0]


def test_an_official_letter_has_its_subject_under_the_number_and_its_addressees() -> None:
    letter = replace(NOTICE, type_name="Công văn", subject="Về việc rà soát hồ sơ")
    (text,) = page_texts(typeset_draft(letter).pdf)
    assert "V/v rà soát hồ sơ" in text
    assert "CÔNG VĂN" not in text
    assert text.index("Kính gửi:") < text.index("Trưởng các ấp") < text.index("Nơi nhận:")
    assert "- Như trên; - Lưu: VT, VP." in text


@pytest.mark.parametrize(
    ("urgency", "stamp"), [(1, "KHẨN"), (2, "THƯỢNG KHẨN"), (3, "HỎA TỐC"), (4, "HỎA TỐC")]
)
def test_an_urgent_document_bears_its_stamp(urgency: int, stamp: str) -> None:
    assert stamp in page_texts(typeset_draft(replace(NOTICE, urgency=urgency)).pdf)[0]


def test_a_normal_document_bears_no_stamp() -> None:
    (text,) = page_texts(typeset_draft(NOTICE).pdf)
    assert "KHẨN" not in text
    assert "HỎA TỐC" not in text


@pytest.mark.parametrize("tasks", range(3, 12))
def test_the_closing_is_never_torn_and_never_alone(tasks: int) -> None:
    """Whatever the length: signature and recipients on one page, the last paragraph with them."""
    pages, at = closing(plan_of(tasks))
    last = len(pages) - 1
    assert at == Closing(last_words=last, capacity=last, name=last, kept=last)
    assert typeset_draft(plan_of(tasks)).boxes["ChuKyLanhDao"].page == last


def test_a_long_body_numbers_its_pages_from_the_second() -> None:
    pages, _ = closing(plan_of(45))
    assert len(pages) >= 4
    assert not pages[0].startswith("1 ")
    assert [text.split()[0] for text in pages[1:]] == [str(n + 2) for n in range(len(pages) - 1)]


def test_a_long_list_of_recipients_goes_below_and_over_pages() -> None:
    many = replace(
        plan_of(3), recipients=tuple(f"Ủy ban nhân dân xã số {n}" for n in range(1, 201))
    )
    pages, at = closing(many)
    assert at.capacity == at.name == at.last_words
    assert at.kept == len(pages) - 1 > at.name
    assert all(f"xã số {n};" in " ".join(pages) for n in range(1, 201))


def test_every_letter_lies_between_the_margins() -> None:
    """NĐ 30/2020 Phụ lục I: 20 mm above and below, 30 mm left, 15 mm right."""
    outside = [
        letter
        for letter, ink in letter_boxes(typeset_draft(plan_of(3)).pdf)
        if ink.page == 0 and not inside(ink, MARGINS)
    ]
    assert outside == []


def test_a_word_longer_than_a_line_breaks_instead_of_running_off_the_page() -> None:
    address = "https://xa.gov.vn/" + "duong_dan_rat_dai/" * 12
    pdf = typeset_draft(replace(NOTICE, body=(f"Xem tại {address} nhé.", address))).pdf
    assert page_texts(pdf)[0].replace(" ", "").count(address) == 2
    assert [letter for letter, ink in letter_boxes(pdf) if not inside(ink, MARGINS)] == []


def test_number_and_date_have_room_on_page_one() -> None:
    boxes = typeset_draft(plan_of(45)).boxes
    assert boxes["SoVanBan"].page == boxes["NgayThang"].page == 0
    assert boxes["SoVanBan"].x1 < boxes["NgayThang"].x0
    assert boxes["NgayThang"].y0 == pytest.approx(boxes["SoVanBan"].y0, abs=2)


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert typeset_draft(NOTICE).pdf == typeset_draft(NOTICE).pdf
    assert typeset_draft(NOTICE).pdf != typeset_draft(replace(NOTICE, keep="VT")).pdf


def test_a_document_holds_no_date_of_its_making() -> None:
    assert b"CreationDate" not in typeset_draft(NOTICE).pdf


@pytest.mark.parametrize(
    "draft",
    [
        replace(NOTICE, body=("a",) * 2_001),
        replace(NOTICE, body=("a" * 20_001,)),
        replace(NOTICE, subject="a" * 1_001),
        replace(NOTICE, signer_capacity="a" * 1_001),
        replace(NOTICE, recipients=("a",) * 301),
    ],
    ids=["paragraphs", "paragraph", "subject", "capacity", "recipients"],
)
def test_a_draft_over_a_limit_is_refused_with_the_next_step(draft: Draft) -> None:
    with pytest.raises(DraftTooLong) as refusal:
        typeset_draft(draft)
    assert refusal.value.code == "DRAFT_TOO_LONG"
    assert "phụ lục" in refusal.value.next_step


def test_a_sign_outside_the_font_is_refused_not_printed_as_a_square() -> None:
    with pytest.raises(LettersMissing):
        typeset_draft(replace(NOTICE, subject="Chúc mừng 🎉"))


def test_an_urgency_outside_the_list_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="urgency is"):
        typeset_draft(replace(NOTICE, urgency=5))


def test_a_draft_with_nothing_optional_still_has_its_places() -> None:
    bare = replace(NOTICE, body=(), recipients=(), keep="", signer_capacity="", place="")
    typeset = typeset_draft(bare)
    assert set(typeset.boxes) == {"SoVanBan", "NgayThang", "ChuKyLanhDao", "DauCoQuan"}
    assert "- Lưu: VT." in page_texts(typeset.pdf)[0]
