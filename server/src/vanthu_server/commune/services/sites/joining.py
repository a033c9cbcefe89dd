"""A machine joins by a one-time code and is known by its key ever after (NB26, NB28)."""

import base64
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.ports import NODE, Chance, Clock, Ledger, Unit
from vanthu_server.commune.services.command import Policies
from vanthu_server.commune.services.leases import LEASE_NUMBERS_MAX, ORDERS
from vanthu_server.keys.node_key import SigningKey, verify
from vanthu_sync import site_wire, wire
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import OrganAdded, RolesGiven
from vanthu_sync.register_events import RegisterOpened, SiteJoined
from vanthu_sync.text import mend
from vanthu_sync.vocabulary import Book, LeaseOrder

CODE_DIGITS: Final = 8
CODE_LIFE: Final = timedelta(minutes=15)
TRIES_MAX: Final = 5
SITE_ID_BYTES: Final = 6
KEY_BYTES: Final = 32


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What a code lets in: a follower, or a branch with its order and block."""

    kind: str
    mode: str
    block: int
    organ: str


class SiteRecords(Protocol):
    """Where codes and last requests are kept."""

    def add_code(self, code: str, place: Place, *, at: datetime) -> None:
        """Keep a code; earlier ones end."""
        ...

    def use_code(self, code: str, *, not_before: datetime, tries_max: int) -> Place | None:
        """Use a code up; None for a wrong one."""
        ...

    def advance(self, site: str, sequence: int) -> bool:
        """Move a site's request number forward; False when it was seen before."""
        ...


class Joining:
    """The door for followers and branches."""

    def __init__(  # noqa: PLR0913 - the composition root's list
        self,
        ledger: Ledger,
        *,
        records: SiteRecords,
        key: SigningKey,
        node_name: str,
        clock: Clock,
        chance: Chance,
        policies: Policies,
    ) -> None:
        self._ledger = ledger
        self._records = records
        self._key = key
        self._node_name = node_name
        self._clock = clock
        self._chance = chance
        self._policies = policies

    def new_code(self, wanted: wire.NewSite, *, organ: str) -> wire.SiteCode:
        """Return a one-time code for the next machine; raises Refused(FIELDS_INVALID).

        A branch spends the incoming book of `organ`, or under *so_rieng* a book of its own.
        """
        branch = wanted.kind == "branch"
        if branch and (wanted.order not in ORDERS or not 0 <= wanted.block <= LEASE_NUMBERS_MAX):
            detail = "Chọn cách giữ thứ tự và số lượng mỗi lần giao."
            raise Refused("FIELDS_INVALID", field="order", detail=detail)
        number = int.from_bytes(self._chance.draw(8)) % 10**CODE_DIGITS
        code = f"{number:0{CODE_DIGITS}d}"
        place = Place(
            kind=wanted.kind,
            mode=wanted.order if branch else "",
            block=wanted.block if branch else 0,
            organ=organ if branch else "",
        )
        self._records.add_code(code, place, at=self._clock.now())
        return wire.SiteCode(code=code, minutes=CODE_LIFE.seconds // 60)

    def join(self, request: site_wire.Join) -> site_wire.Joined:
        """Let a machine in; one that is known by its key comes back as the site that it was.

        It does so after a take-over, when the holder is another machine.
        Raises Refused: REQUEST_UNREADABLE, PAIR_CODE_WRONG.
        """
        if len(request.key) != KEY_BYTES:
            raise Refused("REQUEST_UNREADABLE")
        digits = "".join(char for char in request.code if char.isdigit())
        not_before = self._clock.now() - CODE_LIFE
        place = self._records.use_code(digits, not_before=not_before, tries_max=TRIES_MAX)
        if place is None:
            raise Refused("PAIR_CODE_WRONG")
        key = base64.b64encode(request.key).decode("ascii")
        with self._ledger.write() as unit:
            known = (each for each in unit.sites() if each.key == key and not each.left_at)
            site = next((each.id for each in known if each.kind == place.kind), "")
            if not site:
                site = self._admit(unit, place, name=mend(request.name), key=key)
            journal = unit.head().journal
        return site_wire.Joined(
            site=site,
            kind="branch" if place.kind == "branch" else "follower",
            journal=journal,
            node_name=self._node_name,
            node_key=self._key.public,
        )

    def _admit(self, unit: Unit, place: Place, *, name: str, key: str) -> str:
        joined = SiteJoined(
            id=self._chance.draw(SITE_ID_BYTES).hex(),
            name=name or "Máy theo dõi",
            kind=place.kind,
            key=key,
            mode=place.mode,
            block=place.block,
            organ=place.organ,
        )
        if place.mode == LeaseOrder.SEPARATE:
            joined = self._with_own_book(unit, joined)
        unit.record(joined, organ="", policy="", by=NODE)
        return joined.id

    def _with_own_book(self, unit: Unit, joined: SiteJoined) -> SiteJoined:
        """Give the branch a book of its own: a part of the organ, with its clerks and leaders.

        Its numbers are all leased to the branch, so they are consecutive and in order.
        """
        organ, today = unit.organ(joined.organ), vietnam_day(self._clock.now())
        policy = self._policies.version(organ.policy, today)
        part = OrganAdded(
            id=f"{organ.id}-{joined.id[:4]}",
            code=organ.code,
            name=f"{organ.name} ({joined.name})",
            parent=organ.parent,
            place=organ.place,
            abbreviation=organ.abbreviation,
            policy=organ.policy,
        )
        unit.record(part, organ=part.id, policy=policy, by=NODE)
        opened = RegisterOpened(book=Book.INCOMING, year=today.year)
        unit.record(opened, organ=part.id, policy=policy, by=NODE)
        for person in unit.people_of(organ.id):
            given = RolesGiven(
                account=person.account, organ=part.id, roles=person.roles_in(organ.id)
            )
            unit.record(given, organ=part.id, policy=policy, by=NODE)
        return msgspec.structs.replace(joined, organ=part.id)

    def opened(self, sealed: site_wire.Sealed) -> bytes:
        """Return a known site's payload.

        Raises Refused: PEER_UNKNOWN, PEER_SIGNATURE_WRONG, REQUEST_REPEATED.
        """
        with self._ledger.read() as unit:
            known = next((each for each in unit.sites() if each.id == sealed.site), None)
        if known is None or known.left_at:
            raise Refused("PEER_UNKNOWN")
        signed = site_wire.sealed_bytes(
            site_wire.SITE_DOMAIN,
            site=sealed.site,
            sequence=sealed.sequence,
            payload=sealed.payload,
        )
        if not verify(base64.b64decode(known.key), sealed.signature, signed):
            raise Refused("PEER_SIGNATURE_WRONG")
        if not self._records.advance(sealed.site, sealed.sequence):
            raise Refused("REQUEST_REPEATED")
        return sealed.payload

    def sealed(self, request: site_wire.Sealed, payload: bytes) -> site_wire.Sealed:
        """Return our answer to `request`, signed."""
        signed = site_wire.sealed_bytes(
            site_wire.OWNER_DOMAIN, site=request.site, sequence=request.sequence, payload=payload
        )
        return msgspec.structs.replace(request, payload=payload, signature=self._key.sign(signed))
