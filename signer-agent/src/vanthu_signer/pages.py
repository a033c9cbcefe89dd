"""Pictures of the first and the last page, drawn by the agent itself from the prepared file."""

import math
from pathlib import Path

import pypdfium2

from vanthu_signer.limits import PAGE_PIXELS_MAX
from vanthu_signer.png import rgb_png
from vanthu_signer.problem import SignerProblem

_SCALE = 1.5
"""108 dpi: small print is readable on an office screen."""


def draw_pages(pdf: bytes, folder: Path, job_id: str) -> tuple[Path, ...]:
    """Write first and last page as PNG files into `folder`; SG12 when the file cannot be drawn."""
    try:
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        numbers = sorted({0, len(document) - 1})
        paths = []
        for number in numbers:
            path = folder / f"{job_id}-trang-{number + 1}.png"
            path.write_bytes(_draw(document[number]))
            paths.append(path)
        document.close()
    except pypdfium2.PdfiumError as error:
        raise SignerProblem("SG12", "không vẽ được trang") from error
    return tuple(paths)


def remove_pages(paths: tuple[Path, ...]) -> None:
    """Delete the pictures once the question is answered: content does not stay on the PC."""
    for path in paths:
        path.unlink(missing_ok=True)


def _draw(page: pypdfium2.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = min(_SCALE, math.sqrt(PAGE_PIXELS_MAX / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    stride, size = bitmap.stride, bitmap.width * bitmap.n_channels
    pixels = bytes(bitmap.buffer)
    rows = [
        _rgb(pixels[y * stride : y * stride + size], bitmap.n_channels)
        for y in range(bitmap.height)
    ]
    return rgb_png(bitmap.width, bitmap.height, rows)


def _rgb(row: bytes, channels: int) -> bytes:
    if channels == 3:  # noqa: PLR2004 (red, green, blue)
        return row
    colours = bytearray(len(row) // channels * 3)
    for channel in range(3):
        colours[channel::3] = row[channel::channels]
    return bytes(colours)
