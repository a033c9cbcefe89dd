"""The files of the workspace as git sees them: tracked, or new and not ignored."""

import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def files(root: Path = ROOT) -> list[Path]:
    """Every file that is or could be committed, sorted; raises CalledProcessError without git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
    paths = {root / name.decode() for name in listed.split(b"\0") if name}
    return sorted(path for path in paths if path.is_file())


def fingerprint(root: Path = ROOT) -> str:
    """One SHA-256 (hex) over every file's name and content."""
    total = hashlib.sha256()
    for path in files(root):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
