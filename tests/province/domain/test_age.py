"""Ages in words."""

from datetime import UTC, datetime, timedelta

import pytest

from vanthu_server.province.domain.age import clock_and_day, in_words

NOW = datetime(2026, 11, 20, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "vừa xong"),
        (59, "vừa xong"),
        (60, "1 phút trước"),
        (3599, "59 phút trước"),
        (3600, "1 giờ trước"),
        (86399, "23 giờ trước"),
        (86400, "1 ngày trước"),
        (86400 * 400, "400 ngày trước"),
    ],
)
def test_an_age_is_told_in_its_largest_whole_unit(seconds: int, words: str) -> None:
    assert in_words(NOW - timedelta(seconds=seconds), NOW) == words


def test_an_instant_is_shown_in_vietnams_zone() -> None:
    assert clock_and_day(datetime(2026, 12, 31, 17, 5, tzinfo=UTC)) == "00:05 01/01/2027"
