"""PNG pictures of a hand's signature or a seal, as PDF image objects with soft transparency.

A small strict reader: 8-bit palette or RGBA, not interlaced, which is what drawing programs write
for a picture on a transparent ground; no imaging library is needed at run time. The soft mask
keeps what lies under a seal readable (R-SIG-08). PNG: ISO/IEC 15948.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from vanthu_server.signing.limits import IMAGE_BYTES_MAX, IMAGE_PIXELS_MAX
from vanthu_server.signing.problem import SigningProblem

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PALETTE, _RGBA = 3, 6
_BYTES_A_PIXEL = {_PALETTE: 1, _RGBA: 4}
_OPAQUE = 255
_PAETH = 4
_HEADER_BYTES = 13


@dataclass(frozen=True)
class Picture:
    """Width and height in pixels, three bytes of colour and one of opacity a pixel."""

    width: int
    height: int
    colours: bytes
    opacity: bytes


def read_picture(png: bytes) -> Picture:
    """Decode a PNG; SigningProblem SIGN_IMAGE_UNFIT names what is not as the module asks."""
    if len(png) > IMAGE_BYTES_MAX:
        raise _unfit(f"{len(png)} byte, giới hạn {IMAGE_BYTES_MAX} byte")
    try:
        return _decode(png)
    except (struct.error, zlib.error, IndexError, KeyError, ValueError) as error:
        raise _unfit(f"tệp hỏng ({type(error).__name__})") from error


def add_picture(writer: BasePdfFileWriter, picture: Picture) -> generic.IndirectObject:
    """Write `picture` as an image object with its mask; return the reference."""
    mask = _image(picture, "/DeviceGray", picture.opacity)
    image = _image(picture, "/DeviceRGB", picture.colours)
    image[pdf_name("/SMask")] = writer.add_object(mask)
    return writer.add_object(image)


def _unfit(detail: str) -> SigningProblem:
    return SigningProblem(
        "SIGN_IMAGE_UNFIT",
        detail,
        "Lưu lại hình thành PNG 8 bit (bảng màu hoặc RGBA), không xen kẽ, nền trong suốt.",
    )


def _image(picture: Picture, colour_space: str, samples: bytes) -> generic.StreamObject:
    image = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): generic.NumberObject(picture.width),
            pdf_name("/Height"): generic.NumberObject(picture.height),
            pdf_name("/BitsPerComponent"): generic.NumberObject(8),
            pdf_name("/ColorSpace"): pdf_name(colour_space),
        },
        stream_data=samples,
    )
    image.compress()
    return image


def _decode(png: bytes) -> Picture:
    chunks = dict(_chunks(png))
    header = chunks[b"IHDR"]
    width, height, depth, kind, _, _, interlace = struct.unpack(">IIBBBBB", header)
    if depth != 8 or kind not in _BYTES_A_PIXEL or interlace:  # noqa: PLR2004 (8 bits a sample)
        raise _unfit("không phải PNG 8 bit kiểu bảng màu hoặc RGBA")
    if not 0 < width * height <= IMAGE_PIXELS_MAX:
        raise _unfit(f"{width}x{height} điểm ảnh, giới hạn {IMAGE_PIXELS_MAX}")
    size = _BYTES_A_PIXEL[kind]
    expected = height * (width * size + 1)
    inflater = zlib.decompressobj()
    packed = inflater.decompress(chunks[b"IDAT"], expected)
    if len(packed) != expected:
        raise _unfit("thiếu dữ liệu ảnh")
    samples = _unfilter(packed, row_bytes=width * size, pixel_bytes=size)
    if kind == _RGBA:
        colours = bytearray(width * height * 3)
        for channel in range(3):
            colours[channel::3] = samples[channel::4]
        return Picture(width, height, bytes(colours), samples[3::4])
    return _from_palette(samples, chunks, width=width, height=height)


def _from_palette(
    samples: bytes, chunks: dict[bytes, bytes], *, width: int, height: int
) -> Picture:
    palette, transparency = chunks[b"PLTE"], chunks.get(b"tRNS", b"")
    entries = len(palette) // 3
    if max(samples) >= entries:
        raise _unfit("điểm ảnh nằm ngoài bảng màu")
    opacity = transparency.ljust(entries, bytes([_OPAQUE]))
    colours = bytearray(width * height * 3)
    for channel in range(3):
        colours[channel::3] = samples.translate(palette[channel::3].ljust(256, b"\0"))
    return Picture(width, height, bytes(colours), samples.translate(opacity.ljust(256, b"\0")))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each kind of chunk once; the parts of IDAT joined. ValueError at a broken one."""
    if not png.startswith(_SIGNATURE):
        raise _unfit("không phải tệp PNG")
    position, pixels = len(_SIGNATURE), b""
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        kind = png[position + 4 : position + 8]
        body = png[position + 8 : position + 8 + length]
        (checksum,) = struct.unpack_from(">I", png, position + 8 + length)
        if checksum != zlib.crc32(kind + body):
            raise ValueError("a chunk's checksum is wrong")
        position += length + 12
        if kind == b"IDAT":
            pixels += body
        else:
            yield kind, body
    yield b"IDAT", pixels


def _unfilter(packed: bytes, *, row_bytes: int, pixel_bytes: int) -> bytes:
    above = bytearray(row_bytes)
    rows = bytearray()
    for start in range(0, len(packed), row_bytes + 1):
        kind, row = packed[start], bytearray(packed[start + 1 : start + 1 + row_bytes])
        if kind > _PAETH:
            raise ValueError("unknown row filter")
        _undo(kind, row, above, pixel_bytes)
        rows += row
        above = row
    return bytes(rows)


def _undo(kind: int, row: bytearray, above: bytearray, pixel_bytes: int) -> None:
    if kind == 0:
        return
    for index in range(len(row)):
        left = row[index - pixel_bytes] if index >= pixel_bytes else 0
        corner = above[index - pixel_bytes] if index >= pixel_bytes else 0
        guess = (0, left, above[index], (left + above[index]) // 2, 0)[kind]
        if kind == _PAETH:
            guess = _paeth(left, above[index], corner)
        row[index] = (row[index] + guess) & 0xFF


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda candidate: abs(estimate - candidate))
