"""What can go wrong while a document is set in type; each with code, cause and next step."""


class TypesettingError(Exception):
    """Base of the errors here.

    `code` is stable and never reused; `text` names the cause and `next_step` the way on,
    both in Vietnamese.
    """

    code = "TYPESETTING_FAILED"

    def __init__(self, text: str, *, next_step: str) -> None:
        super().__init__(f"{self.code}: {text} {next_step}")
        self.text = text
        self.next_step = next_step


class FontsMissing(TypesettingError):
    """The Tinos fonts are not where the program expects them."""

    code = "FONTS_MISSING"


class LettersMissing(TypesettingError):
    """The text holds signs that the font of documents does not have."""

    code = "LETTERS_MISSING"


class DraftTooLong(TypesettingError):
    """The draft is over one of the limits."""

    code = "DRAFT_TOO_LONG"


class TypesetterFailed(TypesettingError):
    """Typst refused: a fault of ours in a template, never of the person who writes."""

    code = "TYPESETTING_FAILED"
