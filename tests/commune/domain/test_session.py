"""When a session ends and an account waits, moment by moment."""

from datetime import UTC, datetime, timedelta

import pytest

from vanthu_server.commune.domain.session import IDLE, LOCKED, TRIES_MAX, WHOLE, Failures, Session

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
INSTANT = timedelta(milliseconds=1)


def session(*, seen: timedelta = timedelta(0)) -> Session:
    return Session(token_hash="x", account="a", opened_at=NOON, seen_at=NOON + seen)


@pytest.mark.parametrize(
    ("seen", "age", "ended"),
    [
        (timedelta(0), IDLE - INSTANT, False),
        (timedelta(0), IDLE, True),
        (timedelta(hours=2), timedelta(hours=2) + IDLE - INSTANT, False),
        (WHOLE - INSTANT, WHOLE - INSTANT, False),
        (WHOLE - INSTANT, WHOLE, True),
        (timedelta(0), -IDLE, False),
        (timedelta(0), -IDLE - INSTANT, True),
    ],
)
def test_a_session_ends_when_it_was_left_alone_or_the_day_is_over(
    seen: timedelta,
    age: timedelta,
    ended: bool,  # noqa: FBT001 - a case
) -> None:
    assert session(seen=seen).ended(NOON + age) is ended


@pytest.mark.parametrize(
    ("count", "age", "locked"),
    [
        (TRIES_MAX - 1, timedelta(0), False),
        (TRIES_MAX, timedelta(0), True),
        (TRIES_MAX, LOCKED - INSTANT, True),
        (TRIES_MAX, LOCKED, False),
        (TRIES_MAX, -LOCKED, False),
        (TRIES_MAX + 9, timedelta(0), True),
    ],
)
def test_an_account_waits_after_too_many_tries(count: int, age: timedelta, locked: bool) -> None:  # noqa: FBT001 - a case
    assert Failures(count=count, last_at=NOON).locked(NOON + age) is locked


def test_an_account_without_failures_does_not_wait() -> None:
    assert Failures(count=0, last_at=None).locked(NOON) is False
