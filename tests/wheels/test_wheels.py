"""Each wheel stands alone: it builds, installs with its own pins, imports, and says what it does.

The server must not drag in smart-card code, nor the signer a database driver, and both have to
install on Windows without a compiler.
"""

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.tree import ROOT

STEP_SECONDS_MAX = 300  # a slow link fetches 100 MB of wheels once; the cache serves afterwards
UV = Path(sys.executable).with_name("uv.exe" if sys.platform == "win32" else "uv")


@dataclass(frozen=True)
class Distribution:
    """What one distribution is, and what an installation of it must and must not hold."""

    folder: str
    package: str
    pins: str
    command: str | None
    absent: tuple[str, ...]


SYNC = Distribution(
    folder="sync",
    package="vanthu_sync",
    pins="sync.txt",
    command=None,
    absent=("httpx", "starlette", "pyhanko"),
)
SERVER = Distribution(
    folder="server",
    package="vanthu_server",
    pins="server.txt",
    command="vanthu",
    absent=("pkcs11", "vanthu_signer"),
)
SIGNER = Distribution(
    folder="signer-agent",
    package="vanthu_signer",
    pins="signer.txt",
    command="vanthu-signer",
    absent=("sqlalchemy", "psycopg", "sqlite_utils", "starlette", "vanthu_server"),
)


def run(*command: str | Path) -> str:
    """What the command prints; an AssertionError with its words when it fails."""
    words = [str(word) for word in command]
    environment = {**os.environ, **uv_index()}
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=STEP_SECONDS_MAX,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def uv_index() -> dict[str, str]:
    """The registry that pip was told to use, said to uv as well."""
    index = os.environ.get("PIP_INDEX_URL")
    return {"UV_DEFAULT_INDEX": index} if index and "UV_DEFAULT_INDEX" not in os.environ else {}


def program(environment: Path, name: str) -> Path:
    """Where a virtual environment keeps a program."""
    windows = sys.platform == "win32"
    return environment / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)


def names_in(wheels: Path, one: Distribution) -> set[str]:
    """The files that a built wheel holds."""
    (wheel,) = wheels.glob(f"{one.package}-*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three wheels, built from this tree."""
    folder = tmp_path_factory.mktemp("wheels")
    for one in (SYNC, SERVER, SIGNER):
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, one.folder)
    return folder


@pytest.mark.parametrize("one", [SYNC, SERVER, SIGNER], ids=lambda one: one.folder)
def test_a_wheel_alone_installs_imports_and_answers_help(
    one: Distribution, wheels: Path, tmp_path: Path
) -> None:
    home = tmp_path / "venv"
    run(UV, "venv", "--quiet", "--python", sys.executable, home)
    python = program(home, "python")
    install = (UV, "pip", "install", "--quiet", "--python", python)
    run(*install, "--require-hashes", "-r", f"requirements/{one.pins}")
    built = {wheel.name.split("-")[0]: wheel for wheel in wheels.glob("*.whl")}
    run(*install, "--no-deps", built["vanthu_sync"], built[one.package])
    run(UV, "pip", "check", "--quiet", "--python", python)

    run(python, "-W", "error", "-c", f"import {one.package}")
    for module in one.absent:
        found = run(python, "-c", f"import importlib.util as u; print(u.find_spec('{module}'))")
        assert found.strip() == "None", f"{one.package} brings {module}"
    if one.command:
        assert "usage" in run(program(home, one.command), "--help").lower()


@pytest.mark.parametrize("pins", [SERVER.pins, SIGNER.pins])
def test_every_dependency_has_a_wheel_for_windows(pins: str, tmp_path: Path) -> None:
    target = ("--target", tmp_path, "--python-platform", "x86_64-pc-windows-msvc")
    only_wheels = ("--only-binary", ":all:", "--require-hashes", "--dry-run", "--quiet")
    run(UV, "pip", "install", *target, *only_wheels, "-r", f"requirements/{pins}")


def test_the_windows_check_reports_a_package_without_a_wheel(tmp_path: Path) -> None:
    """The package uwsgi is published as source only."""
    needs = tmp_path / "needs.txt"
    needs.write_text("uwsgi==2.0.30\n", encoding="utf-8")
    target = ("--target", tmp_path, "--python-platform", "x86_64-pc-windows-msvc")
    with pytest.raises(AssertionError, match=r"has no (usable )?wheels|no wheels"):
        run(UV, "pip", "install", *target, "--only-binary", ":all:", "--dry-run", "-r", needs)


@pytest.mark.parametrize("one", [SYNC, SERVER, SIGNER], ids=lambda one: one.folder)
def test_a_wheel_carries_its_licence_and_its_types(one: Distribution, wheels: Path) -> None:
    held = names_in(wheels, one)
    assert {f"{one.package}/py.typed", f"{one.package}/LICENSE"} <= held


def test_the_server_wheel_carries_the_screens_and_the_fonts(wheels: Path) -> None:
    held = names_in(wheels, SERVER)
    assert "vanthu_server/commune/web/static/index.html" in held
    assert "vanthu_server/typesetting/fonts/Tinos-Regular.ttf" in held
