"""The five regulations: what is known of them, their text, and their PDF.

The text files hold one paragraph a line, in parts that begin with their name in brackets
("[decision]"). README.md says where they come from and what was mended.
"""

from datetime import date
from importlib import resources
from typing import Final

import msgspec

from vanthu_server.typesetting.compiler import compile_template
from vanthu_server.typesetting.letterhead import organ_lines
from vanthu_server.typesetting.number_and_date import date_text
from vanthu_server.typesetting.paragraphs import Paragraph, paragraphs

_FOLDER: Final = resources.files(__package__) / "regulations"
_WIDE: Final = "\u00a0" * 6
"""Room to write a number or a day by hand, as in a draft on paper."""


class Regulation(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a regulation; None where its source leaves it blank.

    `inferred` names the fields that stand on no title page but follow from the text; `note`
    says in Vietnamese what the source lacks. `pages` counts the pages of our PDF.
    """

    key: str
    issuer: str
    place: str
    number: str | None
    notation: str | None
    date: date | None
    type_name: str
    subject: str
    signer_name: str | None
    signer_position: str | None
    pages: int
    inferred: tuple[str, ...] = ()
    note: str = ""

    @property
    def symbol(self) -> str:
        """Number and notation as printed ("19/2018/QĐ-UBND"); the number may be blank."""
        return f"{self.number or ''}/{self.notation}" if self.notation else ""


class _Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What templates/regulation.typ reads."""

    subject: str
    organ: tuple[str, ...]
    number: str
    date: str
    title: tuple[str, ...]
    decision: tuple[Paragraph, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    annex_head: bool
    annex_title: tuple[str, ...]
    annex: tuple[Paragraph, ...]
    annex_signature: tuple[str, ...]
    appendix: tuple[Paragraph, ...]


def regulations() -> tuple[Regulation, ...]:
    """Return the five, in the order of their keys "000" to "004"."""
    written = (_FOLDER / "regulations.json").read_bytes()
    return msgspec.json.decode(written, type=tuple[Regulation, ...])


def regulation(key: str) -> Regulation:
    """Return the one with that key. Raises KeyError for a key that is none of the five."""
    for known in regulations():
        if known.key == key:
            return known
    raise KeyError(key)


def regulation_parts(key: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of each part of the text, in the order of the document."""
    text = (_FOLDER / f"{regulation(key).key}.txt").read_text(encoding="utf-8")
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = parts.setdefault(line[1:-1], [])
        else:
            lines.append(line)
    return {name: tuple(lines) for name, lines in parts.items()}


def typeset_regulation(key: str) -> bytes:
    """Return the regulation as PDF: its decision first, where the source has one, then the text.

    Raises KeyError for an unknown key, FontsMissing when the fonts were not built.
    """
    known, parts = regulation(key), regulation_parts(key)
    return compile_template("regulation", _layout(known, parts)).pdf


def _layout(known: Regulation, parts: dict[str, tuple[str, ...]]) -> _Layout:
    def part(name: str) -> tuple[str, ...]:
        return parts.get(name, ())

    return _Layout(
        subject=known.subject,
        organ=part("organ") or organ_lines(known.issuer),
        number=f"Số: {known.number or _WIDE}/{known.notation}" if known.notation else "",
        date=_date_line(known, part("place-date")),
        title=part("title"),
        decision=paragraphs(part("decision"), titled=False),
        recipients=part("recipients")[1:],
        signature=part("signature"),
        annex_head="annex-head" in parts,
        annex_title=_with_type(known, part("annex-title")),
        annex=paragraphs(part("annex")),
        annex_signature=part("annex-signature"),
        appendix=paragraphs(part("appendix")),
    )


def _date_line(known: Regulation, printed: tuple[str, ...]) -> str:
    if known.date:
        return date_text(known.place, known.date)
    blank = " ".join(printed).replace("ngày tháng", f"ngày{_WIDE}tháng")
    return blank.replace("tháng năm", f"tháng{_WIDE}năm")


def _with_type(known: Regulation, title: tuple[str, ...]) -> tuple[str, ...]:
    """Return the title with its type above: 004 lost the line that says QUY CHẾ."""
    return title if "type_name" not in known.inferred else (known.type_name.upper(), *title)
