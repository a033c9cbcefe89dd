"""Log-in, session, log-out: one personal account per person (R-ACC-01)."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.ports import Chance, Clock, Ledger
from vanthu_server.commune.domain.session import (
    LOCKED,
    SEEN_STEP,
    Failures,
    Session,
)
from vanthu_sync.errors import Refused

TOKEN_BYTES = 32


class SessionStore(Protocol):
    """Where passwords, sessions and failures are kept."""

    def password_hash(self, account: str) -> str | None:
        """Return the hash of an account's password."""
        ...

    def set_password(self, account: str, hashed: str, *, at: datetime) -> None:
        """Replace it and end the account's sessions."""
        ...

    def failures(self, account: str) -> Failures:
        """Return the failed log-ins in a row."""
        ...

    def failed(self, account: str, *, at: datetime, forget_after: timedelta) -> None:
        """Count one more."""
        ...

    def open_session(self, session: Session) -> None:
        """Keep a session."""
        ...

    def session(self, token_hash: str) -> Session | None:
        """Return a session."""
        ...

    def seen(self, token_hash: str, *, at: datetime) -> None:
        """Note its use."""
        ...

    def end_session(self, token_hash: str) -> None:
        """Forget it."""
        ...


class PasswordHasher(Protocol):
    """argon2id, or a quick stand-in in unit tests."""

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        ...

    def matches(self, hashed: str, password: str) -> bool:
        """Tell whether `password` is the one."""
        ...


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A new session: the token goes to the browser, once."""

    token: str
    person: Person
    session: Session


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(
        self,
        store: SessionStore,
        *,
        ledger: Ledger,
        hasher: PasswordHasher,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._hasher = hasher
        self._clock = clock
        self._chance = chance
        self._nobody = hasher.hash("nobody has this password")

    def open(self, account: str, password: str) -> Opened:
        """Log in; raises Refused: AUTH_LOCKED, AUTH_WRONG.

        An unknown account takes as long as a wrong password, so that accounts cannot be guessed.
        """
        person, now = self.check(account, password), self._clock.now()
        token = base64.urlsafe_b64encode(self._chance.draw(TOKEN_BYTES)).decode("ascii")
        session = Session(token_hash=_hash(token), account=account, opened_at=now, seen_at=now)
        self._store.open_session(session)
        return Opened(token=token, person=person, session=session)

    def check(self, account: str, password: str) -> Person:
        """Return whose account and password these are; raises Refused as `open`."""
        now = self._clock.now()
        if self._store.failures(account).locked(now):
            raise Refused("AUTH_LOCKED", detail=f"Khóa {LOCKED.seconds // 60} phút.")
        with self._ledger.read() as unit:
            person = unit.person(account)
        hashed = self._store.password_hash(account)
        matches = self._hasher.matches(hashed or self._nobody, password)
        if not matches or hashed is None or person is None:
            self._store.failed(account, at=now, forget_after=LOCKED)
            raise Refused("AUTH_WRONG")
        return person

    def find(self, token: str | None) -> tuple[Person, Session]:
        """Return who a token belongs to; raises Refused: AUTH_REQUIRED, AUTH_EXPIRED."""
        if not token:
            raise Refused("AUTH_REQUIRED")
        session = self._store.session(_hash(token))
        now = self._clock.now()
        if session is None or session.ended(now):
            raise Refused("AUTH_EXPIRED")
        if now - session.seen_at >= SEEN_STEP:
            self._store.seen(session.token_hash, at=now)
            session = msgspec.structs.replace(session, seen_at=now)
        with self._ledger.read() as unit:
            person = unit.person(session.account)
        if person is None:
            raise Refused("AUTH_EXPIRED")
        return person, session

    def end(self, token: str | None) -> None:
        """Log out."""
        if token:
            self._store.end_session(_hash(token))

    def set_password(self, account: str, password: str, *, check: Callable[[str], None]) -> None:
        """Give an account a password that `check` does not refuse."""
        check(password)
        self._store.set_password(account, self._hasher.hash(password), at=self._clock.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
