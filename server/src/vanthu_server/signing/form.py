from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.rw_common import PdfHandler


def form_fields(pdf: PdfHandler) -> dict[str, generic.IndirectObject]:
    """The form's top-level fields by name; empty without a form. ValueError if a name is double."""
    if "/AcroForm" not in pdf.root:
        return {}
    fields: dict[str, generic.IndirectObject] = {}
    listed = pdf.root["/AcroForm"]["/Fields"]
    for position in range(len(listed)):
        reference = listed.raw_get(position)
        name = str(reference.get_object().get("/T", ""))
        if name in fields:
            raise ValueError(f"two fields are named {name!r}")
        fields[name] = reference
    return fields
