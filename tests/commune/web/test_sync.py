"""SE6-SE9: POST /api/sync, a device's commands up and what changed down, in one round trip."""

import shutil
from pathlib import Path

import msgspec
import pytest

from tests.commune.device import Paired, paired
from tests.commune.node import HDND, UBND, Json, Office, entry, hand_world
from tests.commune.papers import scan
from tests.commune.stores import assert_whole
from vanthu_server.commune.domain.ports import NODE
from vanthu_sync import limits
from vanthu_sync.events import RolesGiven


def ask(place: Paired, cursor: str = "", *commands: Json) -> Json:
    reply = place.post({"v": 1, "cursor": cursor, "commands": list(commands)})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


class Device:
    """What a device keeps: its rows, its cursor, and what it does with an answer (SE9)."""

    def __init__(self, place: Paired) -> None:
        self.place = place
        self.cursor = ""
        self.rows: dict[str, Json] = {}
        self.came: set[str] = set()
        self.anew: list[str] = []

    def sync(self, *commands: Json) -> list[Json]:
        """Do rounds until nothing remains; return the results of the first."""
        first = self.round(*commands)
        answer = first
        while answer["remaining"]:
            answer = self.round()
        return list(first["results"])

    def round(self, *commands: Json) -> Json:
        answer = ask(self.place, self.cursor, *commands)
        if answer["anew"]:
            self.anew.append(answer["anew"])
            self.came = set()
        for change in answer["changes"]:
            self.came.add(change["id"])
            kept = next((change[k] for k in ("incoming", "outgoing", "inbox") if change[k]), None)
            if kept is None:
                self.rows.pop(change["id"], None)
            else:
                self.rows[change["id"]] = kept
        self.cursor = answer["cursor"]
        if self.anew and not answer["remaining"] and self.came:
            self.rows = {k: v for k, v in self.rows.items() if k in self.came or not answer["anew"]}
        return answer

    def subjects(self) -> set[str]:
        return {row["row"]["subject"] for row in self.rows.values() if "row" in row}


def command(kind: str, payload: object, *, op: str) -> Json:
    return {"op": op, "kind": kind, "organ": UBND, "payload": payload}


@pytest.fixture
def device(office: Office) -> Device:
    return at_device(office)


def at_device(office: Office, account: str = "vanthu") -> Device:
    return Device(paired(office.person("vanthu"), office.person(account), account))


def test_se9_one_round_trip_takes_commands_up_and_brings_what_changed(device: Device) -> None:
    """R-IN-15: the number of the command's own entry comes with the same answer."""
    device.sync()
    results = device.sync(command("incoming.register", entry("một"), op="a" * 32))

    assert [each["outcome"] for each in results] == ["accepted"]
    assert device.subjects() == {"một"}
    quiet = device.round()
    assert (quiet["changes"], quiet["remaining"], quiet["anew"]) == ([], 0, None)
    again = device.sync(command("incoming.register", entry("một"), op="a" * 32))
    assert again[0]["data"]["number"] == results[0]["data"]["number"]


def test_se9_a_rejected_command_does_not_hold_up_the_others(device: Device) -> None:
    results = device.sync(
        command("incoming.register", {"fields": {"subject": "", "organ_name": ""}}, op="a" * 32),
        command("incoming.register", entry("hai"), op="b" * 32),
    )

    assert [each["outcome"] for each in results] == ["rejected", "accepted"]
    assert device.subjects() == {"hai"}


def test_se7_only_what_changed_after_the_cursor_comes(office: Office, device: Device) -> None:
    clerk = office.person("vanthu")
    first = clerk.register("một")
    clerk.register("hai")
    device.sync()

    sha256 = clerk.kept("a.pdf", scan("a"))
    clerk.done("document.attach", {"id": first["id"], "files": [sha256]})

    answer = device.round()
    assert [change["id"] for change in answer["changes"]] == [first["id"]]
    assert answer["changes"][0]["incoming"]["files"][0]["sha256"] == sha256
    assert answer["anew"] is None


def test_se9_a_first_sync_comes_in_parts_and_goes_on_where_it_was_cut(
    office: Office, device: Device
) -> None:
    clerk = office.person("vanthu")
    many = limits.CHANGES_MAX + 20
    for place in range(many):
        clerk.register(f"văn bản {place}")

    answer = device.round()
    came = len(answer["changes"])
    assert 0 < came <= limits.CHANGES_MAX
    assert (answer["anew"], answer["remaining"]) == ("first", many - came)
    clerk.register("giữa chừng")
    rest = device.round()

    assert (rest["anew"], rest["remaining"]) == (None, 0)
    assert len(device.rows) == many + 1


