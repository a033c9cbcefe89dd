"""People of the province page."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.account import Failures, PageSession
from vanthu_server.province.storage.schema import ACCOUNTS, LOGIN_FAILURES, PAGE_SESSIONS

_FORGOTTEN_AFTER: Final = timedelta(days=1)


class AccountRows:
    """Implements the port Accounts."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, name: str, *, password_hash: str, at: datetime) -> None:
        """Add an account, or give it a new password; its sessions end."""
        facts = {"password_hash": password_hash, "changed_at": at}
        added = insert(ACCOUNTS).values(name=name, **facts)
        self._connection.execute(added.on_conflict_do_update(index_elements=["name"], set_=facts))
        self._connection.execute(sa.delete(PAGE_SESSIONS).where(PAGE_SESSIONS.c.account == name))
        self._connection.execute(sa.delete(LOGIN_FAILURES).where(LOGIN_FAILURES.c.name == name))

    def password_hash(self, name: str) -> str | None:
        """Return the hash of an account's password."""
        query = sa.select(ACCOUNTS.c.password_hash).where(ACCOUNTS.c.name == name)
        return self._connection.execute(query).scalar_one_or_none()

    def failures(self, name: str) -> Failures:
        """Return the wrong tries of `name`, locked; an unknown name has them too."""
        table = LOGIN_FAILURES.c
        fresh = insert(LOGIN_FAILURES).values(name=name, wrong=0, last_at=sa.func.now())
        self._connection.execute(fresh.on_conflict_do_nothing())
        query = sa.select(table.wrong, table.locked_until).where(table.name == name)
        row = self._connection.execute(query.with_for_update()).one()
        return Failures(wrong=row.wrong, locked_until=row.locked_until)

    def set_failures(self, name: str, failures: Failures, *, at: datetime) -> None:
        """Write down the wrong tries of `name`; old ones of others are forgotten."""
        table = LOGIN_FAILURES.c
        state = sa.update(LOGIN_FAILURES).where(table.name == name)
        self._connection.execute(
            state.values(wrong=failures.wrong, locked_until=failures.locked_until, last_at=at)
        )
        old = sa.delete(LOGIN_FAILURES).where(table.last_at < at - _FORGOTTEN_AFTER)
        self._connection.execute(old)

    def open_session(self, token_hash: bytes, session: PageSession) -> None:
        """Keep a session."""
        self._connection.execute(
            sa.insert(PAGE_SESSIONS).values(
                token_hash=token_hash,
                account=session.account,
                opened_at=session.opened_at,
                used_at=session.used_at,
            )
        )
        old = PAGE_SESSIONS.c.used_at < session.opened_at - _FORGOTTEN_AFTER
        self._connection.execute(sa.delete(PAGE_SESSIONS).where(old))

    def session(self, token_hash: bytes) -> PageSession | None:
        """Return the session of a token."""
        query = sa.select(PAGE_SESSIONS).where(PAGE_SESSIONS.c.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return PageSession(account=row.account, opened_at=row.opened_at, used_at=row.used_at)

    def touch_session(self, token_hash: bytes, at: datetime) -> None:
        """Write down a use."""
        used = sa.update(PAGE_SESSIONS).where(PAGE_SESSIONS.c.token_hash == token_hash)
        self._connection.execute(used.values(used_at=at))

    def end_session(self, token_hash: bytes) -> None:
        """Forget a session."""
        ended = sa.delete(PAGE_SESSIONS).where(PAGE_SESSIONS.c.token_hash == token_hash)
        self._connection.execute(ended)
