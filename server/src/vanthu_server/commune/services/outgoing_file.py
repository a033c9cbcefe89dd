"""The file of an outgoing document: typeset with its fields reserved, then filled.

One adapter over typesetting and signing, so that a use case says what it wants and the
libraries' errors become ours here, once.
"""

from datetime import date
from typing import Final

import msgspec

from vanthu_server.commune.domain.organ import Organ
from vanthu_server.policy.policy import Policy
from vanthu_server.policy.shelf import PolicyShelf
from vanthu_server.signing.fields import reserve_fields
from vanthu_server.signing.fill import fill_number_and_date
from vanthu_server.signing.problem import SigningProblem
from vanthu_server.typesetting.boxes import SealPosition
from vanthu_server.typesetting.draft import Draft, typeset_draft
from vanthu_server.typesetting.errors import TypesettingError
from vanthu_server.typesetting.number_and_date import date_text, number_text
from vanthu_sync.errors import Refused
from vanthu_sync.text import fold
from vanthu_sync.wire import Notice, OutgoingFields

FILE_NAME_WORDS_MAX: Final = 12
"""Words of the trích yếu in a file's name: enough to know it by, short enough for any disk."""


class FilledFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with number and date in it, and the hashes of what they show."""

    content: bytes
    appearances: dict[str, str]


class Paper:
    """Makes and fills outgoing files under the policy of their organ."""

    def __init__(self, policies: PolicyShelf) -> None:
        self._policies = policies

    def policy(self, version: str) -> Policy:
        """Return the policy that a document remembers."""
        return self._policies.by_version(version)

    def typeset(self, fields: OutgoingFields, organ: Organ, *, policy: str) -> bytes:
        """Return the PDF to be signed: one revision, all fields reserved (signing.md 1).

        Raises Refused(FIELDS_INVALID) with what does not fit on the page.
        """
        position: SealPosition = self.policy(policy).sign.organ.position.value
        try:
            made = typeset_draft(_draft(fields, organ), seal_position=position)
            return reserve_fields(made.pdf, made.boxes)
        except (TypesettingError, SigningProblem) as error:
            notice = Notice(code=error.code, text=f"{error.text} {error.next_step}", field="body")
            raise Refused("FIELDS_INVALID", detail=error.text, fields=(notice,)) from error

    def fill(
        self, content: bytes, *, number: int, fields: OutgoingFields, organ: Organ, on: date
    ) -> FilledFile:
        """Write number and date into the signed file; raises Refused(TEXT_DOES_NOT_FIT)."""
        try:
            filled = fill_number_and_date(
                content,
                number_text=number_text(number, fields.notation),
                date_text=date_text(fields.place_name or organ.place, on),
            )
        except SigningProblem as error:
            raise Refused("TEXT_DOES_NOT_FIT", detail=error.text) from error
        return FilledFile(content=filled.pdf, appearances=dict(filled.appearance_hashes))

    def file_name(self, fields: OutgoingFields, *, symbol: str) -> str:
        """Return a name that a person knows the file by, safe on every disk."""
        words = fold(f"{symbol} {fields.type_name} {fields.subject}").split()
        return "-".join(words[:FILE_NAME_WORDS_MAX]) + ".pdf"


def _draft(fields: OutgoingFields, organ: Organ) -> Draft:
    return Draft(
        organ_parent=organ.parent,
        organ_name=organ.name,
        place=fields.place_name or organ.place,
        type_name=fields.type_name,
        subject=fields.subject,
        body=fields.body,
        recipients=tuple(recipient.name for recipient in fields.recipients),
        keep=fields.keep,
        signer_capacity=fields.signer_capacity,
        signer_position=fields.signer_position,
        signer_name=fields.signer_name,
        urgency=fields.urgency,
    )
