"""One-time codes by which a commune's node is paired."""

from vanthu_server.province.domain import limits
from vanthu_server.province.domain.peers import NewCode
from vanthu_server.province.domain.ports import Clock, Database, Randomness, Tables
from vanthu_server.province.services.secret_hash import SecretHash
from vanthu_server.province.services.storable import storable_id, storable_name
from vanthu_sync.errors import Refused

_DIGITS = 6


class PairCodes:
    """Makes codes: six digits, good for 15 minutes, five wrong tries and one node."""

    def __init__(
        self, database: Database, *, clock: Clock, randomness: Randomness, secret_hash: SecretHash
    ) -> None:
        self._database = database
        self._clock = clock
        self._randomness = randomness
        self._secret_hash = secret_hash

    def make(self, commune: str) -> str:
        """Return a new code for `commune` as it is read out ("482 913").

        Raises Refused(FIELDS_INVALID) for a name that is empty or too long, or when
        PAIR_CODES_OPEN_MAX codes are open.
        """
        name = storable_name(commune, field="commune")
        with self._database.begin() as tables:
            return self._make(tables, commune=name, journal="")

    def make_for_take_over(self, journal: str) -> str:
        """Return a new code by which another machine may take this journal over (LK7).

        Raises Refused: NOT_FOUND for a journal that is not paired, FIELDS_INVALID as `make`.
        """
        with self._database.begin() as tables:
            node = tables.sessions.node(storable_id(journal, field="journal"))
            if node is None:
                raise Refused("NOT_FOUND", detail="Không có máy xã nào mang nhật ký này.")
            return self._make(tables, commune=node.commune, journal=node.journal)

    def _make(self, tables: Tables, *, commune: str, journal: str) -> str:
        most = limits.PAIR_CODES_OPEN_MAX
        now = self._clock()
        number = int.from_bytes(self._randomness(16)) % 10**_DIGITS
        code = f"{number:0{_DIGITS}d}"
        open_codes = tables.pairings.open_codes(now, tries_max=limits.PAIR_TRIES_MAX)
        if len([each for each in open_codes if not each.used_by]) >= most:
            raise Refused(
                "FIELDS_INVALID",
                detail=f"Đang có {most} mã ghép chưa dùng; chờ mã cũ hết hạn.",
                field="commune",
            )
        tables.pairings.add_code(
            NewCode(
                commune=commune,
                journal=journal,
                hash=self._secret_hash.make(code),
                made_at=now,
                expires_at=now + limits.PAIR_CODE_LIFE,
            )
        )
        return f"{code[:3]} {code[3:]}"


def digits_of(typed: str) -> str:
    """Return the digits of a code as somebody typed it ("482 913", "482-913")."""
    return "".join(char for char in typed if char in "0123456789")
