"""Files go last, one at a time, and none holds up another."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commune.couriers import settle, six_hundred, state
from tests.commune.letters import FakeHub, document_letter
from tests.commune.node import UBND, Office
from tests.commune.papers import scan
from tests.commune.stores import journal
from vanthu_server.commune.services.courier import Courier
from vanthu_sync.errors import Refused


def test_no_file_goes_before_the_hub_knows_all_that_names_it(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    six_hundred(office)
    clerk.register("Văn bản có tệp", files=[clerk.kept("a.pdf", scan("a"))])

    courier.round()
    assert (hub.calls.count("ship"), hub.files) == (1, {})
    settle(courier)

    assert (
        hub.calls.index("send_file")
        > [place for place, call in enumerate(hub.calls) if call == "ship"][1]
    )
    assert len(hub.files) == 1


def test_a_file_that_came_from_the_hub_is_not_sent_back(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """On 64 kbit/s a scan takes minutes."""
    content = scan("một")
    hub.letters = [document_letter(1, organ=UBND, files=(content,))]
    settle(courier)
    assert state(office, courier).files_waiting == 0
    hub.files[hashlib.sha256(content).hexdigest()] = content

    settle(courier)

    assert office.person("vanthu").read("inbox")["items"][0]["files_missing"] == 0
    assert state(office, courier).files_waiting == 0
    assert "send_file" not in hub.calls


def test_a_file_that_never_comes_right_holds_up_no_other(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    bad, good = scan("một"), scan("hai")
    hub.letters = [
        document_letter(1, organ=UBND, files=(bad,)),
        document_letter(2, organ=UBND, files=(good,)),
    ]
    hub.files[hashlib.sha256(bad).hexdigest()] = b"something else"
    hub.files[hashlib.sha256(good).hexdigest()] = good

    for _ in range(4):
        courier.round()
        office.clock.move(timedelta(minutes=5))

    items = office.person("vanthu").read("inbox")["items"]
    assert [item["files_missing"] for item in items] == [1, 0]
    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "BLOB_MISMATCH"


def test_data_goes_before_files_and_one_file_a_round(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    files = [clerk.kept(f"{place}.pdf", scan(str(place))) for place in range(3)]
    clerk.register("Văn bản một", files=files)
    waiting = state(office, courier)
    assert waiting.files_waiting == 3
    assert waiting.bytes_waiting == sum(len(scan(str(place))) for place in range(3))

    courier.round()
    assert (len(hub.files), tuple(hub.events)) == (1, journal(office.config))
    clerk.register("Văn bản hai")
    courier.round()
    assert (len(hub.files), tuple(hub.events)) == (2, journal(office.config))

    settle(courier)
    assert set(hub.files) == set(files)
    assert state(office, courier).files_waiting == 0


@pytest.mark.parametrize("refusal", ["BLOB_MISMATCH", "UPLOAD_TOO_LARGE", "NOT_FOUND"])
def test_a_file_that_the_hub_refuses_holds_up_nothing(
    office: Office, hub: FakeHub, courier: Courier, refusal: str
) -> None:
    """A disk changed one byte of it: it waits, and everything else goes on at its pace."""
    clerk = office.person("vanthu")
    bad, good = (clerk.kept(f"{name}.pdf", scan(name)) for name in ("hong", "lanh"))
    clerk.register("Văn bản một", files=[bad])
    clerk.register("Văn bản hai", files=[good])
    honest = hub.send_file

    def send(sha256: str, path: Path) -> None:
        if sha256 == bad:
            raise Refused(refusal)
        honest(sha256, path)

    hub.send_file = send  # type: ignore[method-assign] # this hub checks

    settle(courier)

    assert set(hub.files) == {good}
    told = state(office, courier)
    assert (told.files_waiting, told.failures, told.next_try_at) == (1, 0, None)


def test_lk5_a_file_that_the_hub_lost_is_sent_again(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    sha256 = clerk.kept("a.pdf", scan("a"))
    clerk.register("Văn bản một", files=[sha256])
    settle(courier)
    hub.files.clear()
    hub.missing = (sha256,)
    clerk.register("Văn bản hai")

    courier.round()

    assert set(hub.files) == {sha256}


def test_the_files_of_a_received_document_follow_it(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    first, second = scan("một"), scan("hai")
    hub.letters = [document_letter(1, organ=UBND, files=(first, second))]
    hub.files[hashlib.sha256(second).hexdigest()] = second
    clerk = office.person("vanthu")

    settle(courier)
    item = clerk.read("inbox")["items"][0]
    assert item["files_missing"] == 1
    assert clerk.refused("inbox.check", {"id": item["id"]})["code"] == "FILES_NOT_HERE"

    hub.files[hashlib.sha256(first).hexdigest()] = first
    settle(courier)
    assert clerk.read("inbox")["items"][0]["files_missing"] == 0
    assert clerk.done("inbox.check", {"id": item["id"]})["verdict"] == "khong_co_chu_ky"
