"""What a line of an official text is: ground, heading, article, paragraph.

The rules follow NĐ 30/2020 Phụ lục I Mục II.6: grounds in italics, "Điều n." bold, chapters and
parts in bold capitals in the middle.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

ParagraphKind = Literal["plain", "ground", "centred", "heading", "article", "note", "cells"]

_GROUNDS: Final = ("Căn cứ ", "Theo đề nghị ", "Xét đề nghị ")
_ARTICLE: Final = re.compile(r"(Điều \d+\.)\s*(.*)", re.DOTALL)
_CENTRED: Final = re.compile(r"(Chương|Phần|Mẫu|Phụ lục) [IVXLC\d]+$")
_ORDINAL: Final = re.compile(r"([IVXLC]+|\d+)\. ")
_NOTE: Final = "(Ban hành kèm theo "
_PICTURE: Final = "(Hình ảnh)"
_CAPITALS_MIN: Final = 4
_CAPITALS_MAX: Final = 200


class Paragraph(msgspec.Struct, frozen=True):
    """One line: `lead` is bold, `text` as the kind has it; cells of a row are split by tabs."""

    kind: ParagraphKind
    text: str
    lead: str = ""


def paragraphs(lines: Iterable[str], *, titled: bool = True) -> tuple[Paragraph, ...]:
    """Return what each line is; a line keeps every one of its words, in order.

    Grounds are grounds only before the first plain paragraph or article. `titled` says that
    articles may have titles of their own ("Điều 1. Phạm vi điều chỉnh"), as in a regulation;
    in a decision "Điều 1." opens a sentence.
    """
    found: list[Paragraph] = []
    opening = True
    for line in lines:
        paragraph = _paragraph(line, opening=opening, titled=titled)
        opening = opening and paragraph.kind in {"ground", "centred"}
        found.append(paragraph)
    return tuple(found)


def _paragraph(line: str, *, opening: bool, titled: bool) -> Paragraph:
    if opening and line.startswith(_GROUNDS):
        return Paragraph("ground", line)
    if article := _ARTICLE.match(line):
        if titled and _is_title(article[2]):
            return Paragraph("heading", line)
        return Paragraph("article", article[2], lead=article[1])
    if line.startswith(_NOTE):
        return Paragraph("note", line)
    if line.startswith(_PICTURE):
        return Paragraph("cells", line)
    if _CENTRED.match(line):
        return Paragraph("centred", line)
    if _is_capitals(line):
        return Paragraph("heading" if _ORDINAL.match(line) else "centred", line)
    return Paragraph("plain", line)


def _is_title(text: str) -> bool:
    return bool(text) and not text.endswith((".", ";", ":", ","))


def _is_capitals(line: str) -> bool:
    letters = [sign for sign in line if sign.isalpha()]
    enough = _CAPITALS_MIN <= len(letters) <= _CAPITALS_MAX
    return enough and all(letter.isupper() for letter in letters)
