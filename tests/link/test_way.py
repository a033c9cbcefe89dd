"""One direction, in time that is made up: the shaper's own rules, exact."""

import pytest

from tools.link.profile import COMMUNE, QUIET, Cut, Profile
from tools.link.way import QUEUE_PACKETS_MAX, Way

LINE = Profile(name="thử", rate=8_000, round_trip=0.5)  # 1,000 bytes a second


def test_a_packet_takes_its_time_on_the_line_and_then_the_delay() -> None:
    assert Way(LINE, seed=1).arrival(500, now=10.0, is_cut=False) == pytest.approx(10.75)


def test_packets_wait_for_the_line_in_the_order_in_which_they_come() -> None:
    way = Way(LINE, seed=1)
    found = [way.arrival(1000, now=0.0, is_cut=False) for _ in range(3)]
    assert found == [pytest.approx(1.25), pytest.approx(2.25), pytest.approx(3.25)]


def test_a_full_queue_loses_what_comes_and_counts_it_apart() -> None:
    way = Way(LINE, seed=1)
    found = [way.arrival(1000, now=0.0, is_cut=False) for _ in range(QUEUE_PACKETS_MAX + 5)]
    assert found.count(None) == 5
    assert (way.passed.packets, way.passed.overflowed) == (QUEUE_PACKETS_MAX, 5)
    assert way.passed.octets == 1000 * QUEUE_PACKETS_MAX
    assert way.arrival(1000, now=1.0, is_cut=False) is not None


def test_a_share_of_the_packets_is_lost_and_counts_as_sent() -> None:
    way = Way(COMMUNE, seed=3)
    arrived = [way.arrival(100, now=float(second), is_cut=False) for second in range(10_000)]
    assert way.passed.octets == 1_000_000
    assert way.passed.lost == arrived.count(None)
    assert 400 < way.passed.lost < 600


def test_the_same_seed_loses_the_same_packets_and_another_seed_others() -> None:
    def fate(seed: int) -> list[float | None]:
        way = Way(COMMUNE, seed=seed)
        return [way.arrival(100, now=float(second), is_cut=False) for second in range(200)]

    assert fate(1) == fate(1)
    assert fate(1) != fate(2)


def test_a_packet_that_meets_a_cut_is_lost() -> None:
    way = Way(QUIET, seed=1)
    assert way.arrival(100, now=0.0, is_cut=True) is None
    assert way.passed.lost == 1


def test_a_stall_costs_the_bytes_again_and_the_time_that_tcp_waits() -> None:
    lossy = Way(Profile(name="thử", rate=8_000, round_trip=0.0, loss=0.5), seed=1)
    at, sent = 0.0, 0
    for _ in range(100):
        at = lossy.stalled(100, now=at, penalty=1.0)
        sent += 100
    lost = lossy.passed.lost
    assert lost > 50
    assert lossy.passed.octets == sent + 100 * lost
    assert at == pytest.approx(0.1 * (100 + lost) + 1.0 * lost)


def test_a_profile_says_when_it_is_cut() -> None:
    profile = Profile(name="thử", rate=1.0, round_trip=0.0, cuts=(Cut(at=5.0, seconds=2.0),))
    assert [profile.is_cut(at) for at in (4.9, 5.0, 6.9, 7.0)] == [False, True, True, False]
