"""The figures of the sync benchmark: their names, their arithmetic, and a bare upload over TLS."""

from pathlib import Path

import pytest

from tests.tidy.test_pins import ADDRESS, unhashed
from tools.bench_sync import Found, alone, compared, high, over_bare
from tools.link.certificates import make_tls
from tools.link.link import open_link
from tools.link.namespaces import FAR
from tools.link.profile import Profile
from tools.link.proxy import IN_FRONT
from tools.peers.bare_tls import upload_seconds
from tools.peers.install import SOURCE
from tools.peers.peer import Spent
from tools.peers.week import ACTS, documents

NAMES = {
    "week_bytes_per_document",
    "one_document_bytes",
    "one_document_requests",
    "idle_bytes",
    "idle_requests",
    "week_seconds_p95",
}


def found(times: int) -> Found:
    return Found(
        week=Spent(octets=35_000 * times, requests=2, seconds=8.0),
        one=Spent(octets=600 * times, requests=1, seconds=0.3),
        idle=Spent(octets=300 * times, requests=1, seconds=0.3),
        weeks=[10.0 * times, 12.0 * times],
    )


def test_every_figure_stands_beside_the_peer_with_unit_and_ratio() -> None:
    rows = {row["figure"]: row for row in compared(found(1), "pouchdb", found(4))}
    assert set(rows) == NAMES
    row = rows["week_bytes_per_document"]
    assert (row["ours"], row["unit"], row["peer"]) == (100, "B", "pouchdb")
    assert (row["theirs"], row["ratio"]) == (400, 0.25)


def test_without_a_peer_our_figures_stand_alone() -> None:
    rows = alone(found(1))
    assert {row["figure"] for row in rows} == NAMES
    assert not any("peer" in row for row in rows)


def test_a_week_is_held_against_the_bare_upload_of_the_same_seed() -> None:
    row = over_bare([20.0, 30.0], [10.0, 20.0])
    assert (row["figure"], row["ours"]) == ("week_over_bare_tls", 2.0)


def test_the_95th_percentile_of_few_is_the_largest_and_of_many_leaves_one_in_twenty() -> None:
    assert high([3.0, 1.0, 2.0]) == 3.0
    assert high([float(value) for value in range(100)]) == 95.0


def test_every_side_has_the_same_350_documents_and_three_acts() -> None:
    week = documents()
    assert len(week) == len({document["id"] for document in week}) == 350
    assert len(ACTS) == 3


def test_a_bare_upload_over_tls_takes_at_least_its_time_on_the_line(tmp_path: Path) -> None:
    tls = make_tls(tmp_path, hosts=(FAR, IN_FRONT))
    profile = Profile(name="chậm", rate=400e3, round_trip=0.1)
    link = open_link(profile, seed=1)
    try:
        seconds = upload_seconds(link, tls, size=20_000)
    finally:
        link.close()
    assert seconds >= profile.line_seconds(20_000) + profile.round_trip


@pytest.mark.parametrize(
    "pins", sorted(SOURCE.glob("*/requirements.txt")), ids=lambda pins: pins.parent.name
)
def test_a_peer_is_pinned_by_hash_and_without_an_address(pins: Path) -> None:
    text = pins.read_text(encoding="utf-8")
    assert text
    assert not ADDRESS.search(text)
    assert not unhashed(text)
