"""The province of the world: its hub as a process with a PostgreSQL of its own."""

from pathlib import Path

from tools.world.process import run, vanthu
from tools.world.served import Served

ACCOUNT = "tinh"


class Province(Served):
    """The hub."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, log="hub.log")
        self.data = folder / "data"

    def set_up(self, password: str) -> None:
        """Make the account of the province page."""
        arguments = vanthu("province", "account", "add", "--data", str(self.data), ACCOUNT)
        run(arguments, answers=password + "\n")

    def start(self, *, port: int = 0) -> None:
        """Run the hub and wait until it serves."""
        self.serve("province", "run", "--data", str(self.data), "--port", str(port))

    def pair_code(self, commune: str) -> str:
        """Return a one-time code for a commune."""
        arguments = vanthu("province", "pair-code", "--data", str(self.data))
        return run([*arguments, "--commune", commune]).strip()

    def dump(self) -> str:
        """Return every journal that the hub holds, as canonical JSON lines."""
        return run(vanthu("province", "dump", "--data", str(self.data)))
