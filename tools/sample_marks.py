"""Draw the sample signature and the sample seal, both marked MẪU, as small palette PNGs.

    python tools/sample_marks.py

Run once; the pictures are committed under server/src/vanthu_server/samples/marks/. They are for
the demo, the story and the tests, and imitate no real person or organ.
"""

import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
FONT = ROOT / "server/src/vanthu_server/typesetting/fonts/Tinos-Bold.ttf"
MARKS = ROOT / "server/src/vanthu_server/samples/marks"
SCALE = 4
"""Drawn this many times larger and reduced, for smooth edges."""
BLUE = (16, 52, 150, 255)
RED = (206, 17, 38, 215)
CLEAR = (0, 0, 0, 0)
COLOURS = 24
SEAL_RING = "ỦY BAN NHÂN DÂN XÃ ĐÔNG THẠNH"


def draw_signature(width: int = 300, height: int = 140) -> Image.Image:
    """A blue stroke with the word MẪU under it."""
    image = Image.new("RGBA", (width * SCALE, height * SCALE), CLEAR)
    pen = ImageDraw.Draw(image)
    steps = 400
    points = []
    for step in range(steps):
        share = step / steps
        x = 20 + 260 * share
        y = 62 + 40 * math.sin(share * 17) * (1 - 0.6 * share) + 13 * math.cos(share * 41)
        points.append((x * SCALE, y * SCALE))
    pen.line(points, fill=BLUE, width=3 * SCALE, joint="curve")
    font = ImageFont.truetype(FONT, 20 * SCALE)
    middle = (width * SCALE / 2, (height - 14) * SCALE)
    pen.text(middle, "CHỮ KÝ MẪU", font=font, fill=BLUE, anchor="mm")
    return image.resize((width, height), Image.Resampling.LANCZOS)


def draw_seal(side: int = 400) -> Image.Image:
    """A red ring with a star and the word MẪU, its ground clear so that text under it is read."""
    size = side * SCALE
    image = Image.new("RGBA", (size, size), CLEAR)
    pen = ImageDraw.Draw(image)
    for inset, width in ((4, 6), (76, 3)):
        edge = inset * SCALE
        pen.ellipse((edge, edge, size - edge, size - edge), outline=RED, width=width * SCALE)
    pen.polygon(_star(size), fill=RED)
    font = ImageFont.truetype(FONT, 40 * SCALE)
    pen.text((size / 2, size * 0.67), "MẪU", font=font, fill=RED, anchor="mm")
    _ring(image, SEAL_RING, size)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _star(size: int) -> list[tuple[float, float]]:
    middle_x, middle_y = size / 2, size * 0.45
    corners = []
    for corner in range(10):
        radius = size * (0.13 if corner % 2 == 0 else 0.052)
        angle = -math.pi / 2 + corner * math.pi / 5
        corners.append((middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)))
    return corners


def _ring(image: Image.Image, text: str, size: int) -> None:
    font = ImageFont.truetype(FONT, 36 * SCALE)
    widths = [font.getlength(letter) + 2 * SCALE for letter in text]
    radius = size / 2 - 42 * SCALE
    angle = -math.pi / 2 - sum(widths) / radius / 2
    for letter, width in zip(text, widths, strict=True):
        angle += width / radius / 2
        tile = Image.new("RGBA", (80 * SCALE, 80 * SCALE), CLEAR)
        middle = 40 * SCALE
        ImageDraw.Draw(tile).text((middle, middle), letter, font=font, fill=RED, anchor="mm")
        turned = tile.rotate(-math.degrees(angle + math.pi / 2), Image.Resampling.BICUBIC)
        x = size / 2 + radius * math.cos(angle) - middle
        y = size / 2 + radius * math.sin(angle) - middle
        image.alpha_composite(turned, (round(x), round(y)))
        angle += width / radius / 2


def main() -> int:
    """Write both pictures and say how large they are."""
    MARKS.mkdir(parents=True, exist_ok=True)
    for name, image in (("signature.png", draw_signature()), ("seal.png", draw_seal())):
        path = MARKS / name
        image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(path, bits=8)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size} byte")
    return 0


if __name__ == "__main__":
    sys.exit(main())
