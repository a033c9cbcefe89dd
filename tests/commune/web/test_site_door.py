"""NB26, NB28, NB29: who may come in at the door for sites, and what is carried through it."""

import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.node import UBND, Json, Office, furnish, hand_world, problem_of
from tests.commune.sites import Second, branch, follower
from tests.commune.stores import assert_whole, journal
from vanthu_server.commune.services.sites.joining import TRIES_MAX
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync import sidecar, site_wire, wire
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event, Head

BIG = 9 * 1024 * 1024


def code_of(office: Office) -> str:
    return office.node.joining().new_code(wire.NewSite(), organ=UBND).code


def join(office: Office, code: str, key: bytes = b"k" * 32) -> httpx.Response:
    asked = site_wire.Join(code=code, name="Máy lạ", key=key)
    return office.client().post("/site/join", content=msgspec.json.encode(asked))


def sites(office: Office) -> list[Json]:
    return list(office.person("vanthu").read("holding")["sites"])


def test_nb28_a_code_lets_one_machine_in_once(office: Office) -> None:
    code = code_of(office)

    assert join(office, f"{code[:4]} {code[4:]}").status_code == 200

    assert problem_of(join(office, code, b"l" * 32))["code"] == "PAIR_CODE_WRONG"
    assert len(sites(office)) == 1


def test_nb28_a_newer_code_ends_the_one_before(office: Office) -> None:
    first, second = code_of(office), code_of(office)

    assert problem_of(join(office, first))["code"] == "PAIR_CODE_WRONG"
    assert join(office, second).status_code == 200


def test_nb28_a_code_ends_after_fifteen_minutes(office: Office) -> None:
    code = code_of(office)
    office.clock.move(timedelta(minutes=15, seconds=1))

    assert problem_of(join(office, code))["code"] == "PAIR_CODE_WRONG"
    assert sites(office) == []


def test_nb28_a_code_cannot_be_guessed(office: Office) -> None:
    """After so many wrong ones the right one is wrong too."""
    code = code_of(office)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(TRIES_MAX):
        assert problem_of(join(office, wrong))["code"] == "PAIR_CODE_WRONG"

    assert problem_of(join(office, code))["code"] == "PAIR_CODE_WRONG"


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 33])
def test_nb28_a_key_of_another_length_uses_no_code_up(office: Office, key: bytes) -> None:
    code = code_of(office)

    assert problem_of(join(office, code, key))["code"] == "REQUEST_UNREADABLE"
    assert join(office, code).status_code == 200


@pytest.fixture
def second(office: Office, portal: BlockingPortal, tmp_path: Path) -> Iterator[Second]:
    site = follower(office, portal, tmp_path / "second")
    site.sync()
    yield site
    site.office.close()


def sealed(site: Second, request: site_wire.Sync, *, key: SigningKey | None = None) -> bytes:
    """Seal a request as this machine does, or with another key."""
    node = site.office.node
    holder, payload = node.sites.holder(), msgspec.json.encode(request)
    sequence = node.holders.next_sequence()
    signed = site_wire.sealed_bytes(
        site_wire.SITE_DOMAIN, site=holder.site, sequence=sequence, payload=payload
    )
    signature = (key or node.key).sign(signed)
    message = site_wire.Sealed(
        site=holder.site, sequence=sequence, payload=payload, signature=signature
    )
    return msgspec.json.encode(message)


def post(office: Office, content: bytes, path: str = "/site/sync") -> httpx.Response:
    return office.client().post(path, content=content)


def head_of(site: Second) -> Head:
    return site.office.node.ledger.head()


def test_nb28_a_request_of_a_forged_key_is_refused_and_uses_no_number_up(
    office: Office, second: Second
) -> None:
    request = site_wire.Sync(head=head_of(second))

    forged = sealed(second, request, key=SigningKey.generate())

    for path in ("/site/sync", "/site/file"):
        assert problem_of(post(office, forged, path))["code"] == "PEER_SIGNATURE_WRONG"
    assert post(office, sealed(second, request)).status_code == 200


