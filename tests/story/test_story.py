"""`make story` from outside: its exit code, its last line, and what it left in the folder."""

import base64
import json
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.story.conftest import Told
from vanthu_sync import sidecar
from vanthu_sync.journal import Event, start, verify

pytestmark = pytest.mark.xdist_group("story")

SENDER = "dong-thanh.sqlite"
RECEIVER = "tan-lap.sqlite"


def test_the_story_ends_well(told: Told) -> None:
    assert told.code == 0, told.progress[-3000:]


def test_its_last_line_is_one_json_object_with_the_promised_keys(told: Told) -> None:
    found = json.loads(told.last_line)
    seconds = found.pop("seconds")
    assert seconds > 0
    assert found == {
        "registered": 355,
        "duplicates": 0,
        "gaps": 0,
        "out_of_order": 0,
        "reconciled": 355,
        "signatures_valid": 2,
        "accepted_elsewhere": 1,
    }


def test_replies_were_lost_and_asked_again(told: Told) -> None:
    """A story in which nothing went wrong would prove nothing."""
    wire = json.loads((told.out / "wire.json").read_text(encoding="utf-8"))
    assert wire["replies_lost"] > 0
    assert wire["up"] > wire["down"] > 0


def test_numbers_are_consecutive_in_the_order_of_the_journal(told: Told) -> None:
    """R-IN-15, R-IN-16, R-IN-17: one series an organ, unique, with its time."""
    for organ in ("ubnd-dong-thanh", "hdnd-dong-thanh"):
        sql = "select number, registered_at from incoming where organ = ? order by seq"
        found = _rows(told.out / SENDER, sql, organ)
        assert [number for number, _ in found] == list(range(1, len(found) + 1))
        assert all(earlier[1] <= later[1] for earlier, later in pairwise(found))


def test_every_entry_holds_the_fields_of_the_input_standard(told: Told) -> None:
    """R-IN-01, R-IN-13, R-IN-23."""
    sql = "select subject, organ_name, type_name, number, arrival_date from incoming"
    for subject, organ_name, type_name, number, arrival in _rows(told.out / SENDER, sql):
        assert subject
        assert organ_name
        assert type_name
        assert number
        date.fromisoformat(arrival)
    assert _rows(told.out / SENDER, "select count(*) from file")[0][0] > 40


def test_the_hub_holds_unbroken_chains_of_both_communes(told: Told) -> None:
    """R-SND-14, R-SEC-06: each event hashed, chained and received whole."""
    journals: dict[str, list[Event]] = {}
    for line in (told.out / "hub.jsonl").read_bytes().splitlines(keepends=True):
        event = sidecar.read(line).events[0]
        journals.setdefault(event.header.journal, []).append(event)
    assert len(journals) == 2
    for journal, events in journals.items():
        assert verify(start(journal), events).seq == len(events)


def test_the_signed_file_bears_number_and_date_and_two_valid_signatures(told: Told) -> None:
    """R-OUT-05, R-OUT-06, R-SIG-03: filled in after the leader signed, both still valid."""
    report = _verify(told)
    assert [row["field"] for row in report["signatures"]] == ["ChuKyLanhDao", "DauCoQuan"]
    assert {row["verdict"] for row in report["signatures"]} == {"valid"}
    text = _text(_issued(told))
    assert "01/TB-UBND" in text
    assert "Đông Thạnh, ngày" in text


def test_the_leader_signed_before_the_organ(told: Told) -> None:
    """R-SIG-05, R-OUT-04: person, number, organ, issue."""
    sql = "select kind, body from journal where kind like 'outgoing.%' order by seq"
    kinds = [kind for kind, _ in _rows(told.out / SENDER, sql)]
    assert kinds == [
        "outgoing.drafted",
        "outgoing.submitted",
        "outgoing.signed",
        "outgoing.numbered",
        "outgoing.signed",
        "outgoing.issued",
    ]


def test_each_signing_is_logged_with_custodian_certificate_and_hashes(told: Told) -> None:
    """R-TOK-03, R-SIG-02."""
    sql = "select actor, body from journal where kind = 'outgoing.signed' order by seq"
    signed = [(actor, json.loads(body)) for actor, body in _rows(told.out / SENDER, sql)]
    assert [actor for actor, _ in signed] == ["truong", "lan"]
    for _, body in signed:
        assert body["certificate_serial"]
        assert len(body["reviewed"]) == len(body["file"]["sha256"]) == 64
        assert body["reviewed"] != body["file"]["sha256"]


def test_the_receiver_checked_before_it_accepted(told: Told) -> None:
    """R-IN-03, R-IN-04, R-IN-24: the report stands in the journal, with who asked for it."""
    sql = "select kind, actor from journal where kind in ('inbox.checked', 'incoming.registered')"
    assert _rows(told.out / RECEIVER, f"{sql} order by seq") == [
        ("inbox.checked", "thu"),
        ("incoming.registered", "thu"),
    ]


def test_arrival_and_acceptance_come_back_to_the_sender(told: Told) -> None:
    """R-IN-09, R-IN-10, R-SND-05: 01 by itself, 03 from the clerk."""
    sql = "select body from journal where kind = 'status.received' order by seq"
    codes = [json.loads(body)["code"] for (body,) in _rows(told.out / SENDER, sql)]
    assert codes == ["01", "03"]


def test_sending_and_receiving_times_are_both_kept(told: Told) -> None:
    """R-TIM-04, R-TIM-05, R-TIM-06."""
    sent, received = _rows(told.out / RECEIVER, "select sent_at, received_at from inbox")[0]
    assert sent <= received
    assert sent.endswith("Z")


def test_each_document_remembers_its_policy_version(told: Told) -> None:
    """R-LAW-01, R-LAW-02: two communes, two regulations."""
    ((sender,),) = _rows(told.out / SENDER, "select distinct policy from incoming")
    ((receiver,),) = _rows(told.out / RECEIVER, "select distinct policy from incoming")
    assert sender.startswith("nd30-2020@")
    assert receiver.startswith("004-bac-giang-2020@")


def test_no_password_and_no_private_key_left_the_node(told: Told) -> None:
    """R-ACC-10: what leaves holds none of them."""
    dump = (told.out / "hub.jsonl").read_bytes()
    bodies = b"".join(
        base64.b64decode(json.loads(line)["body"]) for line in dump.splitlines() if line
    )
    for secret in (b"mau-thu-2026", b"argon2", b"PRIVATE KEY", b"thu-nghiem"):
        assert secret not in dump + bodies


def _rows(path: Path, sql: str, *values: str) -> list[Any]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def _issued(told: Told) -> Path:
    (path,) = told.out.glob("*.pdf")
    return path


def _verify(told: Told) -> Any:  # noqa: ANN401 - JSON
    command = [sys.executable, "-m", "vanthu_server", "verify", str(_issued(told)), "--json"]
    done = subprocess.run(
        [*command, "--trust", str(told.out / "trust")], capture_output=True, check=False
    )
    assert done.returncode == 0
    return json.loads(done.stdout)


def _text(path: Path) -> str:
    program = shutil.which("pdftotext")
    assert program is not None
    done = subprocess.run([program, "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")
