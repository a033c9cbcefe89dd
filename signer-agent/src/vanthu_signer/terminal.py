import getpass
from typing import TextIO

from vanthu_signer.limits import SHOWN_CHARACTERS_MAX


class Terminal:
    """Talks to the person line by line; secrets are not echoed where a screen is attached."""

    def __init__(self, answers: TextIO, questions: TextIO) -> None:
        self._answers = answers
        self._questions = questions
        self.ended = False
        """Nobody answers any more: the input was closed."""

    def say(self, text: str = "") -> None:
        """Write one line and send it at once."""
        self._questions.write(text + "\n")
        self._questions.flush()

    def ask(self, question: str) -> str | None:
        """Ask, return the answered line without its end, or None when nobody answers any more."""
        self.say(question)
        line = self._line()
        return None if line is None else line.strip()

    def ask_secret(self, question: str) -> str | None:
        """Ask for a PIN or passphrase; from a pipe it is simply the next line."""
        if self._answers.isatty():
            return getpass.getpass(question + " ", stream=self._questions)
        self.say(question)
        return self._line()

    def _line(self) -> str | None:
        line = self._answers.readline()
        self.ended = not line
        return line.rstrip("\r\n") if line else None


def shown(text: str) -> str:
    """Text from elsewhere, fit to show: no control or direction characters, not too long."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    if len(clean) <= SHOWN_CHARACTERS_MAX:
        return clean
    return clean[:SHOWN_CHARACTERS_MAX] + "…"
