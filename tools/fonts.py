"""Make the fonts that documents are set in: Tinos, the metric twin of Times New Roman.

Theory of operation:
1. `npm ci` in tools/fonts brings @fontsource/tinos, pinned by version and hash. It holds one
   file for each script; the Latin, extended Latin and Vietnamese ones are merged into one TTF.
2. Typst takes the font as it is (2048 units an em). pyHanko leaves the widths of such a font
   unscaled and spaces its text out, so signatures use a copy scaled to 1000 units, in a
   folder of its own: two fonts of one name would leave it to Typst which one to take.
3. The hints for coarse screens go. They name points of the 2048-unit grid, so in the scaled
   copy they pull letters out of shape, and paper does not need them.
4. A font that lacks one Vietnamese letter is refused here: a square in a signed decision
   cannot be mended afterwards.
5. manifest.json says what was made from what. While it still holds, nothing is made again.

Run: python tools/fonts.py [--npm PATH] [--force]
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "tools" / "fonts"
TARGET: Final = ROOT / "server" / "src" / "vanthu_server" / "typesetting" / "fonts"
PACKAGE: Final = "node_modules/@fontsource/tinos"

RECIPE: Final = 2
"""Counted up when this script makes something else of the same package."""

FACES: Final = {
    "Regular": "400-normal",
    "Bold": "700-normal",
    "Italic": "400-italic",
    "BoldItalic": "700-italic",
}
SCRIPTS: Final = ("latin", "latin-ext", "vietnamese")
UNITS_FOR_SIGNING: Final = 1000
SIGNS: Final = "₫“”…•§°Ðð\u2013\u2014\u2018\u2019\u00d7"
TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS: Final = "aăâeêioôơuưy"


class FontUnfit(Exception):
    """A made font lacks letters that documents need."""


def vietnamese_letters() -> str:
    """Return the 134 precomposed letters of Vietnamese, both cases (TCVN 6909:2001)."""
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES}
    beyond_ascii = sorted(letter for letter in small | {"đ"} if not letter.isascii())
    return "".join(beyond_ascii) + "".join(beyond_ascii).upper()


def main() -> int:
    """Make the fonts unless they are there already; 0 when they are right."""
    options = _options()
    if not options.force and _holds():
        print("fonts: up to date")
        return 0
    _fetch(options.npm)
    (TARGET / "signing").mkdir(parents=True, exist_ok=True)
    letters = set.intersection(*(_make(name, face) for name, face in FACES.items()))
    shutil.copyfile(SOURCE / PACKAGE / "LICENSE", TARGET / "OFL.txt")
    _write_manifest(letters)
    print(f"fonts: made {len(FACES)} faces, {len(letters)} letters each")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the Tinos fonts.")
    parser.add_argument("--npm", default=shutil.which("npm") or "npm", help="npm to use")
    parser.add_argument("--force", action="store_true", help="make them again")
    return parser.parse_args()


def _fetch(npm: str) -> None:
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=SOURCE, check=True, stdout=sys.stderr)


def _make(name: str, face: str) -> set[int]:
    """Write Tinos-`name`.ttf and its copy for signing; return the code points it covers."""
    with tempfile.TemporaryDirectory() as folder:
        parts = list(_unpacked(face, folder=Path(folder)))
        merged = Merger().merge([str(part) for part in parts])
        born = TTFont(parts[0])["head"].created
    covered = set(merged.getBestCmap())
    missing = [
        letter
        for letter in map(chr, [*range(0x20, 0x7F), *map(ord, vietnamese_letters() + SIGNS)])
        if ord(letter) not in covered
    ]
    if missing:
        raise FontUnfit(f"Tinos {name} lacks {' '.join(missing)}; pin another version")
    _remove_hints(merged)
    # The hour of the source stands in for today's: the same package makes the same bytes.
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = born
    text_font, signing_font = _paths(name)
    merged.save(text_font)
    scale_upem(merged, UNITS_FOR_SIGNING)
    merged.save(signing_font)
    return covered


def _unpacked(face: str, *, folder: Path) -> Iterable[Path]:
    for script in SCRIPTS:
        font = TTFont(SOURCE / PACKAGE / "files" / f"tinos-{script}-{face}.woff2")
        font.flavor = None
        path = folder / f"{script}.ttf"
        font.save(path)
        yield path


def _remove_hints(font: TTFont) -> None:
    for table in ("cvt ", "fpgm", "prep"):
        del font[table]
    for name in font.getGlyphOrder():
        font["glyf"][name].removeHinting()
    font["maxp"].maxSizeOfInstructions = 0


def _paths(name: str) -> tuple[Path, Path]:
    """Return where a face lies for text and where its copy for signing lies."""
    return TARGET / f"Tinos-{name}.ttf", TARGET / "signing" / f"Tinos1000-{name}.ttf"


def _files() -> list[Path]:
    return [path for name in FACES for path in _paths(name)]


def _package_version() -> str:
    lock = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][PACKAGE]["version"])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _holds() -> bool:
    try:
        manifest = json.loads((TARGET / "manifest.json").read_text(encoding="utf-8"))
        made_of = (manifest["package"], manifest["recipe"])
        same = all(_digest(path) == manifest["sha256"][path.name] for path in _files())
    except (OSError, ValueError, KeyError):
        return False
    return same and made_of == (f"@fontsource/tinos@{_package_version()}", RECIPE)


def _write_manifest(letters: set[int]) -> None:
    version = TTFont(TARGET / "Tinos-Regular.ttf")["name"].getDebugName(5)
    manifest = {
        "font": "Tinos",
        "version": version,
        "package": f"@fontsource/tinos@{_package_version()}",
        "recipe": RECIPE,
        "licence": "OFL.txt",
        "sha256": {path.name: _digest(path) for path in _files()},
        "letters": _ranges(letters),
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (TARGET / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


def _ranges(points: set[int]) -> list[list[int]]:
    """Return the code points as inclusive ranges, in order."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


if __name__ == "__main__":
    sys.exit(main())
