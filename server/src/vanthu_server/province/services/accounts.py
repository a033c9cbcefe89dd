"""People of the province page: accounts, passwords, sessions.

Rules:
1. A wrong name and a wrong password look and cost the same.
2. LOGIN_TRIES_MAX wrong tries lock a name for LOGIN_LOCK, whether it exists or not.
3. A session ends after PAGE_SESSION_IDLE without use and after PAGE_SESSION_LIFE at the latest.
"""

import hashlib
import unicodedata
from datetime import datetime

from vanthu_server.province.domain import limits
from vanthu_server.province.domain.account import Failures, PageSession
from vanthu_server.province.domain.ports import Clock, Database, Randomness
from vanthu_server.province.services.secret_hash import SecretHash
from vanthu_server.province.services.storable import storable_name
from vanthu_sync.errors import Refused


class Accounts:
    """Adds accounts, lets people in and knows them by their tokens."""

    def __init__(
        self, database: Database, *, clock: Clock, randomness: Randomness, secret_hash: SecretHash
    ) -> None:
        self._database = database
        self._clock = clock
        self._randomness = randomness
        self._secret_hash = secret_hash

    def add(self, name: str, password: str) -> None:
        """Add the account, or give it a new password.

        Raises Refused(FIELDS_INVALID) for a name or a password of the wrong length.
        """
        account = storable_name(name, field="account")
        secret = unicodedata.normalize("NFC", password)
        if not limits.PASSWORD_CHARACTERS_MIN <= len(secret) <= limits.PASSWORD_CHARACTERS_MAX:
            raise Refused(
                "FIELDS_INVALID",
                detail=f"Mật khẩu phải có từ {limits.PASSWORD_CHARACTERS_MIN} đến "
                f"{limits.PASSWORD_CHARACTERS_MAX} ký tự.",
                field="password",
            )
        password_hash = self._secret_hash.make(secret)
        with self._database.begin() as tables:
            tables.accounts.put(account, password_hash=password_hash, at=self._clock())

    def log_in(self, name: str, password: str) -> str:
        """Return a session token; raises Refused: AUTH_WRONG, AUTH_LOCKED."""
        now = self._clock()
        try:
            account = storable_name(name, field="account")
        except Refused as error:
            raise Refused("AUTH_WRONG") from error
        secret = unicodedata.normalize("NFC", password[: limits.PASSWORD_CHARACTERS_MAX * 4])
        token = self._randomness(limits.TOKEN_BYTES).hex()
        with self._database.begin() as tables:
            failures = tables.accounts.failures(account)
            if failures.locked_until is not None and now < failures.locked_until:
                raise Refused("AUTH_LOCKED")
            is_right = self._secret_hash.matches(tables.accounts.password_hash(account), secret)
            wrong = 0 if is_right else failures.wrong + 1
            is_locked = wrong >= limits.LOGIN_TRIES_MAX
            state = Failures(
                wrong=0 if is_locked else wrong,
                locked_until=now + limits.LOGIN_LOCK if is_locked else None,
            )
            tables.accounts.set_failures(account, state, at=now)
            if is_right:
                session = PageSession(account=account, opened_at=now, used_at=now)
                tables.accounts.open_session(_hash(token), session)
        if not is_right:
            raise Refused("AUTH_LOCKED" if is_locked else "AUTH_WRONG")
        return token

    def know(self, token: str) -> str:
        """Return whose token this is; raises Refused: AUTH_REQUIRED (none), AUTH_EXPIRED."""
        if not token:
            raise Refused("AUTH_REQUIRED")
        now, token_hash = self._clock(), _hash(token)
        with self._database.begin() as tables:
            session = tables.accounts.session(token_hash)
            if session is not None and _is_over(session, now):
                tables.accounts.end_session(token_hash)
                session = None
            elif session is not None and now - session.used_at > limits.TOUCH_AFTER:
                tables.accounts.touch_session(token_hash, now)
        if session is None:
            raise Refused("AUTH_EXPIRED")
        return session.account

    def log_out(self, token: str) -> None:
        """End the session of `token`; nothing happens where there is none."""
        with self._database.begin() as tables:
            tables.accounts.end_session(_hash(token))


def _is_over(session: PageSession, now: datetime) -> bool:
    return (
        now - session.used_at > limits.PAGE_SESSION_IDLE
        or now - session.opened_at > limits.PAGE_SESSION_LIFE
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8")).digest()
