"""What stands on the pages of a PDF, read by another program than the one that made it."""

import unicodedata
from collections.abc import Iterator

import pypdfium2

from vanthu_server.typesetting.boxes import FieldBox


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page, NFC, line ends turned into single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        raw = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [" ".join(unicodedata.normalize("NFC", text).split()) for text in raw]


def letter_boxes(pdf: bytes) -> Iterator[tuple[str, FieldBox]]:
    """Yield each visible letter with its ink box."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for at in range(text.count_chars()):
                letter = text.get_text_range(at, 1)
                if letter.strip():
                    x0, y0, x1, y1 = text.get_charbox(at)
                    yield letter, FieldBox(page=number, x0=x0, y0=y0, x1=x1, y1=y1)
    finally:
        document.close()


def overlap(one: FieldBox, other: FieldBox) -> bool:
    """Say whether two boxes share a point inside."""
    return (
        one.page == other.page
        and one.x0 < other.x1
        and other.x0 < one.x1
        and one.y0 < other.y1
        and other.y0 < one.y1
    )


def inside(one: FieldBox, other: FieldBox) -> bool:
    """Say whether `one` lies wholly in `other`."""
    return (
        one.page == other.page
        and other.x0 <= one.x0 < one.x1 <= other.x1
        and other.y0 <= one.y0 < one.y1 <= other.y1
    )
