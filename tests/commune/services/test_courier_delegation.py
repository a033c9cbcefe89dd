"""NB18: the province says who numbers a book; signed, or passed over."""

import base64

import msgspec
import pytest

from tests.commune.couriers import settle, state
from tests.commune.letters import FakeHub, document_letter, letter
from tests.commune.node import UBND, Office, entry
from tests.commune.stores import assert_whole, journal
from vanthu_server.commune.services.courier import Courier
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync.events import write
from vanthu_sync.link import Message, OrganEntry
from vanthu_sync.register_events import RegisterDelegated
from vanthu_sync.signed_records import delegation_bytes


def delegation(
    hub: FakeHub,
    cursor: int,
    *,
    owner: str,
    hour: int,
    year: int = 2026,
    key: SigningKey | None = None,
) -> Message:
    """Return the province's word for the incoming register, signed at `hour`."""
    at = f"2026-11-20T{hour:02d}:00:00.000Z"
    signed = delegation_bytes(
        journal=hub.name, organ=UBND, book="den", year=year, owner=owner, signed_at=at
    )
    said = RegisterDelegated(
        book="den",
        year=year,
        owner=owner,
        signed_at=at,
        signature=base64.b64encode((key or hub.key).sign(signed)).decode("ascii"),
    )
    message = letter(cursor, organ=UBND, kind="delegation", body=write(said), origin=f":{cursor}")
    return msgspec.structs.replace(message, sender=OrganEntry(id="", code="", name=""))


def delegated(office: Office) -> list[str]:
    """The owners that the journal names, in order."""
    found = [e for e in journal(office.config) if e.header.kind == "register.delegated"]
    return [str(event.content["owner"]) for event in found]


def test_nb18_the_province_takes_the_numbering_and_gives_it_back(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    clerk.register("một")
    hub.letters = [delegation(hub, 1, owner="province", hour=1)]
    settle(courier)
    assert "number" not in clerk.done("incoming.register", entry("chờ"))

    hub.letters.append(delegation(hub, 2, owner="node", hour=2))
    settle(courier)

    assert clerk.register("hai")["number"] == 2
    assert delegated(office) == ["province", "node"]
    assert state(office, courier).problem is None
    settle(courier)
    assert tuple(hub.events) == journal(office.config)


def test_nb18_an_inbox_that_is_read_again_changes_nothing(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """A hub that was restored says again what it said."""
    hub.letters = [
        delegation(hub, 1, owner="province", hour=1),
        delegation(hub, 2, owner="node", hour=2),
    ]
    settle(courier)
    office.node.hub.keep_inbox_place(0)

    settle(office.courier(hub))

    assert delegated(office) == ["province", "node"]
    assert office.person("vanthu").register("một")["number"] == 1


@pytest.mark.parametrize("wrong", ["key", "book", "shape"])
def test_nb18_what_the_pinned_key_did_not_sign_is_passed_over_and_said(
    office: Office, hub: FakeHub, courier: Courier, wrong: str
) -> None:
    settle(courier)
    message = delegation(hub, 1, owner="province", hour=1)
    if wrong == "key":
        message = delegation(hub, 1, owner="province", hour=1, key=SigningKey.generate())
    elif wrong == "book":
        body = bytes(message.body).replace(b'"den"', b'"di"')
        message = msgspec.structs.replace(message, body=msgspec.Raw(body))
    else:
        message = msgspec.structs.replace(message, body=msgspec.Raw(b'{"book":1}'))
    hub.letters = [message, document_letter(2, organ=UBND, subject="Thư sau")]

    settle(courier)

    clerk = office.person("vanthu")
    assert delegated(office) == []
    assert clerk.register("một")["number"] == 1
    assert [item["subject"] for item in clerk.read("inbox")["items"]] == ["Thư sau"]
    told = state(office, courier)
    assert told.problem is not None
    assert (told.problem.code, told.failures) == ("PEER_SIGNATURE_WRONG", 0)


def test_nb18_a_word_on_a_book_that_is_not_open_yet_is_kept_until_it_opens(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    hub.letters = [
        delegation(hub, 1, owner="province", hour=1, year=2027),
        delegation(hub, 2, owner="node", hour=2, year=2028),
    ]
    settle(courier)
    assert state(office, courier).problem is None
    assert office.person("vanthu").register("năm nay")["number"] == 1

    office.clock.move_to_year(2027)
    settle(courier)
    clerk = office.person("vanthu")
    clerk.done("register.open", {"book": "den", "year": 2027, "confirmed": True})
    assert "number" not in clerk.done("incoming.register", entry("năm sau"))

    office.clock.move_to_year(2028)
    settle(courier)
    clerk = office.person("vanthu")
    clerk.done("register.open", {"book": "den", "year": 2028, "confirmed": True})
    assert clerk.register("năm sau nữa")["number"] == 1
    assert delegated(office) == ["province", "node"]
    office.close()
    assert_whole(office.config)
