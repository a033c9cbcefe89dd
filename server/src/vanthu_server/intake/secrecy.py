"""Refuse state secrets, warn of what may be one, and let look-alikes pass.

Rules (design: refuse only what is marked, before anything is stored; R-GEN-01, R-SEC-08):
1. Refuse: a person or an edXML marks a level, or a line of page 1 is exactly a stamp in
   capitals (MẬT, TỐI MẬT, TUYỆT MẬT; also spaced, framed, decomposed), or the label
   "Độ mật: Mật" with a level.
2. Warn: a level that stands in a line with other text, or a subject in which "mật" is none of
   the words of `secret_words`. The clerk then confirms "Không phải văn bản mật".
3. Clear: everything else: "bảo mật", "mật khẩu", "mật độ", "mật ong", place and people's names.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

import msgspec

from vanthu_server.intake.secret_words import suspicious_phrases
from vanthu_sync.text import fold, mend

LEVELS: Final = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
"""Luật Bảo vệ bí mật nhà nước: the three levels, the longest first."""

_STAMPS: Final = {level.replace(" ", ""): level for level in LEVELS}
_MARKS: Final = {"a": "TUYỆT MẬT", "b": "TỐI MẬT", "c": "MẬT"} | {
    fold(level): level for level in LEVELS
}
_NOT_MARKED: Final = {"", "0", "khong", "khong mat", "khong co", "thuong", "binh thuong"}
_MARK_LABEL: Final = re.compile(r"^(muc )?(do mat|dau chi do mat|do bao mat) ?")
_LABELLED: Final = re.compile(
    r"^\W*(?:mức )?(?:dấu chỉ )?độ mật\W*(tuyệt mật|tối mật|mật)\W*$", re.IGNORECASE
)
_STAMP_LINE_WORDS_MAX: Final = 4
"""A title line of page 1 is longer; a frame with a level and a copy number is not."""


class SecrecyOutcome(StrEnum):
    """What the check decides."""

    REFUSE = "refuse"
    WARN = "warn"
    CLEAR = "clear"


class SecrecyPlace(StrEnum):
    """Where a word was found."""

    MARKING = "marking"
    PAGE1 = "page1"
    SUBJECT = "subject"


_PLACES: Final = {
    SecrecyPlace.MARKING: "ô Độ mật",
    SecrecyPlace.PAGE1: "trang 1 của tệp",
    SecrecyPlace.SUBJECT: "trích yếu",
}


class FoundMark(msgspec.Struct, frozen=True, kw_only=True):
    """Words that decided, and their place."""

    words: str
    place: SecrecyPlace


class SecrecyFinding(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome with the words found."""

    outcome: SecrecyOutcome
    found: tuple[FoundMark, ...] = ()

    @property
    def code(self) -> str:
        """The error to answer with (vanthu_sync.errors), "" when clear."""
        return _CODES.get(self.outcome, "")

    @property
    def detail(self) -> str:
        """The words and where they stand, for the error's detail."""
        return "; ".join(f"thấy “{mark.words}” ở {_PLACES[mark.place]}" for mark in self.found)


_CODES: Final = {
    SecrecyOutcome.REFUSE: "SECRET_REFUSED",
    SecrecyOutcome.WARN: "SECRECY_SUSPECTED",
}


def check_secrecy(marking: str | None, page1_text: str | None, subject: str) -> SecrecyFinding:
    """Check what is known of a document before it is stored.

    `marking` is what a person or an edXML says of its secrecy, `page1_text` the lines of the
    first page (None where there is no text layer), `subject` the trích yếu.
    """
    lines = _lines(page1_text or "")
    refused = [*_marked(marking or ""), *_stamped(lines)]
    if refused:
        return SecrecyFinding(outcome=SecrecyOutcome.REFUSE, found=tuple(refused))
    doubtful = [
        *_unknown_marking(marking or ""),
        *_stamps_in_text(lines),
        *(
            FoundMark(words=words, place=SecrecyPlace.SUBJECT)
            for words in suspicious_phrases(mend(subject))
        ),
    ]
    if doubtful:
        return SecrecyFinding(outcome=SecrecyOutcome.WARN, found=tuple(doubtful))
    return SecrecyFinding(outcome=SecrecyOutcome.CLEAR)


def _lines(text: str) -> list[str]:
    return [line for line in unicodedata.normalize("NFKC", mend(text)).split("\n") if line]


def _marked(marking: str) -> list[FoundMark]:
    level = _MARKS.get(_bare_mark(marking))
    return [FoundMark(words=level, place=SecrecyPlace.MARKING)] if level else []


def _unknown_marking(marking: str) -> list[FoundMark]:
    if _bare_mark(marking) in _NOT_MARKED:
        return []
    return [FoundMark(words=mend(marking), place=SecrecyPlace.MARKING)]


def _bare_mark(marking: str) -> str:
    return _MARK_LABEL.sub("", fold(marking))


def _stamped(lines: list[str]) -> list[FoundMark]:
    levels = (_stamp(line) or _labelled(line) for line in lines)
    found = dict.fromkeys(level for level in levels if level)
    return [FoundMark(words=level, place=SecrecyPlace.PAGE1) for level in found]


def _stamp(line: str) -> str:
    if any(char.isdigit() for char in line):
        return ""
    return _STAMPS.get("".join(char for char in line if char.isalpha()), "")


def _labelled(line: str) -> str:
    match = _LABELLED.match(line)
    return match.group(1).upper() if match else ""


def _stamps_in_text(lines: list[str]) -> list[FoundMark]:
    found = dict.fromkeys(level for line in lines for level in _stamp_in_text(line))
    return [FoundMark(words=level, place=SecrecyPlace.PAGE1) for level in found]


def _stamp_in_text(line: str) -> list[str]:
    """A stamp that the text layer ran together with its neighbours, or one in small letters.

    Wrapped prose is let pass: it begins in small letters and says "mật" in small letters.
    """
    phrases = suspicious_phrases(line)
    if len(line.split()) <= _STAMP_LINE_WORDS_MAX and line[0].isupper():
        return phrases
    return [phrase for phrase in phrases if phrase.endswith("MẬT")]
