"""Real processes of the product: started, awaited by their ready line, stopped by their id."""

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TextIO

READY_SECONDS: Final = 60.0
"""A PostgreSQL of one's own takes some seconds to begin on a loaded machine."""

STOP_SECONDS: Final = 20.0
ADDRESS: Final = re.compile(r"https?://\S+")


class ProcessFailed(RuntimeError):
    """A process ended or stayed silent where it should have served; the text holds its words."""


class Process:
    """One process with its output read line by line."""

    def __init__(
        self, arguments: list[str], *, log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._log = log
        self._child = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def id(self) -> int:
        """The process id."""
        return self._child.pid

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self._child.poll() is None

    def line(self, wanted: str, *, seconds: float = READY_SECONDS) -> str:
        """Return the next line that holds `wanted`; raises ProcessFailed."""
        while True:
            try:
                line = self._lines.get(timeout=seconds)
            except queue.Empty:
                raise ProcessFailed(f"no «{wanted}» within {seconds} s") from None
            if line is None:
                words = self._log.read_text(encoding="utf-8")
                raise ProcessFailed(f"ended before «{wanted}»:\n{words}")
            if wanted in line:
                return line

    def show(self, where: TextIO) -> None:
        """Write every further line to `where` until the process ends."""
        while (line := self._lines.get()) is not None:
            where.write(line)
            where.flush()

    def address(self) -> str:
        """Return the address in the ready line."""
        found = ADDRESS.search(self.line("sẵn sàng"))
        assert found is not None
        return found.group()

    def say(self, text: str) -> None:
        """Write a line to its standard input."""
        assert self._child.stdin is not None
        self._child.stdin.write(text + "\n")
        self._child.stdin.flush()

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._child.kill()
        self._child.wait(timeout=STOP_SECONDS)
        self._close()

    def stop(self) -> int:
        """Ask it to stop, wait, and return its exit code; kill it when it does not listen."""
        if self.running:
            self._child.terminate()
        try:
            self._child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._close()
        return self._child.returncode

    def _close(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._reader.join(timeout=STOP_SECONDS)

    def _read(self) -> None:
        assert self._child.stdout is not None
        with self._log.open("a", encoding="utf-8") as log, self._child.stdout as output:
            for line in output:
                log.write(line)
                log.flush()
                self._lines.put(line)
        self._lines.put(None)


def vanthu(*arguments: str) -> list[str]:
    """Return the command line of `vanthu`."""
    return [sys.executable, "-m", "vanthu_server", *arguments]


def signer(*arguments: str) -> list[str]:
    """Return the command line of `vanthu-signer`."""
    return [sys.executable, "-c", "import vanthu_signer.app as a; a.sys.exit(a.main())", *arguments]


def run(arguments: list[str], *, answers: str = "") -> str:
    """Run a command to its end and return what it printed; raises ProcessFailed."""
    done = subprocess.run(
        arguments,
        input=answers,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    if done.returncode != 0:
        raise ProcessFailed(f"{arguments[2:]} → {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
