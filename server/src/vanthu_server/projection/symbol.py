"""Số và ký hiệu: a number and a notation, written as one symbol."""

from vanthu_sync.text import fold


def join(number: str, notation: str) -> str:
    """Return "45/UBND-NV" from "45" and "UBND-NV"; Party style "-TB/TU" joins without a stroke."""
    if not number or not notation:
        return number or notation
    return f"{number}{notation}" if notation.startswith("-") else f"{number}/{notation}"


def search_words(symbol: str) -> str:
    """Return the words by which a symbol is found: with its separators, and without any."""
    return f"{symbol} {''.join(fold(symbol).split())}"


def outgoing(number: int, notation: str) -> str:
    """Return the symbol of an outgoing document: below 10 with a leading zero (NĐ 30 Phụ lục I)."""
    return join(f"{number:02d}", notation)
