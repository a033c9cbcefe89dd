"""A process of the world that serves an address: the hub, or a node."""

from pathlib import Path
from urllib.parse import urlsplit

from tools.world.process import Process, vanthu


class Served:
    """What hub and nodes have in common."""

    def __init__(self, folder: Path, *, log: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.process: Process | None = None
        self.address = ""
        self._log = folder / log

    def serve(self, *arguments: str) -> None:
        """Run `vanthu` with `arguments` and wait until it serves."""
        self.process = Process(vanthu(*arguments), log=self._log)
        self.address = self.process.address()

    def stop(self) -> None:
        """Stop it, if it was started."""
        if self.process is not None:
            self.process.stop()

    def target(self) -> tuple[str, int]:
        """Return host and port for a relay."""
        parts = urlsplit(self.address)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port
