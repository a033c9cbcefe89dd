"""What a link promises, of whatever kind it is: whole, no faster, no sooner, cut, and counted.

Times are bounded from below only: a loaded machine makes every one of them longer.
"""

import math
import random
import subprocess
import sys
import time

import pytest

from tests.link.conftest import OpenLink
from tests.link.ends import PATIENCE, call, echo, exchanged
from tools.link.link import began_at, octets, wait_until_still
from tools.link.profile import OPEN, Cut, Profile

FAST = Profile(name="nhanh", rate=20e6, round_trip=0.01)
LOSSY = Profile(name="hay mất gói", rate=20e6, round_trip=0.01, loss=0.1)
SLOW = Profile(name="chậm", rate=400e3, round_trip=0.02)
FAR_AWAY = Profile(name="xa", rate=20e6, round_trip=0.4)


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


@pytest.mark.parametrize("profile", [OPEN, FAST, LOSSY], ids=lambda profile: str(profile.name))
def test_what_is_sent_arrives_whole_and_in_order(open_a_link: OpenLink, profile: Profile) -> None:
    link = open_a_link(profile)
    with echo(link) as place, call(link, place) as connection:
        assert exchanged(connection, noise(150_000)) == noise(150_000)


def test_a_byte_is_counted_where_it_passes_and_little_more_than_it(open_a_link: OpenLink) -> None:
    link = open_a_link(FAST)
    with echo(link) as place, call(link, place) as connection:
        before = link.passed()
        exchanged(connection, noise(100_000))
        for earlier, later in zip(before, link.passed(), strict=True):
            assert 100_000 <= later.octets - earlier.octets < 125_000
            assert later.packets - earlier.packets >= 100_000 / 1400
            assert later.lost == 0


def test_what_was_lost_is_sent_and_counted_again(open_a_link: OpenLink) -> None:
    link = open_a_link(LOSSY)
    with echo(link) as place, call(link, place) as connection:
        exchanged(connection, noise(200_000))
    up, down = link.passed()
    assert up.lost > 0
    assert down.lost > 0
    assert up.octets > 200_000 * 1.05


def test_a_silent_link_counts_nothing(open_a_link: OpenLink) -> None:
    link = open_a_link(FAST)
    with echo(link) as place, call(link, place) as connection:
        exchanged(connection, b"a")
        before = wait_until_still(link, seconds=0.5)
        time.sleep(0.3)
        assert octets(link) == before


def test_it_says_when_the_first_packet_passed(open_a_link: OpenLink) -> None:
    link = open_a_link(FAST)
    assert began_at(link) == math.inf
    opened = time.monotonic()
    with echo(link) as place, call(link, place) as connection:
        exchanged(connection, b"a")
        first = began_at(link)
        assert opened <= first <= time.monotonic()
        exchanged(connection, b"b")
        assert began_at(link) == first


def test_a_server_is_found_at_its_own_port(open_a_link: OpenLink) -> None:
    link = open_a_link(FAST)
    assert link.reach(54321)[1] == link.reach(54321)[1] == 54321


def test_it_is_no_faster_than_its_rate(open_a_link: OpenLink) -> None:
    link = open_a_link(SLOW)
    with echo(link) as place, call(link, place) as connection:
        began = time.monotonic()
        exchanged(connection, noise(40_000))
        assert time.monotonic() - began >= SLOW.line_seconds(40_000)


def test_an_answer_comes_no_sooner_than_the_round_trip(open_a_link: OpenLink) -> None:
    link = open_a_link(FAR_AWAY)
    with echo(link) as place, call(link, place) as connection:
        for _ in range(3):
            began = time.monotonic()
            exchanged(connection, b"a")
            assert time.monotonic() - began >= FAR_AWAY.round_trip


def test_nothing_passes_while_it_is_cut_and_all_passes_when_it_is_mended(
    open_a_link: OpenLink,
) -> None:
    link = open_a_link(FAST)
    with echo(link) as place, call(link, place) as connection:
        exchanged(connection, b"before")
        link.cut()
        connection.sendall(b"during")
        connection.settimeout(0.7)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        link.mend()
        connection.settimeout(PATIENCE)
        assert connection.recv(6, 0x100) == b"during"  # MSG_WAITALL


def test_a_cut_of_the_profile_holds_at_its_time(open_a_link: OpenLink) -> None:
    began = time.monotonic()
    link = open_a_link(
        Profile(name="cắt", rate=20e6, round_trip=0.01, cuts=(Cut(at=0.0, seconds=1.0),))
    )
    with echo(link) as place, call(link, place) as connection:
        exchanged(connection, b"a")
        assert time.monotonic() - began >= 1.0


def test_a_process_at_the_near_end_reaches_a_server_at_the_far_end(open_a_link: OpenLink) -> None:
    link = open_a_link(FAST)
    with echo(link) as (host, port):
        code = f"""
import socket
with socket.create_connection(({host!r}, {port})) as connection:
    connection.sendall(b"xin")
    print(connection.recv(3).decode())
"""
        with link.near():
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"xin"
    assert octets(link) > 6


def test_closing_takes_one_link_away_and_leaves_the_other(open_a_link: OpenLink) -> None:
    link, other = open_a_link(FAST), open_a_link(FAST)
    with echo(link) as place, echo(other) as elsewhere:
        gone, there = call(link, place, seconds=0.7), call(other, elsewhere)
        with gone, there:
            exchanged(gone, b"a")
            link.close()
            link.close()
            with pytest.raises((TimeoutError, AssertionError, OSError)):
                exchanged(gone, b"b")
            assert exchanged(there, b"the other stands") == b"the other stands"
