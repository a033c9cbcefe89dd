from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.rw_common import PdfHandler

from vanthu_signer.problem import SignerProblem


def form_fields(pdf: PdfHandler) -> dict[str, generic.IndirectObject]:
    """The form's top-level fields by name; SG12 when a name occurs twice."""
    if "/AcroForm" not in pdf.root:
        return {}
    listed = pdf.root["/AcroForm"]["/Fields"]
    references = [listed.raw_get(position) for position in range(len(listed))]
    fields = {str(item.get_object()["/T"]): item for item in references}
    if len(fields) != len(references):
        raise SignerProblem("SG12", "hai ô trùng tên")
    return fields


def text_values(pdf: PdfHandler) -> dict[str, str]:
    """The values of the text fields, empty where nothing is filled in."""
    values = {}
    for name, reference in form_fields(pdf).items():
        field = reference.get_object()
        if field["/FT"] == "/Tx":
            values[name] = str(field["/V"]) if "/V" in field else ""
    return values
