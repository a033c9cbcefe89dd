"""Documents that go out on paper as well (R-PAP-01 to R-PAP-06).

A list is data: each line says which class of document to which class of receiver, on what
basis, and until when. A line proposes; the clerk decides and the choice is recorded.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec


class DocumentClass(StrEnum):
    """Kinds of documents that the paper lists of the regulations tell apart."""

    ANY = "any"
    LEGAL_NORMATIVE = "legal_normative"
    SUBMISSION = "submission"
    KEPT_AS_ORIGINAL = "kept_as_original"
    PAPER_PRESCRIBED = "paper_prescribed"
    FINANCE = "finance"
    PERSONNEL = "personnel"
    COMPLAINT = "complaint"
    NOT_ISSUED_ELECTRONICALLY = "not_issued_electronically"


class ReceiverClass(StrEnum):
    """Kinds of receivers that the paper lists tell apart."""

    ANY = "any"
    HIGHER_ORGAN = "higher_organ"
    OUTSIDE_ADMINISTRATION = "outside_administration"
    LEGAL_REVIEW = "legal_review"
    PROVINCE_COMMITTEE = "province_committee"
    DISTRICT_COMMITTEE = "district_committee"
    GOVERNMENT = "government"
    INDIVIDUAL = "individual"
    WITHOUT_CONNECTION = "without_connection"


class Obligation(StrEnum):
    """Whether the listed documents must go on paper or only may."""

    REQUIRED = "required"
    PERMITTED = "permitted"


class PaperLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a paper list: these documents to these receivers, on this basis."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    basis: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    documents: Annotated[tuple[DocumentClass, ...], msgspec.Meta(min_length=1)]
    receivers: Annotated[tuple[ReceiverClass, ...], msgspec.Meta(min_length=1)]
    until: date | None = None

    def covers(self, document: DocumentClass, receiver: ReceiverClass, on: date) -> bool:
        """Whether this line asks for paper for such a document to such a receiver on that day."""
        return (
            (self.until is None or on <= self.until)
            and bool({document, DocumentClass.ANY} & set(self.documents))
            and bool({receiver, ReceiverClass.ANY} & set(self.receivers))
        )


class PaperList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A regulation's list; `complete` is false where a Danh mục still has to be entered."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    obligation: Obligation
    complete: bool
    lines: tuple[PaperLine, ...]

    def proposing(
        self, document: DocumentClass, receiver: ReceiverClass, *, on: date
    ) -> tuple[PaperLine, ...]:
        """Return the lines that propose "cũng gửi bản giấy", in the list's order."""
        return tuple(line for line in self.lines if line.covers(document, receiver, on))
