"""A week's intake: 350 real documents by their register entries (README.md names the sources)."""

from datetime import date
from importlib import resources
from typing import Final

import msgspec

from vanthu_server.typesetting.compiler import compile_template
from vanthu_server.typesetting.letterhead import organ_lines
from vanthu_server.typesetting.number_and_date import date_text

_OFFICIAL_LETTER: Final = "Công văn"


class SampleDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What a register knows of a published document.

    `number` and `notation` are split at the first "/"; (issuer, number, notation, date) is
    unique in the week. `subject` is as published, up to 545 characters.
    """

    issuer: str
    number: str
    notation: str
    date: date
    type: str
    subject: str
    signer: str | None = None

    @property
    def symbol(self) -> str:
        """Number and notation as printed; a notation beginning with "-" joins without "/"."""
        joint = "" if self.notation.startswith("-") else "/"
        return f"{self.number}{joint}{self.notation}"


class _Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What templates/cover.typ reads."""

    organ: tuple[str, ...]
    symbol: str
    date: str
    letter: bool
    type_name: str
    subject: str
    signer: str


def week_intake() -> tuple[SampleDocument, ...]:
    """Return the 350 documents in the order in which they came, oldest first."""
    lines = (resources.files(__package__) / "week.jsonl").read_bytes().splitlines()
    return tuple(msgspec.json.decode(line, type=SampleDocument) for line in lines)


def typeset_cover(document: SampleDocument) -> bytes:
    """Return one page that stands for the scan of `document`, marked as a sample.

    Raises FontsMissing when the fonts were not built.
    """
    return compile_template("cover", _layout(document)).pdf


def _layout(document: SampleDocument) -> _Layout:
    letter = document.type == _OFFICIAL_LETTER
    subject = document.subject
    for opening in ("V/v ", "Về việc "):
        subject = subject.removeprefix(opening) if letter else subject
    return _Layout(
        organ=organ_lines(document.issuer),
        symbol=document.symbol,
        date=date_text("", document.date),
        letter=letter,
        type_name=document.type.upper(),
        subject=subject,
        signer=document.signer or "",
    )
