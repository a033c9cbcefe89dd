"""Ways to change a signed file, each as an attacker or a careless tool would."""

import hashlib
import io
from collections.abc import Callable

from asn1crypto import cms
from msgspec.structs import replace
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.signing.office import Office, der, raw_signature
from vanthu_server.signing.finish import finish
from vanthu_server.signing.form import form_fields
from vanthu_server.signing.look import Look


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """`pdf` with one more revision that holds `change`."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def ask_for_redrawing(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(value=True)
    writer.mark_update(writer.root.raw_get("/AcroForm"))


def swap_default_font(writer: IncrementalPdfFileWriter) -> None:
    font = generic.DictionaryObject(
        {pdf_name("/Type"): pdf_name("/Font"), pdf_name("/BaseFont"): pdf_name("/Symbol")}
    )
    fonts = generic.DictionaryObject({pdf_name("/TiRo"): writer.add_object(font)})
    form = writer.root["/AcroForm"]
    form[pdf_name("/DR")] = generic.DictionaryObject({pdf_name("/Font"): fonts})
    writer.mark_update(writer.root.raw_get("/AcroForm"))


def change_title(writer: IncrementalPdfFileWriter) -> None:
    info = generic.DictionaryObject({pdf_name("/Title"): pdf_string("Văn bản khác")})
    writer.set_info(writer.add_object(info))


def add_note(writer: IncrementalPdfFileWriter) -> None:
    page, _ = writer.find_page_for_modification(0)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 200, 80))),
            pdf_name("/Contents"): pdf_string("Số: 999"),
            pdf_name("/DA"): pdf_string("0 g"),
        }
    )
    writer.register_annotation(page, writer.add_object(note))


def add_page_content(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"0 0 100 100 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))


def set_value(name: str, text: str) -> Callable[[IncrementalPdfFileWriter], None]:
    """Change a field's value and leave its appearance."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        reference = form_fields(writer)[name]
        reference.get_object()[pdf_name("/V")] = pdf_string(text)
        writer.mark_update(reference)

    return change


def show_as_in(name: str, other: bytes) -> Callable[[IncrementalPdfFileWriter], None]:
    """Give a field the appearance that it has in `other`, and leave its value."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        reader = PdfFileReader(io.BytesIO(other))
        foreign = form_fields(reader)[name].get_object()["/AP"].raw_get("/N")
        copied = writer.import_object(foreign)
        reference = form_fields(writer)[name]
        field = reference.get_object()
        field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): copied})
        writer.mark_update(reference)

    return change


def append_hidden_body(pdf: bytes) -> bytes:
    """A page body after the end that no table names, the old startxref repeated."""
    pointer = pdf[pdf.rindex(b"startxref") :]
    return pdf + b"\n9 0 obj\n<< /Type /Page /Contents 10 0 R >>\nendobj\n" + pointer


def flip_byte(pdf: bytes, position: int) -> bytes:
    changed = bytearray(pdf)
    changed[position] ^= 1
    return bytes(changed)


def shifted_range(office: Office, pdf: bytes, *, shift: int) -> bytes:
    """`pdf` signed by the leader over ranges whose second part lies `shift` bytes too early.

    The last `shift` bytes of the file are then signed by nobody.
    """
    leader = office.pki.leader
    made = office.prepared(pdf, name="ChuKyLanhDao", by=leader, look=Look())
    begin, length = made.gap_end - shift, len(made.pdf) - made.gap_end
    old, new = f"{made.gap_end} {length}".encode(), f"{begin} {length}".encode()
    assert made.pdf.count(old) == 1
    assert len(old) == len(new)
    changed = made.pdf.replace(old, new)
    digest = hashlib.sha256(changed[: made.gap_start] + changed[begin : begin + length]).digest()
    attributes = [
        cms.CMSAttribute({"type": "message_digest", "values": [digest]})
        if item["type"].native == "message_digest"
        else item
        for item in cms.CMSAttributes.load(made.signed_attributes)
    ]
    signed = cms.CMSAttributes(attributes).dump(force=True)
    forged = replace(
        made,
        pdf=changed,
        prepared_sha256=hashlib.sha256(changed).hexdigest(),
        signed_attributes=signed,
    )
    return finish(forged, raw_signature(leader, signed), der(leader))
