"""Passwords, sessions and failed log-ins."""

from datetime import datetime, timedelta

from vanthu_server.commune.domain.session import Failures, Session
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one
from vanthu_sync.clock import instant, moment


class PeopleStore:
    """See `commune.services.sessions.SessionStore`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def password_hash(self, account: str) -> str | None:
        """Return the argon2id hash of an account, None where it has no password."""
        with self._ledger.reading() as db:
            row = one(db, "select hash from password where account = ?", account)
        return None if row is None else str(row["hash"])

    def set_password(self, account: str, hashed: str, *, at: datetime) -> None:
        """Replace the hash, and end the account's sessions."""
        with self._ledger.machine() as db:
            db.table("password").insert(
                {"account": account, "hash": hashed, "changed_at": instant(at)}, replace=True
            )
            db.table("session").delete_where("account = ?", [account])
            db.table("login_failure").delete_where("account = ?", [account])

    def failures(self, account: str) -> Failures:
        """Return how often a log-in failed in a row, and when last."""
        with self._ledger.reading() as db:
            row = one(db, "select count, last_at from login_failure where account = ?", account)
        if row is None:
            return Failures(count=0, last_at=None)
        return Failures(count=row["count"], last_at=moment(row["last_at"]))

    def failed(self, account: str, *, at: datetime, forget_after: timedelta) -> None:
        """Count one more failed log-in; those older than `forget_after` are forgotten."""
        with self._ledger.machine() as db:
            db.table("login_failure").delete_where(
                "last_at < ? or last_at > ?", [instant(at - forget_after), instant(at)]
            )
            db.conn.execute(
                "insert into login_failure (account, count, last_at) values (?, 1, ?)"
                " on conflict (account) do update set"
                " count = count + 1, last_at = excluded.last_at",
                (account, instant(at)),
            )

    def open_session(self, session: Session) -> None:
        """Keep a new session and forget the failures of its account."""
        with self._ledger.machine() as db:
            db.table("session").insert(
                {
                    "token_hash": session.token_hash,
                    "account": session.account,
                    "opened_at": instant(session.opened_at),
                    "seen_at": instant(session.seen_at),
                }
            )
            db.table("login_failure").delete_where("account = ?", [session.account])

    def session(self, token_hash: str) -> Session | None:
        """Return a session by the hash of its token."""
        with self._ledger.reading() as db:
            row = one(db, "select * from session where token_hash = ?", token_hash)
        if row is None:
            return None
        return Session(
            token_hash=row["token_hash"],
            account=row["account"],
            opened_at=moment(row["opened_at"]),
            seen_at=moment(row["seen_at"]),
        )

    def seen(self, token_hash: str, *, at: datetime) -> None:
        """Note that the session was used."""
        with self._ledger.machine() as db:
            db.conn.execute(
                "update session set seen_at = ? where token_hash = ?", (instant(at), token_hash)
            )

    def end_session(self, token_hash: str) -> None:
        """Forget a session."""
        with self._ledger.machine() as db:
            db.table("session").delete_where("token_hash = ?", [token_hash])
