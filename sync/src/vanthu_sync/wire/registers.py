"""Messages about registers: their numbers, who holds them, and the questions at opening."""

from datetime import date
from typing import Literal

from vanthu_sync.wire.incoming import IncomingFields
from vanthu_sync.wire.parts import Wire

State = Literal["issued", "void", "leased", "content_lost"]


class RegisterState(Wire):
    """Who holds a register and how far it is ("Máy này đang giữ sổ đến 2026, đến số 153").

    The counts partition 1 to `mark`; `newest` says whether this book gives the next number.
    """

    book: str
    year: int
    mark: int
    owner: Literal["node", "province"]
    node_name: str
    status: Literal["open", "closing", "closed"] = "open"
    epoch: int = 1
    issued: int = 0
    void: int = 0
    leased: int = 0
    content_lost: int = 0


class PaperAsked(Wire):
    """One register whose last number on paper is asked for; `mark` is what this machine knows."""

    organ: str
    organ_name: str
    book: str
    year: int
    mark: int


class PaperSaid(Wire):
    """The last number on paper, null where nobody can say."""

    organ: str
    book: str
    year: int
    number: int | None


class OpeningState(Wire):
    """GET /api/opening: may this machine stamp, and if not, the one thing that is asked.

    `question` is "" where nothing is asked: then `next_step` says what to do. `registers` are
    those that a paper question is about; `today` is the day as this machine has it; `recovered`
    events came back from `witness` at this opening.
    """

    stamping: bool
    writing: bool
    cause: str
    question: Literal["", "paper_lost", "paper_confirm", "day", "take_over"]
    title: str
    text: str
    next_step: str
    today: date
    registers: tuple[PaperAsked, ...] = ()
    recovered: int = 0
    witness: str = ""
    standing: Literal["owner", "follower", "branch"] = "owner"


class OpeningAnswer(Wire):
    """POST /api/opening (văn thư): the answer to the question of that name → OpeningState.

    With numbers on paper, `day` is the day that the clerk read beside them.
    """

    question: str
    paper: tuple[PaperSaid, ...] = ()
    day: date | None = None


class TakeOver(Wire):
    """POST /api/take-over: clerk and leader give their passwords at this machine → OpeningState.

    `paper` are the last numbers on paper of every open register, `day` the day that the two read
    on the screen.
    """

    reason: str
    clerk: str
    clerk_password: str
    leader: str
    leader_password: str
    paper: tuple[PaperSaid, ...]
    day: date | None = None


class NumberRow(Wire):
    """One number of a register with what became of it; `text` explains it in one sentence.

    `passed_over`: the province holds it and gave it to nothing here, so that it may be struck out.
    """

    number: int
    state: State
    text: str
    document: str
    subject: str
    symbol: str
    at: str
    changed_at: str = ""
    changed_by: str = ""
    reason: str = ""
    slip: str = ""
    captured_at: str = ""
    site: str = ""
    again: bool = False
    corrects: int = 0
    content_removed: bool = False
    passed_over: bool = False


class NumberPage(Wire):
    """GET /api/organs/{organ}/numbers/{book}/{year}?state=&before=&limit= (newest first).

    `state` "" gives every number that is not plainly issued.
    """

    register: RegisterState
    rows: tuple[NumberRow, ...]
    next_before: int | None


class VoidNumber(Wire):
    """Payload of `number.void` (HỦY): the entry stays with its number, struck out."""

    book: str
    year: int
    number: int
    reason: str


class Reenter(Wire):
    """Payload of `incoming.reenter`: a lost content entered again from paper, same number."""

    year: int
    number: int
    arrival_date: date
    fields: IncomingFields
    files: tuple[str, ...] = ()
    not_secret: bool = False


class ReenterOutgoing(Wire):
    """Payload of `outgoing.reenter`: an issued document entered again from paper."""

    year: int
    number: int
    issued_date: date
    symbol: str
    type_name: str
    subject: str
    signer_name: str
    recipients: str = ""
    files: tuple[str, ...] = ()


