"""An outgoing document before it is signed, laid out by NĐ 30/2020 Phụ lục I.

Rules:
1. Số and ngày tháng stay empty: they are filled into the *signed* file (signing.md 1), so the
   draft only names their places, the place of the leader's signature and of the organ's.
2. The block of recipients, capacity, position and name is never torn over two pages, and the
   last paragraph goes with it.
3. Text is mended to NFC with single spaces; nothing else about it changes.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import asdict

from vanthu_sync.text import mend

from .boxes import SEAL_BOX, FieldBox, SealPosition, seal_box
from .compiler import compile_template
from .errors import DraftTooLong
from .letterhead import one_line, organ_lines
from .limits import (
    LINE_CHARACTERS_MAX,
    PARAGRAPH_CHARACTERS_MAX,
    PARAGRAPHS_MAX,
    RECIPIENTS_MAX,
)
from .paragraphs import Paragraph, paragraphs

OFFICIAL_LETTER: Final = "Công văn"
"""The type that shows no type name: its subject stands under the number (V/v …)."""

_DECISIONS: Final = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị"})
_ABOUT: Final = ("V/v ", "Về việc ")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What the author gives; names as they are said, upper case is the layout's affair.

    `body` is one paragraph an entry; leading ones that begin with "Căn cứ" are set as grounds,
    "Điều n." in bold, lines in capitals in the middle (paragraphs.py). `recipients` are the
    lines of Nơi nhận without "Lưu", `keep` what follows "Lưu:" ("VT, VP"). `addressees` are the
    lines of Kính gửi; a công văn without them is addressed to its recipients.
    `signer_capacity` is the line above the position ("TM. ỦY BAN NHÂN DÂN"), several split by
    line breaks, or empty. `urgency` is 0..4 as edXML numbers it.
    """

    organ_parent: str
    organ_name: str
    place: str
    type_name: str
    subject: str
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    keep: str
    signer_capacity: str
    signer_position: str
    signer_name: str
    urgency: int = 0
    addressees: tuple[str, ...] = ()


class TypesetDraft(msgspec.Struct, frozen=True):
    """A draft as PDF, and its places `SoVanBan`, `NgayThang`, `ChuKyLanhDao`, `DauCoQuan`."""

    pdf: bytes
    boxes: dict[str, FieldBox]


class _Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What templates/draft.typ reads."""

    organ_parent: tuple[str, ...]
    organ_name: tuple[str, ...]
    letter: bool
    type_name: str
    subject: str
    body: tuple[Paragraph, ...]
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    capacity: tuple[str, ...]
    position: str
    signer: str
    urgency: str


URGENCY_STAMPS: Final = {0: "", 1: "KHẨN", 2: "THƯỢNG KHẨN", 3: "HỎA TỐC", 4: "HỎA TỐC"}
"""Words of the urgency stamp; NĐ 30/2020 knows three, edXML's fourth is a timed HỎA TỐC."""


def typeset_draft(
    draft: Draft, *, seal_position: SealPosition = "overlap_left_third"
) -> TypesetDraft:
    """Return the draft as PDF 1.7 with its places; the same draft gives the same bytes.

    Raises DraftTooLong over a limit of limits.py, LettersMissing for signs outside the font,
    FontsMissing when the fonts were not built, ValueError for an urgency outside 0..4.
    """
    _check_limits(draft)
    if draft.urgency not in URGENCY_STAMPS:
        raise ValueError(f"urgency is 0..4, not {draft.urgency}")
    compiled = compile_template("draft", _layout(draft))
    boxes = dict(compiled.boxes)
    boxes[SEAL_BOX] = seal_box(seal_position, boxes)
    return TypesetDraft(pdf=compiled.pdf, boxes=boxes)


def _layout(draft: Draft) -> _Layout:
    type_name = one_line(draft.type_name)
    letter = type_name == OFFICIAL_LETTER
    addressees, recipients = _lines(draft.addressees), _lines(draft.recipients)
    if letter and not addressees:
        addressees, recipients = recipients, ("Như trên",)
    keep = mend(draft.keep)
    return _Layout(
        organ_parent=organ_lines(draft.organ_parent),
        organ_name=organ_lines(draft.organ_name),
        letter=letter,
        type_name=type_name.upper(),
        subject=_about(one_line(draft.subject)) if letter else one_line(draft.subject),
        body=paragraphs(_lines(draft.body), titled=type_name not in _DECISIONS),
        addressees=_list_lines(addressees),
        recipients=_list_lines((*recipients, f"Lưu: {keep}" if keep else "Lưu: VT")),
        capacity=_lines((draft.signer_capacity,)),
        position=one_line(draft.signer_position).upper(),
        signer=one_line(draft.signer_name),
        urgency=URGENCY_STAMPS[draft.urgency],
    )


def _about(subject: str) -> str:
    """Return "V/v" and the subject, whichever of the two ways it began (Phụ lục I Mục II.5.b)."""
    for opening in _ABOUT:
        if subject.startswith(opening):
            return f"V/v {subject.removeprefix(opening)}"
    return f"V/v {subject}"


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of all texts; a line break inside a paragraph begins another."""
    return tuple(line for text in texts for line in mend(text).split("\n") if line)


def _list_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines as a list ends them: ";" after each, "." after the last."""
    bare = [line.removeprefix("-").strip().rstrip(";.") for line in lines]
    last = len(bare) - 1
    return tuple(f"{line}{'.' if at == last else ';'}" for at, line in enumerate(bare))


def _check_limits(draft: Draft) -> None:
    single = [value for value in asdict(draft).values() if isinstance(value, str)]
    over = (
        (len(draft.body) > PARAGRAPHS_MAX, f"quá {PARAGRAPHS_MAX} đoạn"),
        (
            any(len(text) > PARAGRAPH_CHARACTERS_MAX for text in draft.body),
            f"có đoạn dài quá {PARAGRAPH_CHARACTERS_MAX} ký tự",
        ),
        (
            any(
                len(text) > LINE_CHARACTERS_MAX
                for text in (*single, *draft.recipients, *draft.addressees)
            ),
            f"có dòng (trích yếu, tên, nơi nhận) dài quá {LINE_CHARACTERS_MAX} ký tự",
        ),
        (
            max(len(draft.recipients), len(draft.addressees)) > RECIPIENTS_MAX,
            f"quá {RECIPIENTS_MAX} nơi nhận",
        ),
    )
    for exceeded, cause in over:
        if exceeded:
            raise DraftTooLong(
                f"Dự thảo {cause}.",
                next_step="Hãy tách phần dài thành phụ lục hoặc văn bản kèm theo rồi lập lại.",
            )