def test_se9_a_part_stays_within_its_bytes(office: Office, device: Device) -> None:
    clerk = office.person("vanthu")
    long = {"subject": "x" * 500, "organ_name": "Sở", "description": "y" * 4000}
    for _ in range(80):
        clerk.done("incoming.register", {"fields": long, "duplicate_ok": True})

    answer = device.round()

    assert 0 < len(answer["changes"]) < 80
    assert len(msgspec.json.encode(answer["changes"])) < limits.CHANGES_BYTES_MAX * 1.1
    device.sync()
    assert len(device.rows) == 80


def test_se7_a_node_that_lost_its_end_fills_its_devices_again(
    office: Office, device: Device, tmp_path: Path
) -> None:
    """Data folder and sidecar come from an old image; the device knew more."""
    clerk = device.place.person
    clerk.register("trong bản cũ")
    office.close()
    image = tmp_path / "image"
    shutil.copytree(office.config.data, image / "data")
    shutil.copytree(office.config.sidecar.parent, image / "side")
    office.reopen()
    device.place.person = office.person("vanthu")
    office.person("vanthu").register("chỉ thiết bị còn nhớ")
    device.sync()
    assert len(device.rows) == 2
    office.close()
    for here, there in (("data", office.config.data), ("side", office.config.sidecar.parent)):
        shutil.rmtree(there)
        shutil.copytree(image / here, there)
    office.reopen(hand_world(seed=9))
    device.place.person = office.person("vanthu")

    device.sync()

    assert device.anew == ["first", "branch"]
    assert device.subjects() == {"trong bản cũ"}


def give_roles(office: Office, *roles: str) -> None:
    with office.node.ledger.write() as unit:
        given = RolesGiven(account="vanthu", organ=HDND, roles=roles)
        unit.record(given, organ=HDND, policy="", by=NODE)


def test_se8_what_a_right_no_longer_shows_goes_from_the_device(office: Office) -> None:
    """R-ACC-07: the clerk works for the council no more."""
    clerk = office.person("vanthu")
    clerk.register("của ủy ban")
    device = at_device(office)
    device.sync()
    give_roles(office, "van_thu")
    clerk.done("incoming.register", entry("của hội đồng"), organ=HDND)
    device.sync()
    assert device.subjects() == {"của ủy ban", "của hội đồng"}

    give_roles(office)
    device.sync()

    assert device.anew == ["first", "rights", "rights"]
    assert device.subjects() == {"của ủy ban"}


def test_se8_an_administrator_gets_no_documents(office: Office) -> None:
    """R-ACC-07, R-SEC-11."""
    office.person("vanthu").register("một")
    device = at_device(office, "quantri")

    device.sync()

    assert device.rows == {}


def test_se9_a_removed_content_reaches_the_device(office: Office, device: Device) -> None:
    made = office.person("vanthu").register("lộ bí mật")
    device.sync()

    office.person("vanthu").done("content.remove", {"id": made["id"], "reason": "Vào nhầm"})
    device.sync()

    assert len(device.rows) == 1
    assert "lộ bí mật" not in device.subjects()
    office.close()
    assert_whole(office.config)
    office.reopen(hand_world(seed=7))


@pytest.mark.parametrize("cursor", ["rác", "0.0.0", "f" * 16 + ".3." + "0" * 16 + "." + "0" * 8])
def test_se6_a_cursor_of_another_node_or_none_at_all_brings_everything(
    device: Device, cursor: str
) -> None:
    device.place.person.register("một")

    answer = ask(device.place, cursor)

    assert answer["anew"] in {"first", "journal"}
    assert len(answer["changes"]) == 1


def test_se9_nobody_syncs_without_logging_in(office: Office) -> None:
    reply = office.client().post("/api/sync", json={"v": 1})

    assert reply.json()["code"] == "AUTH_REQUIRED"


def test_se9_a_sync_that_is_too_large_or_no_json_does_nothing(device: Device) -> None:
    one = command("incoming.register", entry("x"), op="0" * 32)
    many = [{**one, "op": f"{place:032x}"} for place in range(limits.COMMANDS_PER_REQUEST_MAX + 1)]

    large = device.place.post({"v": 1, "commands": many})
    broken = device.place.send(b"{")

    assert large.json()["code"] == "REQUEST_TOO_LARGE"
    assert broken.json()["code"] == "REQUEST_UNREADABLE"
    assert device.place.person.numbers() == []
