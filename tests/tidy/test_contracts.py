"""The import contracts of pyproject.toml report what they forbid."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.tree import ROOT

BROKEN = 1
KEPT = 0


def check(folder: Path, sources: dict[str, str]) -> tuple[int, str]:
    """Exit code and words of lint-imports over a made-up workspace with these sources."""
    for package in ("vanthu_sync", "vanthu_server", "vanthu_signer"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    for name, text in sources.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        for parent in file.parents:
            if parent != folder and folder in parent.parents:
                (parent / "__init__.py").touch()
        file.write_text(text, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    done = subprocess.run(
        [*command, "--config", str(ROOT / "pyproject.toml")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "text", "contract"),
    [
        ("vanthu_sync/a.py", "import vanthu_server", "server and signer never meet"),
        ("vanthu_signer/a.py", "import vanthu_server", "server and signer never meet"),
        ("vanthu_sync/a.py", "import os", "no clock or randomness"),
        ("vanthu_server/intake/a.py", "import vanthu_server.commune", "shared folders"),
        ("vanthu_server/province/app.py", "import vanthu_server.commune", "shared folders"),
        ("vanthu_server/spare/a.py", "", "shared folders"),
        (
            "vanthu_server/commune/services/a.py",
            "import vanthu_server.commune.storage",
            "app > web",
        ),
        ("vanthu_server/commune/web/a.py", "import vanthu_server.commune.storage", "app > web"),
        ("vanthu_server/commune/domain/a.py", "import starlette", "the domain knows no"),
    ],
)
def test_a_forbidden_import_is_reported(
    name: str, text: str, contract: str, tmp_path: Path
) -> None:
    commune = dict.fromkeys(
        ("vanthu_server/commune/storage/b.py", "vanthu_server/commune/b.py"), ""
    )
    code, words = check(tmp_path, {**commune, name: text})
    broken = [line for line in words.splitlines() if line.endswith("BROKEN")]
    assert code == BROKEN, words
    assert len(broken) == 1, words
    assert contract in broken[0]


def test_a_workspace_that_keeps_the_rules_is_let_pass(tmp_path: Path) -> None:
    code, words = check(
        tmp_path,
        {
            "vanthu_server/commune/app.py": "import vanthu_server.commune.web.a",
            "vanthu_server/commune/web/a.py": "import vanthu_server.commune.services.a",
            "vanthu_server/commune/services/a.py": "import vanthu_sync, vanthu_server.policy.a",
            "vanthu_server/policy/a.py": "",
        },
    )
    assert code == KEPT, words
