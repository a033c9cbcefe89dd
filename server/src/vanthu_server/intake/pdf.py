"""What a PDF holds, found out in a process of its own, bounded in time, memory and pages.

The child (`pdf_worker`) reads one task as JSON from standard input and writes one answer as JSON
to standard output, so it works on Windows too. A child that dies took a broken file with it.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec

from vanthu_sync.errors import Refused

PAGES_MAX: Final = 2000
"""NĐ 30/2020 Phụ lục VI counts pages with three digits; twice that is still a document."""

TIMEOUT_SECONDS: Final = 20.0
"""A slow office PC opens 300 scanned pages in two; the clerk waits for the answer."""

MEMORY_BYTES_MAX: Final = 1024**3
"""The largest upload (100 MB) is read whole, and one page of text is made beside it."""

ANSWER_BYTES_MAX: Final = 2 * 1024 * 1024
"""One page of text is far shorter; more is not read."""

_MODULE: Final = "vanthu_server.intake.pdf_worker"


class PdfBounds(msgspec.Struct, frozen=True, kw_only=True):
    """How long, how large and how many pages."""

    timeout_seconds: float = TIMEOUT_SECONDS
    memory_bytes: int = MEMORY_BYTES_MAX
    pages_max: int = PAGES_MAX


class PdfFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What intake needs to know of a PDF.

    `text_page1` has one line for each box of text, so that a stamp stands in a line of its own;
    it is None where page 1 has no text layer. Width and height of page 1 are in points.
    `encrypted` is true for a file that opens without a password and still restricts its use.
    """

    pages: int
    text_page1: str | None
    width_points: float
    height_points: float
    encrypted: bool
    has_signatures: bool


class PdfTask(msgspec.Struct, frozen=True, kw_only=True):
    """To the child."""

    path: str
    memory_bytes: int
    pages_max: int


class PdfAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """From the child: facts, or the code and detail of a refusal."""

    facts: PdfFacts | None = None
    code: str = ""
    detail: str = ""


class PdfProblem(Refused):
    """A PDF is refused: PDF_BROKEN, PDF_ENCRYPTED, PDF_TOO_MANY_PAGES or PDF_TIMEOUT."""


def inspect_pdf_in_worker(path: Path, bounds: PdfBounds | None = None) -> PdfFacts:
    """Open the PDF at `path` in a child process and return what it holds.

    Blocks for at most `bounds.timeout_seconds`: call it from a thread. Raises PdfProblem for a
    file that cannot be used, OSError if no child can be started.
    """
    bounds = bounds or PdfBounds()
    task = PdfTask(path=str(path), memory_bytes=bounds.memory_bytes, pages_max=bounds.pages_max)
    try:
        child = subprocess.run(
            [sys.executable, "-m", _MODULE],
            input=msgspec.json.encode(task),
            capture_output=True,
            timeout=bounds.timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        detail = f"Quá {bounds.timeout_seconds:g} giây."
        raise PdfProblem("PDF_TIMEOUT", detail=detail) from expired
    answer = _answer(child)
    if answer.facts is None:
        raise PdfProblem(answer.code, detail=answer.detail)
    return answer.facts


def _answer(child: subprocess.CompletedProcess[bytes]) -> PdfAnswer:
    if child.returncode == 0 and len(child.stdout) <= ANSWER_BYTES_MAX:
        return msgspec.json.decode(child.stdout, type=PdfAnswer)
    return PdfAnswer(
        code="PDF_BROKEN", detail=f"Trình đọc dừng giữa chừng (mã {child.returncode})."
    )
