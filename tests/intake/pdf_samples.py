"""Small PDFs made by hand, so that each test shows what is odd about its file."""

import io
import zlib

import typst
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def assembled(*objects: str | bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        body = content.encode() if isinstance(content, str) else content
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def blank(pages: int) -> bytes:
    """A file of so many empty A4 pages."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + pages))
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"
    return assembled("<< /Type /Catalog /Pages 2 0 R >>", tree, *([PAGE] * pages))


def signed_field() -> bytes:
    """One page with a signature field that has a value."""
    return assembled(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [4 0 R] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R] >>",
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (CoQuan) /Rect [0 0 0 0] /P 3 0 R"
        " /V << /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
        " /ByteRange [0 1 2 3] /Contents <00> >> >>",
    )


def endless_tree() -> bytes:
    """A page tree that names itself and claims a million pages."""
    return assembled(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 1000000 >>",
        PAGE,
    )


def inflating(megabytes: int) -> bytes:
    """A file of a few KB whose page unfolds into so many megabytes of drawing orders."""
    packer = zlib.compressobj(9)
    orders = b"BT /F1 12 Tf (aaaaaaaaaaaaaaaaaaa) Tj ET" * 25_000
    packed = b"".join(packer.compress(orders) for _ in range(megabytes)) + packer.flush()
    twice = zlib.compress(packed, 9)
    head = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>" % len(twice)
    font = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return assembled(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        f" /Resources << /Font {font} >> >>",
        head + b"\nstream\n" + twice + b"\nendstream",
    )


def locked(*, user_password: str) -> bytes:
    """One encrypted page; with an empty user password everybody may open it."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(blank(1))))
    writer.encrypt(owner_pass="chu", user_pass=user_password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def typeset(markup: str) -> bytes:
    """The PDF of some Typst markup, with the compiler's own fonts."""
    made = typst.compile(markup.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made
