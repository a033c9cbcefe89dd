"""Writing number and date into a signed file (NĐ 30/2020 Phụ lục I, II.3 and II.4).

An incremental update: each field gets its value and an appearance of our own on a new object, so
no viewer has to guess one and no existing stream changes.
"""

import io
import unicodedata
from dataclasses import dataclass
from typing import Literal

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu_server.signing.appearance_hash import appearance_hash
from vanthu_server.signing.fields import DATE_FIELD, NUMBER_FIELD, TEXT_FIELDS
from vanthu_server.signing.form import form_fields
from vanthu_server.signing.lettering import Lettering
from vanthu_server.signing.opening import reading_pdf
from vanthu_server.signing.problem import SigningProblem
from vanthu_server.typesetting.boxes import POINTS_A_MM
from vanthu_server.typesetting.fonts import signing_font

_READ_ONLY = 1
_BASELINE_POINTS = 1.5 * POINTS_A_MM
"""Height of the text's baseline in its box: templates/draft.typ sets the box 1.5 mm deep, so that
the number stands level with "Số:"; both change together."""


@dataclass(frozen=True)
class Filled:
    """The file with number and date, and the SHA-256 of each field's appearance to journal."""

    pdf: bytes
    appearance_hashes: dict[str, str]


@dataclass(frozen=True)
class _Setting:
    style: Literal["regular", "italic"]
    size_points: float
    centred: bool


_SETTINGS = {
    NUMBER_FIELD: _Setting("regular", 13, centred=False),
    DATE_FIELD: _Setting("italic", 14, centred=True),
}


def fill_number_and_date(pdf: bytes, *, number_text: str, date_text: str) -> Filled:
    """Write both texts (made NFC) into their fields, as one incremental revision.

    Raises SigningProblem: SIGN_FIELD_MISSING, SIGN_FIELD_TAKEN when a field is filled already,
    SIGN_TEXT_TOO_WIDE, SIGN_TEXT_UNKNOWN_LETTER, SIGN_PDF_BROKEN, SIGN_PDF_TOO_LARGE.
    """
    with reading_pdf(pdf) as stream:
        writer = IncrementalPdfFileWriter(stream)
        fields = form_fields(writer)
        for name, text in ((NUMBER_FIELD, number_text), (DATE_FIELD, date_text)):
            _fill(writer, fields, name=name, text=unicodedata.normalize("NFC", text))
        output = io.BytesIO()
        writer.write(output)
        written = form_fields(PdfFileReader(output))
        hashes = {name: appearance_hash(written[name].get_object()) for name in TEXT_FIELDS}
    return Filled(output.getvalue(), hashes)


def _fill(
    writer: IncrementalPdfFileWriter,
    fields: dict[str, generic.IndirectObject],
    *,
    name: str,
    text: str,
) -> None:
    reference = _free_field(fields, name)
    field = reference.get_object()
    x1, y1, x2, y2 = (float(value) for value in field["/Rect"])
    appearance = _appearance(writer, _SETTINGS[name], text, width=x2 - x1, height=y2 - y1)
    field[pdf_name("/V")] = pdf_string(text)
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): appearance})
    field[pdf_name("/Ff")] = generic.NumberObject(_READ_ONLY)
    writer.mark_update(reference)


def _free_field(fields: dict[str, generic.IndirectObject], name: str) -> generic.IndirectObject:
    if name not in fields:
        raise SigningProblem(
            "SIGN_FIELD_MISSING", name, "Dùng dự thảo do hệ thống sắp chữ, rồi trình ký lại."
        )
    if "/V" in fields[name].get_object():
        raise SigningProblem("SIGN_FIELD_TAKEN", name, "Mở văn bản để xem số đã cấp.")
    return fields[name]


def _appearance(
    writer: IncrementalPdfFileWriter,
    setting: _Setting,
    text: str,
    *,
    width: float,
    height: float,
) -> generic.IndirectObject:
    lettering = Lettering(writer, signing_font(setting.style))
    size = setting.size_points
    advance = lettering.width_points(text, size)
    if advance > width:
        detail = f"“{text}” rộng {advance:.0f} điểm, ô rộng {width:.0f} điểm"
        raise SigningProblem("SIGN_TEXT_TOO_WIDE", detail, "Rút gọn ký hiệu hoặc sắp chữ lại ô.")
    left = (width - advance) / 2 if setting.centred else 0.0
    stream = b"/Tx BMC q BT /F1 %.3f Tf 0 g %.3f %.3f Td %s ET Q EMC" % (
        size,
        left,
        _BASELINE_POINTS,
        lettering.operators(text),
    )
    return writer.add_object(
        generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(
                    generic.FloatObject(value) for value in (0, 0, width, height)
                ),
                pdf_name("/Resources"): generic.DictionaryObject(
                    {
                        pdf_name("/Font"): generic.DictionaryObject(
                            {pdf_name("/F1"): lettering.resource()}
                        )
                    }
                ),
            },
            stream_data=stream,
        )
    )
