"""The cover sheet of a reprint: put before the book, whose bytes stay as they are.

The cover is added as an update after the book's last byte (ISO 32000-2 7.5.6), so a reprint
begins with the very bytes of the first print, and the pages of the book keep their numbers.
"""

import io

import msgspec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu_sync.vocabulary import BOOK_NAMES

from .compiler import compile_template
from .fonts import font_manifest
from .letterhead import one_line
from .register_book import journal_mark, printable
from .register_book_line import RegisterBook


class _Cover(msgspec.Struct, frozen=True, kw_only=True):
    """What templates/register_book_cover.typ reads."""

    copy: int
    title: str
    organ_parent: str
    organ_name: str
    year: int
    first: int
    last: int
    journal: str


def with_reprint_cover(pdf: bytes, book: RegisterBook, copy: int) -> bytes:
    """Return `pdf`, the typeset `book`, behind a cover that says which reprint it is (from 1).

    Raises ValueError for a copy below 1, TypesetterFailed.
    """
    if copy < 1:
        raise ValueError(f"reprints are counted from 1, not {copy}")
    cover = _Cover(
        copy=copy,
        title=BOOK_NAMES[book.book],
        organ_parent=one_line(book.organ_parent),
        organ_name=one_line(book.organ_name),
        year=book.year,
        first=book.first,
        last=book.last,
        journal=journal_mark(book),
    )
    shown = printable(cover, font_manifest())
    return _put_before(pdf, compile_template("register_book_cover", shown).pdf)


def _put_before(pdf: bytes, cover: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    tree_place = writer.root.raw_get("/Pages")
    tree = tree_place.get_object()
    page = writer.add_object(_only_page(writer, cover))
    page.get_object()[pdf_name("/Parent")] = tree_place
    tree["/Kids"].insert(0, page)
    tree[pdf_name("/Count")] = generic.NumberObject(tree["/Count"] + 1)
    writer.update_container(tree)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _only_page(writer: IncrementalPdfFileWriter, cover: bytes) -> generic.DictionaryObject:
    """Return the cover's page, copied into `writer` without its place in the other file."""
    page = PdfFileReader(io.BytesIO(cover)).root["/Pages"]["/Kids"][0]
    kept = {
        key: writer.import_object(page.raw_get(key))
        for key in ("/Type", "/MediaBox", "/Contents", "/Resources")
    }
    return generic.DictionaryObject({pdf_name(key): value for key, value in kept.items()})
