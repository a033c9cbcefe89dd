"""CK1-CK2: instants are UTC with milliseconds, days are Vietnam's (R-TIM-02)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu_sync import clock

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
