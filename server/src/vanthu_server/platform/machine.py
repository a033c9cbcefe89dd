"""Which machine this is, and how long it has been up, on Windows and POSIX alike."""

import hashlib
import sys
import time
from pathlib import Path
from typing import Final

BINDING_HEX: Final = 32

MACHINE_ID_FILES: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def binding(data: Path) -> str:
    """Return what tells this data folder in this machine from a copy of it (hex).

    A copy elsewhere, on this or another machine, has another one; an image of the whole disk
    has the same.
    """
    named = f"{_machine_id()}|{data.resolve()}"
    return hashlib.sha256(named.encode()).hexdigest()[:BINDING_HEX]


if sys.platform == "win32":
    import winreg

    def _machine_id() -> str:
        place = r"SOFTWARE\Microsoft\Cryptography"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

    def uptime() -> float:
        """Return the seconds since the machine was started, sleep included."""
        return time.monotonic()

else:

    def _machine_id() -> str:
        for path in MACHINE_ID_FILES:
            try:
                text = path.read_text(encoding="ascii").strip()
            except (OSError, UnicodeDecodeError):
                continue
            if text:
                return text
        return ""

    def uptime() -> float:
        """Return the seconds since the machine was started, sleep included where it is known."""
        clock = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if clock is None else time.clock_gettime(clock)
