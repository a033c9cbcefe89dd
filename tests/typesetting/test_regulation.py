"""The five regulations: their text says what their metadata says, their PDFs say their text."""

import unicodedata
from datetime import date

import pytest

from vanthu_server.samples.regulation import (
    regulation,
    regulation_parts,
    regulations,
    typeset_regulation,
)

from .page_text import page_texts

KEYS = ("000", "001", "002", "003", "004")
ARTICLES = {"000": 22, "001": 25, "002": 24, "003": 18, "004": 22}


def squeezed(text: str) -> str:
    """Return the text without spaces: a line end may fall anywhere, also after a hyphen."""
    return "".join(unicodedata.normalize("NFC", text).split())


def without_page_number(text: str) -> str:
    first, rest = text.split(maxsplit=1)
    return rest if first.isdigit() else text


def whole_text(key: str) -> str:
    return " ".join(line for lines in regulation_parts(key).values() for line in lines)


def test_there_are_five_with_their_keys() -> None:
    assert tuple(known.key for known in regulations()) == KEYS


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        typeset_regulation("005")


@pytest.mark.parametrize("key", KEYS)
def test_what_the_metadata_claims_stands_in_the_text(key: str) -> None:
    known, text = regulation(key), squeezed(whole_text(key)).casefold()
    claims = [known.subject, known.signer_name, known.signer_position]
    if known.number:
        claims.append(known.symbol)
    if "issuer" not in known.inferred:
        claims.append(known.issuer)
    for claim in filter(None, claims):
        assert squeezed(claim).casefold() in text, claim
    if known.date:
        long = f"ngày {known.date.day:02d} tháng {known.date.month} năm {known.date.year}"
        short = f"ngày {known.date.day}/{known.date.month}/{known.date.year}"
        assert squeezed(long) in text or squeezed(short) in text


def test_what_the_source_leaves_blank_is_none_and_said() -> None:
    blanks = {
        known.key: (known.number is None, known.date is None, known.signer_name is None)
        for known in regulations()
    }
    assert blanks["003"] == (True, True, False)
    assert blanks["004"] == (True, True, True)
    assert blanks["002"] == (False, False, True)
    assert all(known.note for known in regulations() if any(blanks[known.key]))
    assert regulation("000").date == date(2018, 12, 20)


@pytest.mark.parametrize("key", KEYS)
def test_the_text_is_clean_and_whole(key: str) -> None:
    lines = [line for part in regulation_parts(key).values() for line in part]
    text = "\n".join(lines)
    assert unicodedata.normalize("NFC", text) == text
    assert [line for line in lines if line != line.strip() or "  " in line] == []
    articles = [line for line in regulation_parts(key)["annex"] if line.startswith("Điều ")]
    numbers = [int(line.split()[1].rstrip(".")) for line in articles]
    assert numbers == list(range(1, ARTICLES[key] + 1))


@pytest.mark.parametrize("key", KEYS)
def test_every_line_of_the_text_stands_in_the_pdf_with_its_accents(key: str) -> None:
    pages = page_texts(typeset_regulation(key))
    assert len(pages) == regulation(key).pages
    joined = squeezed("".join(without_page_number(text) for text in pages))
    missing = [
        line
        for lines in regulation_parts(key).values()
        for line in lines
        if not all(squeezed(cell) in joined for cell in line.split("\t"))
    ]
    assert missing == []
