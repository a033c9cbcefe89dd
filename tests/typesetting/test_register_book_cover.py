"""A reprint is marked on a sheet of its own; the book behind it is the same, byte for byte."""

import pypdfium2
import pytest

from vanthu_server.typesetting.register_book import typeset_register_book
from vanthu_server.typesetting.register_book_cover import with_reprint_cover

from .page_text import page_texts
from .registers import book


def pixels(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bytes(page.render(scale=0.5).buffer) for page in document]
    finally:
        document.close()


def test_a_reprint_begins_with_the_bytes_of_the_book_and_shows_its_cover_first() -> None:
    """R-BK-04: what is bound is what was printed before."""
    pdf = typeset_register_book(book())

    again = with_reprint_cover(pdf, book(), 2)

    assert again.startswith(pdf)
    cover, *pages = page_texts(again)
    assert "BẢN IN LẠI LẦN 2" in cover
    assert "Sổ đăng ký văn bản đến năm 2026 Từ số 1 đến số 13" in cover
    assert pages == page_texts(pdf)
    assert pixels(again)[1:] == pixels(pdf)


def test_the_book_itself_never_says_that_it_is_a_reprint() -> None:
    assert "IN LẠI" not in " ".join(page_texts(typeset_register_book(book())))


@pytest.mark.parametrize("copy", [0, -1])
def test_reprints_are_counted_from_one(copy: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        with_reprint_cover(typeset_register_book(book()), book(), copy)
