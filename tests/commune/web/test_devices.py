"""DV1-DV6: a device comes in by a one-time code, is known by its key, and can be put out."""

import base64
import json
from datetime import timedelta
from typing import Final

import pytest

from tests.commune.device import NAME, DeviceKey, Paired, code_for_device, enrol, paired
from tests.commune.node import UBND, Json, Office, Person, entry, hand_world, problem_of
from tests.commune.stores import assert_whole, tables
from vanthu_server.commune.services.devices import TRIES_MAX
from vanthu_sync import slip

EMPTY: Final[Json] = {"v": 1, "cursor": "", "commands": []}


def at_device(office: Office) -> Paired:
    return paired(office.person("vanthu"), office.person("vanthu"), "vanthu")


def listed(clerk: Person) -> list[Json]:
    return list(clerk.read("devices")["devices"])


def registers(op: str, subject: str = "một") -> Json:
    command = {"op": op * 32, "kind": "incoming.register", "organ": UBND, "payload": entry(subject)}
    return {**EMPTY, "commands": [command]}


def refusal(office: Office, wish: Json) -> str:
    return str(problem_of(enrol(office.client(), wish))["code"])


def test_dv2_a_code_lets_one_device_in_once_with_a_slip_code_of_its_own(office: Office) -> None:
    """R-ACC-07: nobody need be logged in at the device; a văn thư gave the code."""
    clerk = office.person("vanthu")
    code = code_for_device(clerk)

    first = enrol(office.client(), DeviceKey().wish(f"{code[:4]} {code[4:]}")).json()

    assert (first["name"], first["organ"]) == (NAME, UBND)
    assert refusal(office, DeviceKey().wish(code)) == "PAIR_CODE_WRONG"
    (row,) = listed(clerk)
    assert (row["id"], row["enrolled_by"], row["code"]) == (first["id"], "vanthu", first["code"])
    assert (row["last_seen"], row["revoked_at"]) == (None, "")


def test_dv2_slip_codes_of_keys_and_of_the_clerk_come_from_one_row(office: Office) -> None:
    """NB11."""
    clerk = office.person("vanthu")
    clerk.done("device.code", {"name": "Máy cũ"})
    at_device(office)
    clerk.done("device.code", {"name": "Máy cũ hai"})
    at_device(office)

    codes = [each["code"] for each in clerk.read("holding")["devices"]]

    assert codes == [slip.device_code(order) for order in range(1, 5)]
    payload = {**entry("Theo phiếu"), "slip": slip.make(codes[1], 1).text}
    assert clerk.done("incoming.register", payload)["number"] == 1


def test_dv2_a_code_ends_after_fifteen_minutes_and_with_the_next_one(office: Office) -> None:
    clerk = office.person("vanthu")
    first, second = code_for_device(clerk), code_for_device(clerk)
    assert refusal(office, DeviceKey().wish(first)) == "PAIR_CODE_WRONG"
    office.clock.move(timedelta(minutes=15, seconds=1))

    assert refusal(office, DeviceKey().wish(second)) == "PAIR_CODE_WRONG"
    assert listed(office.person("vanthu")) == []


def test_dv2_a_code_cannot_be_guessed(office: Office) -> None:
    """After so many wrong ones the right one is wrong too."""
    code = code_for_device(office.person("vanthu"))
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(TRIES_MAX):
        assert refusal(office, DeviceKey().wish(wrong)) == "PAIR_CODE_WRONG"

    assert refusal(office, DeviceKey().wish(code)) == "PAIR_CODE_WRONG"


def test_dv2_a_device_whose_reply_was_lost_gets_the_same_answer_without_a_code(
    office: Office,
) -> None:
    key = DeviceKey()
    wish = key.wish(code_for_device(office.person("vanthu")))

    first, again = enrol(office.client(), wish), enrol(office.client(), wish)

    assert again.json() == first.json()
    assert len(listed(office.person("vanthu"))) == 1


