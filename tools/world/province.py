"""The province of the world: its hub as a process with a PostgreSQL of its own."""

from pathlib import Path
from urllib.parse import urlsplit

from tools.world.process import Process, run, vanthu

ACCOUNT = "tinh"


class Province:
    """The hub."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.data = folder / "data"
        self.process: Process | None = None
        self.address = ""

    def set_up(self, password: str) -> None:
        """Make the account of the province page."""
        arguments = vanthu("province", "account", "add", "--data", str(self.data), ACCOUNT)
        run(arguments, answers=password + "\n")

    def start(self, *, port: int = 0) -> None:
        """Run the hub and wait until it serves."""
        arguments = vanthu("province", "run", "--data", str(self.data), "--port", str(port))
        self.process = Process(arguments, log=self._folder / "hub.log")
        self.address = self.process.address()

    def stop(self) -> None:
        """Stop the hub."""
        if self.process is not None:
            self.process.stop()

    def target(self) -> tuple[str, int]:
        """Return host and port for a relay."""
        parts = urlsplit(self.address)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port

    def pair_code(self, commune: str) -> str:
        """Return a one-time code for a commune."""
        arguments = vanthu("province", "pair-code", "--data", str(self.data))
        return run([*arguments, "--commune", commune]).strip()

    def dump(self) -> str:
        """Return every journal that the hub holds, as canonical JSON lines."""
        return run(vanthu("province", "dump", "--data", str(self.data)))
