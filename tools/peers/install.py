"""Installs the peers when a benchmark wants them: by name, version and hash, into .build/peers.

Nothing of them is part of the product or of its tests.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.environment import ROOT

PEERS: Final = ROOT / ".build" / "peers"
SOURCE: Final = Path(__file__).resolve().parent


def pouch() -> Path:
    """Return the folder that holds PouchDB, PouchDB Server and our two scripts.

    Raises CalledProcessError or OSError where npm cannot install them.
    """
    source, target = SOURCE / "pouch", PEERS / "pouch"
    _once(target, lock=source / "package-lock.json", install=lambda: _npm(source, target))
    for script in source.glob("*.mjs"):
        shutil.copyfile(script, target / script.name)
    return target


def kinto() -> Path:
    """Return the folder of Kinto's own environment; raises as `pouch`."""
    target, pins = PEERS / "kinto", SOURCE / "kinto" / "requirements.txt"
    _once(target, lock=pins, install=lambda: _pip(target, pins))
    return target


def _once(target: Path, *, lock: Path, install: Callable[[], None]) -> None:
    stamp = target / "installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    install()
    stamp.write_text(wanted, encoding="ascii")


def _npm(source: Path, target: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(source / name, target / name)
    npm = shutil.which("npm") or "npm"
    words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(words, cwd=target, check=True, stdout=sys.stderr)


def _pip(target: Path, pins: Path) -> None:
    venv.create(target, with_pip=False, symlinks=True)
    wheel = next((ROOT / "tools" / "bootstrap").glob("pip-*.whl"))
    words = [str(target / "bin" / "python"), str(wheel / "pip"), "--disable-pip-version-check"]
    words += ["install", "--quiet", "--require-hashes", "-r", str(pins)]
    subprocess.run(words, check=True, stdout=sys.stderr)
