"""One run of the story for all its tests: real processes, the province cut off and back again."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

STORY_SECONDS_MAX = 600
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Told:
    """What the story printed and left."""

    code: int
    last_line: str
    progress: str
    out: Path


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    out = tmp_path_factory.mktemp("story")
    done = subprocess.run(
        [sys.executable, "-m", "tools.story", "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=STORY_SECONDS_MAX,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    lines = done.stdout.splitlines() or [""]
    return Told(code=done.returncode, last_line=lines[-1], progress=done.stderr, out=out)
