"""Uploads in parts against a real node: cut links, two writers, kills, a full disk."""

import hashlib
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commune.files.disk import fill_up, make_room, node_command, on_small_disk, seen_by
from tests.commune.node import Person, RealNode
from tests.commune.papers import scan
from tests.commune.tus import PART, TUS, add, added, ask, begun, code, cut_after, offset
from vanthu_sync.limits import UPLOAD_DURABLE_BYTES

LARGE = scan("lớn") + random.Random(4).randbytes(3 * UPLOAD_DURABLE_BYTES)
WAIT_SECONDS_MAX = 20.0


@pytest.fixture
def clerk(real_node: RealNode) -> Person:
    """The clerk at a node that runs."""
    return real_node.start().person()


def until(held: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + WAIT_SECONDS_MAX
    while not held():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.05)


def log_of(folder: Path, place: str) -> Path:
    return folder / f"{place.rpartition('/')[2]}.log"


def test_up3_a_part_that_is_cut_keeps_what_arrived(clerk: Person, real_node: RealNode) -> None:
    place = begun(clerk, LARGE)
    log = log_of(real_node.config.partial, place)
    arrived = UPLOAD_DURABLE_BYTES + 1000

    with cut_after(clerk, place, LARGE[:UPLOAD_DURABLE_BYTES], at=0, whole=len(LARGE)) as wire:
        until(lambda: b'"offset"' in log.read_bytes())
        wire.sendall(LARGE[UPLOAD_DURABLE_BYTES:arrived])
    until(lambda: log.read_bytes().count(b'"offset"') > 1)

    assert offset(clerk, place) == arrived
    assert added(clerk, place, LARGE[arrived:], at=arrived) == len(LARGE)
    assert ask(clerk, LARGE)["known"][0]["size"] == len(LARGE)


def test_up4_who_comes_back_does_not_wait_for_the_part_that_hangs(
    clerk: Person, real_node: RealNode
) -> None:
    """The first link is dead and nobody told the node: its sender goes on over another one."""
    place = begun(clerk, LARGE)
    folder = real_node.config.partial

    with cut_after(clerk, place, LARGE[: UPLOAD_DURABLE_BYTES + 5], at=0, whole=len(LARGE)):
        until(lambda: b'"offset"' in log_of(folder, place).read_bytes())
        until(lambda: offset(clerk, place) == UPLOAD_DURABLE_BYTES + 5)
        reached = added(clerk, place, LARGE[UPLOAD_DURABLE_BYTES + 5 :], at=offset(clerk, place))

    assert reached == len(LARGE)
    assert ask(clerk, LARGE)["missing"] == []


def test_up3_after_a_kill_the_offset_is_one_that_is_on_the_disk(real_node: RealNode) -> None:
    place = begun(real_node.start().person(), LARGE)
    clerk = real_node.person()
    log = log_of(real_node.config.partial, place)

    with cut_after(clerk, place, LARGE[: UPLOAD_DURABLE_BYTES + 5], at=0, whole=len(LARGE)):
        until(lambda: b'"offset"' in log.read_bytes())
        real_node.kill()
    log.write_bytes(log.read_bytes() + b'{"at":"2026-11-')
    clerk = real_node.start().person()

    here = offset(clerk, place)
    assert UPLOAD_DURABLE_BYTES <= here <= UPLOAD_DURABLE_BYTES + 5
    assert added(clerk, place, LARGE[here : here + 10], at=here) == here + 10
    assert offset(clerk, place) == here + 10
    assert added(clerk, place, LARGE[here + 10 :], at=here + 10) == len(LARGE)
    assert ask(clerk, LARGE)["known"][0]["sha256"] == hashlib.sha256(LARGE).hexdigest()


