"""`outgoing.number` without its file: the series of outgoing numbers is what is looked at here.

The product writes the number into a signed PDF in the same transaction, which costs a thousand
times as much and decides nothing about numbers. Draft and number are the product's events, the
number itself is the product's `taking.next_number`.
"""

from typing import Final

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.services.command import Desk, Kind
from vanthu_server.commune.services.taking import next_number
from vanthu_sync import wire
from vanthu_sync.events import FileEntry, OutgoingDrafted, OutgoingNumbered
from vanthu_sync.journal import Event
from vanthu_sync.vocabulary import Book

FIELDS: Final = wire.OutgoingFields(
    type_name="Thông báo",
    notation="TB-UBND",
    subject="Lịch tiếp công dân",
    body=("Nội dung.",),
    recipients=(),
    signer="chutich",
    signer_name="Nguyễn Văn An",
)
FILE: Final = FileEntry(
    sha256="0" * 64, name="thong-bao.pdf", size=1, media_type="application/pdf", kind="main"
)


def number(desk: Desk, _: wire.OutgoingStep) -> Event:
    """Draft and number a document; raises Refused as `taking.next_number`."""
    taken = next_number(desk, Book.OUTGOING)
    first = desk.record(OutgoingDrafted(id=desk.document, version=1, fields=FIELDS))
    desk.record(
        OutgoingNumbered(
            id=desk.document,
            year=taken.year,
            number=taken.number,
            issued_date=desk.today,
            file=FILE,
            appearances={},
        )
    )
    return first


def numbered(unit: Unit, event: Event) -> wire.Registered:
    """Return the answer that `number`'s event stands for."""
    document = unit.document_of(event)
    taken = unit.numbered(document)
    assert taken is not None
    return wire.Registered(
        id=document,
        book=Book.OUTGOING,
        year=taken.year,
        number=taken.number,
        arrival_date=taken.issued_date,
        registered_at=event.header.at,
    )


NUMBER: Final = Kind(payload=wire.OutgoingStep, handle=number, answer=numbered)
