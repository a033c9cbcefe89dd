"""A command on its way: who gives it, what it may use, how its answer is made again.

Theory of operation (PROTOCOL.md SE1-SE3): `CommandDesk` checks operation id and right, opens one
transaction, and lets the handler of the kind record events in it. The first event carries
the operation id with its fingerprint, so a retry, even after a crash or a recovery from the
sidecar, finds that event and answers from it: handlers give `answer` from the event alone.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, Protocol

import msgspec

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.ports import Author, Clock, Ledger, Unit
from vanthu_server.intake.unreadable import explain_unreadable
from vanthu_sync import canonical, limits, operations
from vanthu_sync.body import Body
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import UNREADABLE, Refused, problem
from vanthu_sync.journal import Event
from vanthu_sync.text import mend
from vanthu_sync.wire import Command, Result, Wire

BRANCH_KINDS: Final = frozenset(
    {"incoming.register", "incoming.reenter", "document.attach", "number.void", "content.remove"}
)
"""What a branch may do: what it sends up, and what refuses there with words of its own."""


class Policies(Protocol):
    """Which policy version an organ works under on a day."""

    def version(self, policy: str, on: date) -> str:
        """Return the version's id; raises Refused: YEAR_NOT_OPEN, FIELDS_INVALID."""
        ...


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler works with: the open transaction, the person, the moment."""

    unit: Unit
    person: Person
    organ: str
    op: str
    fingerprint: str
    now: datetime
    policy: str
    require_stamping: Callable[[], None]

    def record(self, body: Body) -> Event:
        """Record `body` under this command."""
        by = Author(account=self.person.account, op=self.op, fingerprint=self.fingerprint)
        return self.unit.record(body, organ=self.organ, policy=self.policy, by=by)

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return vietnam_day(self.now)

    def reason(self, text: str) -> str:
        """Return a reason as it is kept; raises Refused: REASON_REQUIRED, FIELDS_INVALID."""
        mended = mend(text)
        if not mended:
            raise Refused("REASON_REQUIRED")
        if len(mended) > limits.REASON_CHARACTERS_MAX:
            raise Refused("FIELDS_INVALID", field="reason", detail="Lý do quá dài.")
        return mended

    @property
    def document(self) -> str:
        """The id of a document that this command makes: its operation id."""
        return self.op


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of command: its payload, its handler, and its answer made from the event.

    `ahead` does slow work on (organ, payload) before the transaction, so that nobody waits for
    it; the handler gets its result as a third argument. `after` follows once all is durable.
    """

    payload: type[Wire]
    handle: Callable[..., Event]
    answer: Callable[[Unit, Event], Wire | None]
    ahead: Callable[[str, Any], object] | None = None
    after: Callable[[Event], None] | None = None


class CommandDesk:
    """Takes commands of people in, one transaction each."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        kinds: Mapping[str, Kind],
        clock: Clock,
        policies: Policies,
        recorded: Callable[[], None],
        require_stamping: Callable[[], None],
    ) -> None:
        self._ledger = ledger
        self._kinds = kinds
        self._clock = clock
        self._policies = policies
        self._recorded = recorded
        self._require_stamping = require_stamping

    def execute(self, person: Person, command: Command) -> Result:
        """Return the answer to `command`: accepted, or rejected with its problem.

        What is rejected changed nothing; what is accepted is durable in database and sidecar.
        """
        try:
            data = self._execute(person, command)
        except Refused as refused:
            return Result(
                op=command.op,
                outcome="rejected",
                problem=problem(refused),
                data=_raw(refused.data),
            )
        self._recorded()
        return Result(op=command.op, outcome="accepted", data=_raw(data))

    def _execute(self, person: Person, command: Command) -> Wire | None:
        kind = self._kinds.get(command.kind)
        if kind is None:
            raise Refused("COMMAND_UNKNOWN", detail=command.kind)
        if not operations.is_operation_id(command.op):
            raise Refused("OP_INVALID")
        rights.require(person, command.kind, command.organ)
        payload = _payload(command, kind)
        asked = _fingerprint(person, command)
        ahead = () if kind.ahead is None else (kind.ahead(command.organ, payload),)
        with self._ledger.write() as unit:
            if command.kind not in BRANCH_KINDS and unit.standing() == "branch":
                raise Refused("NODE_FOLLOWS", detail="Cơ sở này chỉ vào sổ văn bản đến.")
            event = self._known(unit, person, command, asked)
            if event is None:
                event = kind.handle(self._desk(unit, person, command, asked), payload, *ahead)
            answer = kind.answer(unit, event)
        if kind.after is not None:
            kind.after(event)
        return answer

    def _known(self, unit: Unit, person: Person, command: Command, asked: str) -> Event | None:
        known = unit.operation(command.op)
        if known is None:
            return None
        fingerprint, event = known
        if not fingerprint:  # removed with the content: whose and where it was, the header keeps
            same = event.header.actor == person.account and event.header.organ == command.organ
        else:
            same = operations.standing(known=fingerprint, asked=asked) == "repeated"
        if not same:
            raise Refused("OP_REUSED")
        return event

    def _desk(self, unit: Unit, person: Person, command: Command, asked: str) -> Desk:
        now = self._clock.now()
        policy = unit.organ(command.organ).policy
        return Desk(
            unit=unit,
            person=person,
            organ=command.organ,
            op=command.op,
            fingerprint=asked,
            now=now,
            policy=self._policies.version(policy, vietnam_day(now)),
            require_stamping=self._require_stamping,
        )


def _payload(command: Command, kind: Kind) -> Wire:
    try:
        return msgspec.json.decode(command.payload, type=kind.payload)
    except msgspec.ValidationError as error:
        notice = explain_unreadable(error)
        if notice is None:
            raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error
        raise Refused("FIELDS_INVALID", fields=(notice,)) from error
    except UNREADABLE as error:
        raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error


def _fingerprint(person: Person, command: Command) -> str:
    try:
        return operations.fingerprint(
            kind=command.kind,
            organ=command.organ,
            actor=person.account,
            payload=bytes(command.payload),
        )
    except canonical.NotCanonical as error:
        raise Refused("REQUEST_UNREADABLE", detail=str(error)) from error


def _raw(data: msgspec.Struct | None) -> msgspec.Raw | None:
    return None if data is None else msgspec.Raw(msgspec.json.encode(data))
