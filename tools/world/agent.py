"""The signer agent of the world: a real process whose terminal is answered through a pipe."""

import threading
from pathlib import Path
from typing import TextIO

from tools.world.process import Process, run, signer

PASSPHRASE = "thu-nghiem"  # noqa: S105 - it opens test keys only
"""Opens the test keys; they sign nothing of value."""


class Agent:
    """One agent with test keys."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._home = folder / "home"
        self._log = folder / "agent.log"
        self.process: Process | None = None

    def pair(self, node: str, code: str, keys: tuple[Path, ...]) -> None:
        """Pair with a node, offering the certificates of test keys."""
        files = [part for key in keys for part in ("--p12", str(key))]
        place = ("--node", node, "--code", code, "--name", "Máy ký văn phòng")
        answers = f"{PASSPHRASE}\n" * len(keys)
        run(signer("--home", str(self._home), "pair", *place, *files), answers=answers)
        self._keys = len(keys)

    def start(self) -> None:
        """Run it, give the passphrases, and wait until it waits for work."""
        self.process = Process(signer("--home", str(self._home), "run"), log=self._log)
        for _ in range(self._keys):
            self.process.say(PASSPHRASE)
        self.process.line("Đang chờ việc")

    def answer(self, word: str = "ký") -> str:
        """Wait for the question and answer it; return the line that names the document."""
        assert self.process is not None
        title = self.process.line("Văn bản:")
        self.process.line("Trả lời")
        self.process.say(word)
        return title.strip()

    def converse(self, answers: TextIO, questions: TextIO) -> None:
        """From now on show the agent's words and pass lines on to it, in the background."""
        assert self.process is not None
        threading.Thread(target=self.process.show, args=(questions,), daemon=True).start()
        threading.Thread(target=self._pass_on, args=(answers,), daemon=True).start()

    def _pass_on(self, answers: TextIO) -> None:
        assert self.process is not None
        for line in answers:
            self.process.say(line.rstrip("\n"))

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.stop()
