"""The clerk's process as a test sees it: what was told, what was asked, how it ended."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.world.process import Process
from vanthu_server.commune.config import NodeConfig


@contextmanager
def loaded_process(log: Path) -> Iterator[Process]:
    """A process that has everything loaded and forks a clerk for each `open`."""
    log.touch()
    process = Process([sys.executable, "-m", "tests.commune.files.clerk_process"], log=log)
    try:
        yield process
    finally:
        process.stop()


@dataclass
class ClerkAtWork:
    """A clerk who registers in a process of its own; `told` is operation → number."""

    process: Process
    config: NodeConfig
    told: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    opened: str = ""
    pid: int = 0

    def open(self, series: object) -> bool:
        """Open the node; False where it stays closed or SQLite refuses the file."""
        self.process.say(f"open {self.config.data} {series}")
        self.opened = self.process.line(" ").strip()
        state, pid = self.opened.split()[:2]
        self.pid = int(pid)
        if state != "open":
            self.process.line("gone")
        return state == "open"

    def register(self, number: int = 1) -> None:
        """Register so many and wait for the answers."""
        self.process.say(f"register {number}")
        while self.note(self.process.line("")) != "done":
            pass

    def run(self) -> None:
        """Register until killed."""
        self.process.say("run")

    def kill(self) -> None:
        """End it as a power cut does, and note all that was answered until then."""
        os.kill(self.pid, signal.SIGKILL)
        while self.note(self.process.line("")) != "gone":
            pass

    def end(self) -> None:
        """End it by asking."""
        self.process.say("end")
        self.process.line("gone")

    def note(self, line: str) -> str:
        """Keep what a line tells; return its first word."""
        words = line.split()
        if words[0] == "told":
            op, number = words[1], int(words[2])
            if self.told.setdefault(op, number) != number:
                self.wrong.append(line)
        elif words[0] == "refused":
            self.wrong.append(line)
        return words[0]
