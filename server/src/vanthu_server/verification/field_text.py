"""What a reader sees in the number and date fields, compared with their values.

For files of our shape from elsewhere, whose journaled appearance we do not know: an appearance
may show 999 over a value of 125 and be genuinely sealed. The page is flattened in memory (the
widgets become page content) and the text inside each field's rectangle read back.
"""

import unicodedata

import pypdfium2
import pypdfium2.raw
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu_server.signing.fields import TEXT_FIELDS
from vanthu_server.signing.form import form_fields

_FLATTEN_FOR_PRINT = 1


def texts_differ(reader: PdfFileReader, data: bytes) -> list[tuple[str, str]]:
    """Return (field, shown text) where page 1 shows another text than the value.

    Empty for files without both fields filled: they are not of our shape.
    """
    fields = form_fields(reader)
    if not all(name in fields and "/V" in fields[name].get_object() for name in TEXT_FIELDS):
        return []
    places = {name: fields[name].get_object() for name in TEXT_FIELDS}
    boxes = {name: [float(value) for value in field["/Rect"]] for name, field in places.items()}
    shown = _shown_on_page_one(data, boxes)
    return [
        (name, shown[name])
        for name, field in places.items()
        if _plain(shown[name]) != _plain(str(field["/V"]))
    ]


def _shown_on_page_one(data: bytes, boxes: dict[str, list[float]]) -> dict[str, str]:
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        pypdfium2.raw.FPDFPage_Flatten(page, _FLATTEN_FOR_PRINT)
        page.close()
        text = document[0].get_textpage()
        return {
            name: text.get_text_bounded(left=x0, bottom=y0, right=x1, top=y1)
            for name, (x0, y0, x1, y1) in boxes.items()
        }
    finally:
        document.close()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())
