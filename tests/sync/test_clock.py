"""CK1-CK2: instants are UTC with milliseconds, days are Vietnam's (R-TIM-02)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu_sync import clock
from vanthu_sync.clock import Reading, Standing

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(9990, 1, 1), timezones=ZONES)  # noqa: DTZ001 - the zone is drawn


def test_ck1_an_instant_is_written_in_utc_with_milliseconds_and_z() -> None:
    moment = datetime(2026, 11, 20, 9, 10, 0, 123_999, tzinfo=clock.VIETNAM)
    assert clock.instant(moment) == "2026-11-20T02:10:00.123Z"
    assert clock.instant(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000Z"


@given(MOMENTS)
def test_ck1_what_was_written_reads_back_to_the_millisecond(moment: datetime) -> None:
    written = clock.instant(moment)
    read = clock.moment(written)
    assert read.utcoffset() == timedelta(0)
    assert timedelta(0) <= moment - read < timedelta(milliseconds=1)
    assert clock.instant(read) == written


@given(MOMENTS, MOMENTS)
def test_ck1_instants_sort_as_text(first: datetime, second: datetime) -> None:
    if first <= second:
        assert clock.instant(first) <= clock.instant(second)


@pytest.mark.parametrize("text", ["2026-11-20T02:10:00.123", "2026-11-20", "", "hôm nay", "25h"])
def test_ck1_an_instant_without_a_zone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"zone|Invalid isoformat"):
        clock.moment(text)


def test_ck1_the_zone_of_this_machine_is_never_taken() -> None:
    naive = datetime(2026, 11, 20, 9, 10)  # noqa: DTZ001 - the missing zone is the point
    with pytest.raises(ValueError, match="without a zone"):
        clock.instant(naive)
    with pytest.raises(ValueError, match="without a zone"):
        clock.vietnam_day(naive)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-20T16:59:59.999Z", date(2026, 11, 20)),
        ("2026-11-20T17:00:00.000Z", date(2026, 11, 21)),
        ("2026-12-31T17:00:00.000Z", date(2027, 1, 1)),
        ("2028-02-28T17:00:00.000Z", date(2028, 2, 29)),
    ],
)
def test_ck2_the_day_changes_at_midnight_in_vietnam(instant: str, day: date) -> None:
    assert clock.vietnam_day(clock.moment(instant)) == day


MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""08:00 in Vietnam."""


def look(raw: datetime, *, up: float) -> Reading:
    return Reading(raw=raw, uptime=up)


def trusted_morning() -> Standing:
    return clock.trusted(Standing(), look(MORNING, up=100.0))


@pytest.mark.parametrize(
    ("raw", "up", "sure"),
    [
        (MORNING + timedelta(hours=3), 100.0 + 3 * 3600, True),
        (MORNING + timedelta(hours=3, minutes=10), 100.0 + 3 * 3600, True),
        (MORNING + timedelta(hours=3, minutes=11), 100.0 + 3 * 3600, False),
        (MORNING + timedelta(hours=2, minutes=49), 100.0 + 3 * 3600, False),
        (MORNING + timedelta(days=30), 100.0 + 30 * 86400, True),
        (MORNING.replace(year=2099), 200.0, False),
        (MORNING.replace(year=1980), 200.0, False),
    ],
)
def test_ck3_a_clock_is_sure_while_it_moves_as_the_machine_does(
    raw: datetime, up: float, *, sure: bool
) -> None:
    assert clock.is_sure(trusted_morning(), look(raw, up=up)) is sure


def test_ck3_before_anything_is_trusted_the_day_must_be_confirmed_and_not_behind() -> None:
    known = Standing(last=MORNING, confirmed=date(2026, 11, 20))
    assert clock.is_sure(known, look(MORNING + timedelta(hours=1), up=5.0))
    assert clock.is_sure(known, look(MORNING - timedelta(minutes=9), up=5.0))
    assert not clock.is_sure(known, look(MORNING - timedelta(minutes=11), up=5.0))
    assert not clock.is_sure(known, look(MORNING + timedelta(days=1), up=5.0))
    assert not clock.is_sure(Standing(), look(MORNING, up=5.0))


@given(st.integers(-40_000, 40_000), st.integers(0, 86_399))
def test_ck4_a_person_who_names_the_day_keeps_the_time_of_day(days: int, seconds: int) -> None:
    raw = MORNING + timedelta(seconds=seconds)
    jumped = look(raw + timedelta(days=days % 20_000 - 10_000), up=900.0)
    day = date(2026, 11, 20)
    after = clock.told_by_person(trusted_morning(), jumped, day)
    now = after.corrected(jumped)
    assert clock.vietnam_day(now) == day
    assert now.astimezone(clock.VIETNAM).time() == jumped.raw.astimezone(clock.VIETNAM).time()
    assert clock.is_sure(after, jumped)


def test_ck4_a_jump_ahead_and_back_binds_nothing() -> None:
    """Never the later of two: the year 2099 was an error of an hour."""
    ahead = look(MORNING.replace(year=2099), up=200.0)
    told = clock.told_by_person(trusted_morning(), ahead, date(2026, 11, 20))
    back = look(MORNING + timedelta(hours=1), up=100.0 + 3600)
    assert not clock.is_sure(told, back)
    again = clock.told_by_person(told, back, date(2026, 11, 20))
    assert abs(again.corrected(back) - back.raw) < timedelta(days=1)
    assert clock.is_sure(again, back)


def test_ck4_the_hub_corrects_beyond_the_tolerance_and_only_then() -> None:
    near = look(MORNING + timedelta(minutes=5), up=50.0)
    assert clock.told_by_hub(Standing(), near, MORNING).correction == 0
    far = look(MORNING + timedelta(days=400), up=50.0)
    told = clock.told_by_hub(Standing(), far, MORNING)
    assert told.corrected(far) == MORNING
    assert clock.is_sure(told, far)