def test_dv1_nobody_enrols_the_key_of_another_device(office: Office) -> None:
    """The proof is the key's own, over this code and name; a wrong one uses no code up."""
    code = code_for_device(office.person("vanthu"))
    theirs, ours = DeviceKey(), DeviceKey()
    stolen = {**ours.wish(code), "key": theirs.public}
    other_code = {**theirs.wish("00000000"), "code": code}
    other_name = {**theirs.wish(code), "name": "Máy của tôi"}

    for wish in (stolen, other_code, other_name, {**theirs.wish(code), "proof": "rác"}):
        assert refusal(office, wish) == "DEVICE_SIGNATURE_WRONG"
    assert enrol(office.client(), theirs.wish(code)).status_code == 200


@pytest.mark.parametrize("point", [b"", b"\x04" + b"k" * 64, b"\x04" * 66, b"\x00"])
def test_dv1_a_key_that_is_no_point_uses_no_code_up(office: Office, point: bytes) -> None:
    code = code_for_device(office.person("vanthu"))
    wish = {**DeviceKey().wish(code), "key": base64.b64encode(point).decode()}

    assert refusal(office, wish) == "REQUEST_UNREADABLE"
    assert enrol(office.client(), DeviceKey().wish(code)).status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_dv1_a_device_has_a_name_that_fits_a_list(office: Office, name: str) -> None:
    code = code_for_device(office.person("vanthu"))

    assert refusal(office, DeviceKey().wish(code, name=name)) == "FIELDS_INVALID"


def test_dv3_a_signed_batch_is_done_and_the_contact_is_shown(office: Office) -> None:
    device = at_device(office)

    assert device.post(registers("a")).json()["results"][0]["outcome"] == "accepted"

    (row,) = listed(device.person)
    assert row["last_seen"].startswith("2026-")


def test_dv3_a_replayed_batch_does_nothing_twice(office: Office) -> None:
    """SE2: the signature knows no sequence, so that a retry may be the same bytes."""
    device = at_device(office)
    body = json.dumps(registers("a")).encode()
    headers = device.key.headers("vanthu", body)

    replies = [
        device.person.http.post("/api/sync", content=body, headers=headers) for _ in range(3)
    ]

    assert {each.json()["results"][0]["data"]["number"] for each in replies} == {1}
    assert device.person.numbers() == [1]


def test_dv4_a_batch_whose_signature_is_wrong_does_nothing(office: Office) -> None:
    """The body was changed, the key is another's, or the batch is another person's."""
    device = at_device(office)
    stranger = at_device(office)
    body = json.dumps(registers("a")).encode()
    right = device.key.headers("vanthu", body)
    wrong = (
        (body.replace(b"a" * 32, b"b" * 32), right),
        (body, {**right, "vanthu-device": stranger.key.id}),
        (body, device.key.headers("chutich", body)),
        (body, {**right, "vanthu-signature": ""}),
        (body, {**right, "vanthu-signature": "AAAA"}),
    )
    for content, headers in wrong:
        reply = device.person.http.post("/api/sync", content=content, headers=headers)
        assert problem_of(reply)["code"] == "DEVICE_SIGNATURE_WRONG"

    assert device.person.numbers() == []
    assert [each["last_seen"] for each in listed(device.person)] == [None, None]
    assert device.send(body).json()["results"][0]["outcome"] == "accepted"


def test_dv4_a_browser_without_a_key_is_told_to_enrol(office: Office) -> None:
    clerk = office.person("vanthu")

    for headers in ({}, {"vanthu-device": "0" * 16, "vanthu-signature": ""}):
        reply = clerk.http.post("/api/sync", json=EMPTY, headers=headers)
        assert problem_of(reply)["code"] == "DEVICE_UNKNOWN"
    assert clerk.register("vẫn vào sổ được")["number"] == 1


@pytest.mark.parametrize("account", ["vanthu", "chutich", "quantri"])
def test_dv5_a_device_revoked_an_hour_ago_is_refused_whole(office: Office, account: str) -> None:
    device = at_device(office)
    wish = {"id": device.key.id, "reason": "Đổi máy"}
    office.person(account).done("device.revoke", wish, organ=UBND)
    office.clock.move(timedelta(hours=1))
    device.person = office.person("vanthu")

    assert problem_of(device.post(registers("a")))["code"] == "DEVICE_REVOKED"

    assert device.person.numbers() == []
    (row,) = listed(device.person)
    assert (row["reason"], row["revoked_by"], row["lost"]) == ("Đổi máy", account, False)