def test_up5_a_file_whose_last_byte_came_before_the_kill_is_taken_in_when_asked_for(
    real_node: RealNode,
) -> None:
    content = scan("một")
    place = begun(real_node.start().person(), content)
    added(real_node.person(), place, content[:-1], at=0)
    real_node.kill()
    part = log_of(real_node.config.partial, place).with_suffix(".part")
    part.write_bytes(content)
    log = log_of(real_node.config.partial, place)
    last = log.read_bytes().splitlines()[-1]
    log.write_bytes(
        log.read_bytes()
        + last.replace(f"{len(content) - 1}".encode(), f"{len(content)}".encode())
        + b"\n"
    )
    clerk = real_node.start().person()

    assert offset(clerk, place) == len(content)
    assert ask(clerk, content)["known"][0]["size"] == len(content)


def test_up3_what_a_beginning_left_behind_is_swept_at_start(real_node: RealNode) -> None:
    folder = real_node.config.partial
    folder.mkdir(exist_ok=True)
    (folder / f"{'a' * 32}.part").write_bytes(b"")
    (folder / f"{'b' * 32}.log").write_bytes(b'{"id":')

    real_node.start()

    assert list(folder.iterdir()) == []


def test_up3_a_full_disk_is_said_and_what_was_kept_is_kept(real_node: RealNode) -> None:
    folder = real_node.config.data
    small = RealNode(
        real_node.config, command=lambda: [*on_small_disk(folder, "24m"), *node_command()]
    )
    try:
        clerk = small.start().person()
        place = begun(clerk, LARGE)
        half = added(clerk, place, LARGE[: len(LARGE) // 2], at=0)
        assert small.process is not None
        seen = seen_by(small.process.id, folder)
        fill_up(seen)

        refused = add(clerk, place, LARGE[half:], at=half)
        assert code(refused) == "DISK_FULL"
        assert refused.status_code == 507
        make_room(seen)
        here = offset(clerk, place)
        assert here >= half
        assert added(clerk, place, LARGE[here:], at=here) == len(LARGE)
        assert ask(clerk, LARGE)["missing"] == []
    finally:
        small.stop()


def test_up4_the_writer_that_was_overtaken_is_told(clerk: Person) -> None:
    place = begun(clerk, LARGE)

    with cut_after(clerk, place, LARGE[:10], at=0, whole=len(LARGE)) as wire:
        until(lambda: offset(clerk, place) == 10)
        assert b" 423 " in wire.recv(64 * 1024)


def test_up3_the_rest_of_a_refused_part_need_not_be_sent(clerk: Person) -> None:
    """Chromium sends a part again by itself when its link was cut, from where it began."""
    place = begun(clerk, LARGE)

    with cut_after(clerk, place, b"x", at=7, whole=len(LARGE)) as wire:
        told = b""
        while data := wire.recv(64 * 1024):
            told += data

    assert b" 409 " in told
    assert b"connection: close" in told.lower()


def test_a_node_never_answers_an_upload_with_a_fault_of_its_own(clerk: Person) -> None:
    drawn = random.Random(7)
    places = [
        "/api/files",
        "/api/files/known",
        begun(clerk, LARGE),
        "/api/files/%00",
        "/api/files/",
    ]
    for _ in range(150):
        headers = {
            name: drawn.choice(["", "0", "1", "-1", "x", "1.0.0", "sha256 AAAA", "%%", PART[name_]])
            for name, name_ in [
                ("Tus-Resumable", "Tus-Resumable"),
                ("Upload-Offset", "Tus-Resumable"),
                ("Upload-Length", "Content-Type"),
                ("Upload-Metadata", "Content-Type"),
                ("Upload-Checksum", "Content-Type"),
                ("Content-Type", "Content-Type"),
                ("X-HTTP-Method-Override", "Content-Type"),
            ]
            if drawn.random() < 0.7
        } | (TUS if drawn.random() < 0.7 else {})
        method = drawn.choice(["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS", "PUT"])
        reply = clerk.http.request(
            method, drawn.choice(places), headers=headers, content=drawn.randbytes(9)
        )
        assert reply.status_code < 500, (method, headers)