def test_nb28_a_request_that_was_changed_or_comes_twice_is_refused(
    office: Office, second: Second
) -> None:
    good = sealed(second, site_wire.Sync(head=head_of(second)))
    message = msgspec.json.decode(good, type=site_wire.Sealed)
    other = msgspec.structs.replace(message, sequence=message.sequence + 1)
    stranger = msgspec.structs.replace(message, site="0" * 12)

    changed = post(office, msgspec.json.encode(other))
    assert problem_of(changed)["code"] == "PEER_SIGNATURE_WRONG"
    assert problem_of(post(office, msgspec.json.encode(stranger)))["code"] == "PEER_UNKNOWN"
    assert post(office, good).status_code == 200
    assert problem_of(post(office, good))["code"] == "REQUEST_REPEATED"


def big() -> bytes:
    return zlib.compress(b"\n" * BIG)


def torn(events: tuple[Event, ...]) -> bytes:
    return zlib.compress(sidecar.lines(events)[:-5])


@pytest.mark.parametrize("which", ["big", "torn", "cut", "no_zlib", "changed"])
@pytest.mark.parametrize("field", ["handed", "branch"])
def test_nb28_a_pack_of_events_that_is_none_is_refused_and_leaves_the_holder_open(
    office: Office, second: Second, which: str, field: str
) -> None:
    events = journal(second.office.config)
    packs = {
        "big": big(),
        "torn": torn(events),
        "cut": site_wire.pack(events)[:-9],
        "no_zlib": b"not zlib",
        "changed": zlib.compress(sidecar.lines(events).replace(b'"seq":3', b'"seq":4')),
    }
    before = journal(office.config)
    request = site_wire.Sync(head=head_of(second))

    reply = post(office, sealed(second, msgspec.structs.replace(request, **{field: packs[which]})))

    assert problem_of(reply)["code"] == "REQUEST_UNREADABLE"
    assert journal(office.config) == before
    assert office.person("vanthu").register("một")["number"] == 1


def test_nb24_a_witness_of_another_journal_says_nothing(
    office: Office, second: Second, tmp_path: Path
) -> None:
    """Its history is far ahead and not ours: neither taken, nor a fork."""
    other = journal(furnish(tmp_path / "other", hand_world(seed=99)))
    strange = Head(journal=other[-1].header.journal, epoch=9, seq=900, hash="f" * 64)
    request = site_wire.Sync(head=strange, handed=site_wire.pack(other))

    assert post(office, sealed(second, request)).status_code == 200

    assert office.node.opened.stamping
    assert office.person("vanthu").register("một")["number"] == 1
    office.reopen(hand_world(seed=62))
    assert office.opened.stamping


def test_nb28_a_follower_takes_no_events_of_another_journal(
    office: Office, second: Second, portal: BlockingPortal, tmp_path: Path
) -> None:
    """The address leads to another commune's machine: its key is not the pinned one."""
    stranger = Office(furnish(tmp_path / "other", hand_world(seed=98)), portal)
    before = journal(second.office.config)
    second.lan.to = stranger

    with pytest.raises(Refused, match="PEER_UNKNOWN"):
        second.sync()

    assert journal(second.office.config) == before
    stranger.close()
    assert office.node.opened.stamping


def test_nb29_an_answer_that_is_lost_after_the_intake_enters_nothing_twice(
    office: Office, portal: BlockingPortal, tmp_path: Path
) -> None:
    """R-IN-15: the holder has it in its journal; the branch did not hear of it and asks again."""
    site = branch(office, portal, tmp_path / "branch")
    site.sync()
    site.sync()
    clerk = site.office.person("vanthu")
    clerk.register("một")
    site.lan.losing = True
    site.rounds.round()
    assert site.rounds.lan.problem is not None
    assert office.person("vanthu").numbers() == [1]
    clerk.register("hai")
    site.lan.losing = False

    site.sync()
    office.reopen(hand_world(seed=63))
    site.reopen()
    site.sync()

    lead = office.person("vanthu")
    assert lead.numbers() == [1, 2]
    assert lead.read("holding")["strays"] == []
    for machine in (office, site.office):
        machine.close()
    assert_whole(office.config)
