"""Pairing a node: its key is pinned here, ours there (PROTOCOL.md, LK1).

Rules:
1. A wrong code counts against every open code, for nobody can say which one was meant.
2. The node that used a code may ask again with it until it expires: a lost answer is no
   dead end. For anybody else the code is used up.
3. Another key for a known journal is refused, never learnt, and kept as a warning; but a code
   that was made for the take-over of this journal lets it in as a guest (LK7). The pinned key
   stays until that machine ships its take-over.
4. An organ stays with the journal that has it.
"""

from collections.abc import Sequence

from vanthu_server.keys import SigningKey
from vanthu_server.province.domain import limits
from vanthu_server.province.domain.holding import NamedKey
from vanthu_server.province.domain.peers import PairCode, Pairing
from vanthu_server.province.domain.ports import Clock, Database, Tables
from vanthu_server.province.domain.warning import Finding
from vanthu_server.province.services.pair_codes import digits_of
from vanthu_server.province.services.secret_hash import SecretHash
from vanthu_server.province.services.storable import storable_id, storable_name
from vanthu_sync.errors import Refused
from vanthu_sync.link import LINK_VERSION, OrganEntry, PairAnswer, PairRequest

_KEY_BYTES = 32
_ORGANS = "Máy xã phải có từ 1 đến 50 cơ quan."


class PairNode:
    """Admits a node that knows an open code."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        secret_hash: SecretHash,
        key: SigningKey,
        hub_name: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._secret_hash = secret_hash
        self._answer = PairAnswer(hub_name=hub_name, hub_key=key.public)

    def __call__(self, request: PairRequest) -> PairAnswer:
        """Register the node with its organs and return our name and key.

        Raises Refused: REQUEST_UNREADABLE, FIELDS_INVALID, PAIR_CODE_WRONG, PEER_SIGNATURE_WRONG,
        SECOND_NODE.
        """
        request = _checked(request)
        code = self._code(request)
        if code.journal:
            return self._let_in(request, code)
        if not request.organs:
            raise Refused("FIELDS_INVALID", detail=_ORGANS, field="organs")
        with self._database.begin() as tables:
            refusal = self._key_is_other(tables, request) or self._organs_taken(tables, request)
            if refusal is None:
                tables.pairings.use_code(code.id, journal=request.journal, key=request.node_key)
                tables.pairings.write(self._pairing(request, code))
        if refusal is not None:
            raise refusal
        return self._answer

    def _let_in(self, request: PairRequest, code: PairCode) -> PairAnswer:
        """Name the key for the journal; the organs stay as they are."""
        admitted = NamedKey(key=request.node_key, role="admitted", site="", name=request.node_name)
        with self._database.begin() as tables:
            tables.pairings.use_code(code.id, journal=request.journal, key=request.node_key)
            tables.holders.name_key(request.journal, admitted)
        return self._answer

    def _code(self, request: PairRequest) -> PairCode:
        typed = digits_of(request.code)
        with self._database.begin() as tables:
            codes = tables.pairings.open_codes(self._clock(), tries_max=limits.PAIR_TRIES_MAX)
            code = self._match(codes, typed, request)
            if code is None:
                tables.pairings.count_wrong_try([each.id for each in codes if not each.used_by])
        if code is None:
            raise Refused("PAIR_CODE_WRONG")
        return code

    def _match(
        self, codes: Sequence[PairCode], typed: str, request: PairRequest
    ) -> PairCode | None:
        user = (request.journal, request.node_key)
        for code in codes:
            is_free = not code.used_by or (code.used_by, code.used_key) == user
            is_free &= code.journal in {"", request.journal}
            if is_free and self._secret_hash.matches(code.hash, typed):
                return code
        return None

    def _key_is_other(self, tables: Tables, request: PairRequest) -> Refused | None:
        held = tables.sessions.lock_node(request.journal)
        if held is None or held.key == request.node_key:
            return None
        facts = {"pinned": held.key.hex(), "offered": request.node_key.hex()}
        finding = Finding(kind="key_refused", subject=request.node_key.hex(), facts=facts)
        self._warn(tables, request.journal, finding)
        return Refused("PEER_SIGNATURE_WRONG", detail="Nhật ký này đã ghép với một khóa khác.")

    def _organs_taken(self, tables: Tables, request: PairRequest) -> Refused | None:
        owners = tables.pairings.owners([organ.id for organ in request.organs])
        taken = {organ: owner for organ, owner in owners.items() if owner != request.journal}
        for organ, owner in taken.items():
            finding = Finding(
                kind="organ_taken",
                subject=f"{organ}:{request.journal}",
                facts={"organ": organ, "claimed_by": request.journal},
            )
            self._warn(tables, owner, finding)
        if not taken:
            return None
        return Refused("SECOND_NODE", detail="Cơ quan đã thuộc một máy khác: " + ", ".join(taken))

    def _pairing(self, request: PairRequest, code: PairCode) -> Pairing:
        return Pairing(
            journal=request.journal,
            commune=code.commune,
            name=request.node_name,
            key=request.node_key,
            organs=request.organs,
            at=self._clock(),
        )

    def _warn(self, tables: Tables, journal: str, finding: Finding) -> None:
        tables.warnings.keep(journal, finding, at=self._clock(), kept_max=limits.WARNINGS_MAX)


def _checked(request: PairRequest) -> PairRequest:
    if request.v != LINK_VERSION or len(request.node_key) != _KEY_BYTES:
        raise Refused("REQUEST_UNREADABLE", detail="Phiên bản hoặc khóa của máy xã không đúng.")
    if len(request.organs) > limits.ORGANS_PER_NODE_MAX:
        raise Refused("FIELDS_INVALID", detail=_ORGANS, field="organs")
    return PairRequest(
        v=request.v,
        code=request.code[: limits.NAME_CHARACTERS_MAX],
        journal=storable_id(request.journal, field="journal"),
        node_name=storable_name(request.node_name, field="node_name"),
        node_key=request.node_key,
        organs=tuple(_organ(organ, request.journal) for organ in request.organs),
    )


def _organ(organ: OrganEntry, journal: str) -> OrganEntry:
    return OrganEntry(
        id=storable_id(organ.id, field="organs"),
        code=storable_name(organ.code, field="organs"),
        name=storable_name(organ.name, field="organs"),
        journal=journal,
    )
