"""Fields of a draft: two texts and two signatures, in ONE revision before anybody signs.

Names must not be prefixes of one another, because viewers match lock lists by prefix. The
leader's lock leaves open only what comes after (number, date, seal); the organ's lock closes all.
"""

import io
from collections.abc import Mapping
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)

from vanthu_server.signing.opening import reading_pdf
from vanthu_server.signing.problem import SigningProblem
from vanthu_server.typesetting.boxes import (
    DATE_BOX,
    NUMBER_BOX,
    SEAL_BOX,
    SIGNATURE_BOX,
    FieldBox,
)

NUMBER_FIELD: Final = NUMBER_BOX
DATE_FIELD: Final = DATE_BOX
LEADER_FIELD: Final = SIGNATURE_BOX
ORGAN_FIELD: Final = SEAL_BOX
TEXT_FIELDS: Final = (NUMBER_FIELD, DATE_FIELD)
ALL_FIELDS: Final = (NUMBER_FIELD, DATE_FIELD, LEADER_FIELD, ORGAN_FIELD)

_LEADER_LOCK = FieldMDPSpec(
    FieldMDPAction.EXCLUDE, fields=sorted((NUMBER_FIELD, DATE_FIELD, ORGAN_FIELD))
)
_ORGAN_LOCK = FieldMDPSpec(FieldMDPAction.ALL)
_PRINTED = 4
"""Annotation flag Print (ISO 32000-2 table 167)."""


def reserve_fields(pdf: bytes, boxes: Mapping[str, FieldBox]) -> bytes:
    """Return the draft as one revision that holds the four fields at `boxes` (keys ALL_FIELDS).

    Raises SigningProblem SIGN_FIELD_MISSING when a box is not given, SIGN_FIELD_TAKEN when the
    file has a form already, SIGN_PDF_BROKEN or SIGN_PDF_TOO_LARGE.
    """
    missing = [name for name in ALL_FIELDS if name not in boxes]
    if missing:
        raise SigningProblem(
            "SIGN_FIELD_MISSING", ", ".join(missing), "Sắp chữ lại dự thảo rồi trình ký lại."
        )
    with reading_pdf(pdf) as stream:
        writer = IncrementalPdfFileWriter(stream)
        if "/AcroForm" in writer.root:
            raise SigningProblem(
                "SIGN_FIELD_TAKEN",
                "dự thảo đã có biểu mẫu",
                "Xuất lại dự thảo thành PDF không có biểu mẫu rồi trình ký lại.",
            )
        _add_form(writer, boxes)
        for name, lock in ((LEADER_FIELD, _LEADER_LOCK), (ORGAN_FIELD, _ORGAN_LOCK)):
            append_signature_field(writer, _signature_spec(name, boxes[name], lock))
        return _in_one_revision(writer)


def _add_form(writer: IncrementalPdfFileWriter, boxes: Mapping[str, FieldBox]) -> None:
    references = generic.ArrayObject(_add_text_field(writer, n, boxes[n]) for n in TEXT_FIELDS)
    form = generic.DictionaryObject({pdf_name("/Fields"): references})
    writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
    writer.update_root()


def _add_text_field(
    writer: IncrementalPdfFileWriter, name: str, place: FieldBox
) -> generic.IndirectObject:
    page_reference, _ = writer.find_page_for_modification(place.page)
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(name),
            pdf_name("/F"): generic.NumberObject(_PRINTED),
            pdf_name("/Rect"): generic.ArrayObject(
                generic.FloatObject(round(v, 2)) for v in (place.x0, place.y0, place.x1, place.y1)
            ),
            pdf_name("/DA"): pdf_string("0 g"),
            pdf_name("/P"): page_reference,
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): _blank(writer, place)}),
        }
    )
    reference = writer.add_object(field)
    writer.register_annotation(page_reference, reference)
    return reference


def _blank(writer: IncrementalPdfFileWriter, place: FieldBox) -> generic.IndirectObject:
    box = (0.0, 0.0, place.width, place.height)
    return writer.add_object(
        generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(
                    generic.FloatObject(round(v, 2)) for v in box
                ),
            },
            stream_data=b"/Tx BMC EMC",
        )
    )


def _signature_spec(name: str, place: FieldBox, lock: FieldMDPSpec) -> SigFieldSpec:
    return SigFieldSpec(
        name,
        on_page=place.page,
        box=(round(place.x0), round(place.y0), round(place.x1), round(place.y1)),
        field_mdp_spec=lock,
        doc_mdp_update_value=MDPPerm.FILL_FORMS,
    )


def _in_one_revision(writer: IncrementalPdfFileWriter) -> bytes:
    updated = io.BytesIO()
    writer.write(updated)
    flat = io.BytesIO()
    copy_into_new_writer(PdfFileReader(updated)).write(flat)
    return flat.getvalue()