@pytest.mark.parametrize("lost", [False, True])
def test_dv5_it_is_told_before_anybody_logs_in(office: Office, *, lost: bool) -> None:
    """Who found the device may never know a password."""
    device, nobody = at_device(office), office.client()
    place = f"/api/devices/{device.key.id}"
    assert nobody.get(place).status_code == 204
    said = {"id": device.key.id, "reason": "Mất ở chợ", "lost": lost}
    device.person.done("device.revoke", said)
    code = "DEVICE_LOST" if lost else "DEVICE_REVOKED"

    assert problem_of(nobody.get(place))["code"] == code
    headers = {"vanthu-device": device.key.id}
    assert problem_of(nobody.post("/api/sync", json=EMPTY, headers=headers))["code"] == code
    assert problem_of(nobody.get("/api/devices/khong"))["code"] == "DEVICE_UNKNOWN"


def test_dv5_a_revoked_key_does_not_come_back(office: Office) -> None:
    device = at_device(office)
    device.person.done("device.revoke", {"id": device.key.id, "reason": "Đổi máy"})
    code = code_for_device(device.person)

    assert refusal(office, device.key.wish(code)) == "DEVICE_REVOKED"
    assert enrol(office.client(), DeviceKey().wish(code)).status_code == 200


def test_dv6_slips_of_a_lost_device_want_a_clerks_word(office: Office) -> None:
    """NB13: those of one that is only out of use are on paper and come in."""
    kept, gone = at_device(office), at_device(office)
    clerk = kept.person
    gone_row, kept_row = listed(clerk)
    clerk.done("device.revoke", {"id": kept.key.id, "reason": "Đổi máy"})
    clerk.done("device.revoke", {"id": gone.key.id, "reason": "Mất", "lost": True})

    payload = {**entry("một"), "slip": slip.make(kept_row["code"], 1).text}
    assert clerk.done("incoming.register", payload)["number"] == 1
    payload = {**entry("hai"), "slip": slip.make(gone_row["code"], 1).text}
    assert clerk.refused("incoming.register", payload)["code"] == "SLIP_DEVICE_UNKNOWN"


def test_dv6_a_device_reported_lost_by_its_slip_code_is_put_out(office: Office) -> None:
    device = at_device(office)
    (row,) = listed(device.person)

    device.person.done("device.lose", {"code": row["code"], "reason": "Rơi ở chợ"})

    assert problem_of(device.post(EMPTY))["code"] == "DEVICE_LOST"


def test_dv5_a_device_is_revoked_with_a_reason_and_by_its_own_organ(office: Office) -> None:
    device = at_device(office)
    wish = {"id": device.key.id, "reason": "Đổi máy"}

    assert device.person.refused("device.revoke", {**wish, "reason": " "})["code"] == (
        "REASON_REQUIRED"
    )
    assert office.person("vanthu-hdnd").refused("device.revoke", wish)["code"] == "NOT_FOUND"
    assert device.post(EMPTY).status_code == 200


def test_dv2_a_restored_node_knows_its_devices_from_the_journal(office: Office) -> None:
    """I7: rows, machine tables aside, are made again from it."""
    known, out = at_device(office), at_device(office)
    known.person.done("device.revoke", {"id": out.key.id, "reason": "Mất", "lost": True})
    before = listed(known.person)
    office.close()
    assert_whole(office.config)
    assert len(tables(office.config)["device"]) == 2
    office.reopen(hand_world(seed=7))
    known.person = out.person = office.person("vanthu")

    assert known.post(EMPTY).status_code == 200
    assert problem_of(out.post(EMPTY))["code"] == "DEVICE_LOST"
    assert [each["id"] for each in listed(known.person)] == [each["id"] for each in before]
