"""Makes the virtual environment of the workspace, or brings an existing one up to date.

Rules:
- Nothing but the standard library, a Python >= 3.11 and the pip wheel in tools/bootstrap: Debian's
  Python has no ensurepip, and a machine may have no pip and no root either.
- Only pinned and hashed packages, taken from the registry that pip is configured for.
- An environment that works is kept; one whose Python is gone is made anew.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
DISTRIBUTIONS = ("sync", "server", "signer-agent")
PYTHON_MIN = (3, 11)


def venv_python() -> Path:
    """The interpreter inside the environment, whether it exists or not."""
    folder, name = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    return VENV / folder / name


def pip(*arguments: str) -> None:
    """Runs the bundled pip inside the environment.

    Raises SystemExit with pip's code when it fails; pip has said why by then.
    """
    wheel = next((ROOT / "tools" / "bootstrap").glob("pip-*.whl"))
    command = [str(venv_python()), str(wheel / "pip"), "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr)
    if done.returncode:
        raise SystemExit(done.returncode)


def works(python: Path) -> bool:
    """Whether this interpreter starts and is new enough."""
    check = f"import sys; sys.exit(sys.version_info < {PYTHON_MIN})"
    try:
        return subprocess.run([str(python), "-c", check], check=False).returncode == 0
    except OSError:
        return False


def create() -> None:
    """Makes an empty environment; raises SystemExit that names the missing package."""
    if sys.version_info < PYTHON_MIN:
        raise SystemExit("Python 3.11 or newer is needed: make PYTHON=python3.11 setup")
    try:
        import venv  # noqa: PLC0415 -- Debian's minimal Python lacks it, and we say so
    except ImportError:
        raise SystemExit("This Python has no venv module: install python3-venv") from None
    venv.create(VENV, clear=True, with_pip=False, symlinks=sys.platform != "win32")


def main() -> None:
    """Creates, installs the pins, then the three distributions in place."""
    if not works(venv_python()):
        create()
    pip("install", "--quiet", "--require-hashes", "-r", "requirements/workspace.txt")
    in_place = [word for name in DISTRIBUTIONS for word in ("--editable", f"./{name}")]
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", *in_place)


if __name__ == "__main__":
    main()
