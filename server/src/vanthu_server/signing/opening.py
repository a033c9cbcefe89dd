import io
from collections.abc import Iterator
from contextlib import contextmanager

from pyhanko.pdf_utils.layout import LayoutError
from pyhanko.pdf_utils.misc import PdfError

from vanthu_server.signing.limits import PDF_BYTES_MAX
from vanthu_server.signing.problem import SigningProblem

_AGAIN = "Xuất lại văn bản thành PDF rồi làm lại bước này."


@contextmanager
def reading_pdf(pdf: bytes) -> Iterator[io.BytesIO]:
    """Give `pdf` as a stream; what the PDF library raises becomes SIGN_PDF_BROKEN."""
    if len(pdf) > PDF_BYTES_MAX:
        detail = f"{len(pdf)} byte, giới hạn {PDF_BYTES_MAX} byte"
        raise SigningProblem("SIGN_PDF_TOO_LARGE", detail, "Giảm cỡ ảnh trong văn bản, xuất lại.")
    try:
        yield io.BytesIO(pdf)
    except (PdfError, LayoutError, ValueError, KeyError, TypeError, AttributeError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise SigningProblem("SIGN_PDF_BROKEN", detail, _AGAIN) from error
