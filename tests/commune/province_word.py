"""What a province says at the courier's port: who numbers a book, and numbers for slips.

And what a commune whose incoming book it numbers enters and shows.
"""

import base64

import msgspec

from tests.commune.couriers import settle
from tests.commune.letters import FakeHub, letter
from tests.commune.node import UBND, Json, Office, Person, entry
from tests.commune.stores import journal
from vanthu_server.commune.services.courier import Courier
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync.events import write
from vanthu_sync.link import Message, OrganEntry
from vanthu_sync.province_events import NumberGiven
from vanthu_sync.register_events import RegisterDelegated
from vanthu_sync.signed_records import delegation_bytes, given_bytes

PROVINCE = OrganEntry(id="", code="", name="")


def delegate(hub: FakeHub, owner: str, *, book: str = "den", year: int = 2026) -> None:
    """Put a delegation into the inbox, signed later than all before it."""
    cursor = _next(hub)
    at = f"2026-11-20T00:00:{cursor:02d}.000Z"
    signed = delegation_bytes(
        journal=hub.name, organ=UBND, book=book, year=year, owner=owner, signed_at=at
    )
    signature = base64.b64encode(hub.key.sign(signed)).decode("ascii")
    said = RegisterDelegated(book=book, year=year, owner=owner, signed_at=at, signature=signature)
    body = write(said)
    message = letter(cursor, organ=UBND, kind="delegation", body=body, origin=f":{cursor}")
    hub.letters.append(msgspec.structs.replace(message, sender=PROVINCE))


def give(
    hub: FakeHub,
    slip: str,
    number: int,
    *,
    book: str = "den",
    year: int = 2026,
    key: SigningKey | None = None,
) -> Message:
    """Put a number for a slip into the inbox, and return the message."""
    cursor = _next(hub)
    at = f"2026-11-20T00:00:{cursor:02d}.000Z"
    signed = given_bytes(
        journal=hub.name,
        organ=UBND,
        book=book,
        year=year,
        slip=slip,
        number=number,
        signed_at=at,
    )
    signature = base64.b64encode((key or hub.key).sign(signed)).decode("ascii")
    said = NumberGiven(
        slip=slip, book=book, year=year, number=number, signed_at=at, signature=signature
    )
    body = write(said)
    message = letter(cursor, organ=UBND, kind="number", body=body, origin=f":numbers:{cursor}")
    hub.letters.append(msgspec.structs.replace(message, sender=PROVINCE))
    return hub.letters[-1]


def _next(hub: FakeHub) -> int:
    return max((each.cursor for each in hub.letters), default=0) + 1


def numbered_by_the_province(office: Office, hub: FakeHub, courier: Courier) -> Person:
    """Take number 1 here, let the province take the incoming book over; return the clerk."""
    person = office.person("vanthu")
    assert person.register("Trước khi tỉnh cấp số")["number"] == 1
    settle(courier)
    delegate(hub, "province")
    settle(courier)
    return person


def ask(clerk: Person, subject: str, *, op: str = "", **fields: object) -> Json:
    """Enter a document that must wait, and return the answer."""
    done = clerk.done("incoming.register", entry(subject, **fields), op=op)
    assert "number" not in done
    return done


def refusals(office: Office) -> list[str]:
    """What the journal says of the province's numbers, in order; "" for one that was used."""
    given = [e for e in journal(office.config) if e.header.kind == "number.given"]
    return [str(event.content.get("refused", "")) for event in given]


def states(clerk: Person) -> dict[str, int]:
    """State → how many numbers of the incoming book are in it."""
    register = clerk.read("numbers/den/2026")["register"]
    return {name: register[name] for name in ("mark", "issued", "void", "leased", "content_lost")}
