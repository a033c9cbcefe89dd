"""Checks the Debian packages that the tests drive, installs them where it may, else names them.

No test is skipped for want of a program: either all are there, or this stops with exit code 1.
"""

import os
import shutil
import subprocess
import sys

# Package -> what shows that it is there, and what needs it.
PACKAGES: dict[str, tuple[str, str]] = {
    "chromium": ("chromium", "browser tests"),
    "softhsm2": ("softhsm2-util", "signing with a token"),
    "poppler-utils": ("pdftotext", "reading our PDFs with another program"),
    "strace": ("strace", "the order in which a registration reaches the disk"),
}
# Debian keeps some administrator's programs where a plain user's PATH does not look.
MORE_FOLDERS = ("/usr/sbin", "/sbin", "/usr/local/sbin")


def search_path() -> str:
    """PATH, and where Debian keeps an administrator's programs."""
    return os.pathsep.join([os.environ.get("PATH", ""), *MORE_FOLDERS])


def missing(path: str) -> list[str]:
    """Packages whose program is in no folder of this path."""
    return [name for name, (program, _) in PACKAGES.items() if not shutil.which(program, path=path)]


def privilege() -> list[str] | None:
    """The words to put before apt-get: none for root, sudo where it asks no password.

    None where neither holds or apt-get does not exist.
    """
    if sys.platform == "win32" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode:
        sudo = None
    return [sudo, "-n"] if sudo else None


def install(names: list[str], before: list[str]) -> bool:
    """Updates the lists and installs; says whether both worked."""
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        command = [*before, *environment, "apt-get", "-qq", *arguments]
        if subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
        ).returncode:
            return False
    return True


def main() -> int:
    """0 when every program is there at the end, 1 otherwise."""
    names = missing(search_path())
    before = privilege() if names else None
    if names and before is not None and install(names, before):
        names = missing(search_path())
    for name in names:
        print(f"missing Debian package {name}: needed for {PACKAGES[name][1]}", file=sys.stderr)
    if names:
        print(f"install them and run again: apt-get install {' '.join(names)}", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    raise SystemExit(main())
