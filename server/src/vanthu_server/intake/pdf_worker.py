"""The child of `pdf.inspect_pdf_in_worker`: one task on standard input, one answer out.

`python -m vanthu_server.intake.pdf_worker`
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pypdfium2
from pypdfium2 import raw

from vanthu_server.intake.pdf import PdfAnswer, PdfFacts, PdfTask
from vanthu_server.platform.memory import bound_own_memory
from vanthu_sync.limits import UPLOAD_BYTES_MAX

TASK_BYTES_MAX: Final = 64 * 1024
"""A path and two numbers."""

BOXES_MAX: Final = 4000
"""Boxes of text on page 1; a dense table has some hundreds."""

TEXT_CHARACTERS_MAX: Final = 100_000
"""Text kept of page 1; a full page in small print has under 10,000."""

GAP_HEIGHTS: Final = 1.5
"""A gap wider than this many letter heights separates two boxes in one line."""

_LOCKED: Final = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


class _Box(NamedTuple):
    """A run of text with its edges in points, origin at the bottom left."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def inspect_pdf(data: bytes, pages_max: int) -> PdfAnswer:
    """Return the facts of a PDF, or the code and detail of its refusal."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "PDF_ENCRYPTED" if error.err_code in _LOCKED else "PDF_BROKEN"
        return PdfAnswer(code=code)
    try:
        return _answer(document, pages_max)
    except pypdfium2.PdfiumError:
        return PdfAnswer(code="PDF_BROKEN", detail="Không đọc được trang 1.")
    finally:
        document.close()


def _answer(document: Any, pages_max: int) -> PdfAnswer:  # noqa: ANN401 (untyped library)
    pages = len(document)
    if pages == 0:
        return PdfAnswer(code="PDF_BROKEN", detail="Không có trang nào.")
    if pages > pages_max:
        detail = f"{pages} trang, tối đa {pages_max} trang."
        return PdfAnswer(code="PDF_TOO_MANY_PAGES", detail=detail)
    first = document[0]
    width, height = first.get_size()
    text = "\n".join(_lines(_boxes(first.get_textpage())))[:TEXT_CHARACTERS_MAX]
    return PdfAnswer(
        facts=PdfFacts(
            pages=pages,
            text_page1=text or None,
            width_points=width,
            height_points=height,
            encrypted=raw.FPDF_GetSecurityHandlerRevision(document) != -1,
            has_signatures=raw.FPDF_GetSignatureCount(document) > 0,
        )
    )


def _boxes(page: Any) -> Iterator[_Box]:  # noqa: ANN401 (untyped library)
    for number in range(min(page.count_rects(), BOXES_MAX)):
        left, bottom, right, top = page.get_rect(number)
        text = " ".join(page.get_text_bounded(left, bottom, right, top).split())
        if text:
            yield _Box(left, bottom, right, top, text)


def _lines(boxes: Iterator[_Box]) -> Iterator[str]:
    """Boxes that continue each other joined, others in lines of their own."""
    line = ""
    last: _Box | None = None
    for box in boxes:
        if last is not None and _continues(last, box):
            line += f" {box.text}"
        else:
            yield from [line] if line else []
            line = box.text
        last = box
    yield from [line] if line else []


def _continues(last: _Box, box: _Box) -> bool:
    height = min(last.top - last.bottom, box.top - box.bottom)
    overlap = min(last.top, box.top) - max(last.bottom, box.bottom)
    gap = box.left - last.right
    return overlap > height / 2 and -height < gap < GAP_HEIGHTS * height


def main() -> int:
    """Answer one task; the exit code is 0 whenever an answer was written."""
    task = msgspec.json.decode(sys.stdin.buffer.read(TASK_BYTES_MAX), type=PdfTask)
    bound_own_memory(task.memory_bytes)
    with Path(task.path).open("rb") as file:
        data = file.read(UPLOAD_BYTES_MAX + 1)
    if len(data) > UPLOAD_BYTES_MAX:
        answer = PdfAnswer(code="UPLOAD_TOO_LARGE")
    else:
        answer = inspect_pdf(data, task.pages_max)
    sys.stdout.buffer.write(msgspec.json.encode(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