class AttachPaper(Wire):
    """Payload of `paper.attach`: the paper copy of a registered e-document; no new number."""

    id: str
    received_on: date
    files: tuple[str, ...] = ()
    note: str = ""


class CloseRegister(Wire):
    """Payload of `register.close` (khóa sổ): `paper` is the book's last number on paper."""

    book: str
    year: int
    paper: int | None = None


class WithdrawRegister(Wire):
    """Payload of `register.withdraw` (rút sổ mở nhầm)."""

    book: str
    year: int
    reason: str = ""


class NumberCopy(Wire):
    """Payload of `copy.number`: a copy (SY, SL, TrS) of a document gets the next number."""

    source: str
    source_symbol: str
    subject: str
    kind: Literal["SY", "SL", "TrS"]
    copies: int = 1


class CopyRow(Wire):
    """A numbered copy; also the result of `copy.number`."""

    id: str
    number: int
    year: int
    symbol: str
    issued_date: date
    kind: str
    source_symbol: str
    subject: str
    copies: int


class Copies(Wire):
    """GET /api/organs/{organ}/copies?year= (newest first)."""

    rows: tuple[CopyRow, ...]


class GrantLease(Wire):
    """Payload of `lease.grant`: a block of numbers for a branch, by the organ's chosen order."""

    book: str
    site: str
    count: int


class CloseLease(Wire):
    """Payload of `lease.close`: what the site did not spend is void, with this reason."""

    id: str
    reason: str


class CodeDevice(Wire):
    """Payload of `device.code`: a device that may write slips gets its code."""

    name: str


class LoseDevice(Wire):
    """Payload of `device.lose` (báo mất)."""

    code: str
    reason: str


class SettleStray(Wire):
    """Payload of `stray.settle`: a stray entry comes into the register → Registered.

    Under its own number where that is free (content lost), else under a new one (đính chính).
    """

    origin: str


class LeaseRow(Wire):
    """A block of numbers and how many of it were used."""

    id: str
    book: str
    year: int
    first: int
    last: int
    site: str
    day: str
    used: int
    closed: bool
    granted_at: str


class SlipDevice(Wire):
    """A device that writes slips: highest counter seen, and counters that have not come in."""

    code: str
    name: str
    seen: int
    missing: tuple[int, ...]
    lost: bool


class SiteRow(Wire):
    """A follower or branch: its last known place in the journal and when it was here."""

    id: str
    name: str
    kind: Literal["follower", "branch"]
    mode: str
    seq: int | None
    at: str | None
    left: bool


class TakeOverRow(Wire):
    """A take-over: who, why, and whether the province approved it."""

    epoch: int
    at: str
    reason: str
    clerk: str
    leader: str
    ratified_at: str | None


class StrayRow(Wire):
    """An entry of a branch of the chain that lost; `same_number` says its own number is free."""

    origin: str
    book: str
    year: int
    number: int
    at: str
    subject: str
    same_number: bool
    settled_as: int | None


class Holding(Wire):
    """GET /api/organs/{organ}/holding: who holds the registers, and all that is out."""

    standing: Literal["owner", "follower", "branch"]
    node_name: str
    owner_name: str
    epoch: int
    head: int
    registers: tuple[RegisterState, ...]
    leases: tuple[LeaseRow, ...]
    devices: tuple[SlipDevice, ...]
    sites: tuple[SiteRow, ...]
    take_overs: tuple[TakeOverRow, ...]
    strays: tuple[StrayRow, ...]


class NewSite(Wire):
    """POST /api/organs/{organ}/site-code → SiteCode: what the next machine to join will be.

    `order` (LeaseOrder) and `block` are a branch's: how order is kept, and how many numbers it
    gets at a time (0: only by hand).
    """

    kind: Literal["follower", "branch"] = "follower"
    order: str = ""
    block: int = 0


class LeaveSite(Wire):
    """Payload of `site.leave`: a follower or branch is one no more (lost, broken, given up)."""

    id: str
    reason: str


class SiteCode(Wire):
    """Answer to POST /api/organs/{organ}/site-code: digits for the next follower or branch."""

    code: str
    minutes: int
