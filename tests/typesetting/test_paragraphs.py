"""Lines told apart as the decree sets them."""

import pytest

from vanthu_server.typesetting.paragraphs import Paragraph, ParagraphKind, paragraphs


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Căn cứ Luật Lưu trữ năm 2011;", "ground"),
        ("Chương II", "centred"),
        ("QUY ĐỊNH CHUNG", "centred"),
        ("QUYẾT ĐỊNH:", "centred"),
        ("I. TÌNH HÌNH CHUNG", "heading"),
        ("Điều 1. Phạm vi điều chỉnh", "heading"),
        ("Điều 22. Sở Tài chính bố trí kinh phí.", "article"),
        ("(Ban hành kèm theo Quyết định số 19)", "note"),
        ("(Hình ảnh)\t(Thông tin)", "cells"),
        ("1. Quy chế này quy định việc tiếp nhận.", "plain"),
        ("UBND", "centred"),
        ("TT.", "plain"),
    ],
)
def test_a_line_is_known_by_how_it_begins(line: str, kind: ParagraphKind) -> None:
    assert paragraphs([line])[0].kind == kind


def test_grounds_end_with_the_first_sentence() -> None:
    kinds = [one.kind for one in paragraphs(["Căn cứ Luật;", "Thông báo:", "Căn cứ kết quả,"])]
    assert kinds == ["ground", "plain", "plain"]


def test_in_a_decision_an_article_is_a_sentence_even_without_its_full_stop() -> None:
    (article,) = paragraphs(["Điều 1. Ban hành kèm theo Quyết định này Quy chế"], titled=False)
    assert article == Paragraph(
        "article", "Ban hành kèm theo Quyết định này Quy chế", lead="Điều 1."
    )
