"""Make sync/vectors/*.json, which the Python and the TypeScript tests read.

The inputs stand in tools/vectors, one module a file; the expected values are written by hand or
computed there without vanthu_sync. `--check` says whether the files are up to date (exit 1: no).
Characters that no eye can tell apart (accents on their own, invisible ones, odd spaces, eth) or
that an editor may compose are written as escapes, so that nothing changes them unseen.
"""

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Final

from tools.vectors import canonical, chain, opening, operation, sidecar, slip, text

TARGET: Final = Path(__file__).parent.parent / "sync" / "vectors"

MAKERS: Final = {
    "canonical.json": canonical.make,
    "chain.json": chain.make,
    "opening.json": opening.make,
    "operation.json": operation.make,
    "sidecar.json": sidecar.make,
    "slip.json": slip.make,
    "text.json": text.make,
}

_LOOKS_LIKE_ANOTHER: Final = re.compile("[\u00d0\u00f0\u1100-\u11ff\u212a\u212b]")
"""Eth, parts of Hangul that compose, the Kelvin and Ångström signs."""


def render(name: str) -> str:
    """Return the text of the vector file `name`."""
    plain = json.dumps(MAKERS[name](), ensure_ascii=False, indent=1)
    return "".join(_escaped(char) for char in plain) + "\n"


def main(arguments: list[str], *, folder: Path = TARGET) -> int:
    """Write the files of `folder`, or with `--check` compare them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if one differs")
    checking = parser.parse_args(arguments).check
    stale = [name for name in MAKERS if _read(folder / name) != render(name)]
    for name in stale:
        if checking:
            print(f"{name} is not up to date: run tools/make_vectors.py", file=sys.stderr)
        else:
            (folder / name).write_text(render(name), encoding="utf-8", newline="\n")
    return 1 if checking and stale else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _escaped(char: str) -> str:
    """Return `char`, or its JSON escape where it cannot be seen for what it is."""
    hidden = unicodedata.category(char)[0] in "CMZ" and char not in " \n"
    if not hidden and not _LOOKS_LIKE_ANOTHER.match(char):
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
