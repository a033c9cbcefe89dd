"""Bodies of events about registers, their numbers, and who may give them (PROTOCOL.md NB)."""

from typing import Final

from vanthu_sync.body import Body


class RegisterOpened(Body):
    """`register.opened`: a book of a year, and who numbers it (`node` or `province`).

    `basis` says what confirmed the year: `hub`, or `person` (NB17). The book before it is closing.
    `paper` is the last number that the book has on paper already: up to it all are content_lost.
    """

    book: str
    year: int
    owner: str = "node"
    basis: str = ""
    paper: int = 0


class RegisterWithdrawn(Body):
    """`register.withdrawn`: a book opened by mistake, no number taken; the one before is open."""

    book: str
    year: int
    reason: str


class RegisterClosed(Body):
    """`register.closed` (khóa sổ): a closing book with nothing out; how its numbers ended."""

    book: str
    year: int
    mark: int
    issued: int
    void: int
    content_lost: int


class RegisterDelegated(Body):
    """`register.delegated`: the province says who numbers a book of a year (NB18).

    `signature` (base64) is the hub key's over `delegation_bytes`.
    """

    book: str
    year: int
    owner: str
    signed_at: str
    signature: str


class NumberChanged(Body):
    """`number.changed`: a number's new state (void, content_lost) with its reason."""

    book: str
    year: int
    number: int
    state: str
    reason: str


class NumbersLost(Body):
    """`numbers.lost`: numbers stamped on paper whose entries are gone (content_lost, NB22)."""

    book: str
    year: int
    first: int
    last: int
    reason: str


class LeaseGranted(Body):
    """`lease.granted`: numbers `first` to `last` belong to a site until issued or void (NB14)."""

    id: str
    book: str
    year: int
    first: int
    last: int
    site: str
    day: str = ""


class LeaseReceived(Body):
    """`lease.received`: in a branch's journal, the block that its owner granted at `seq`."""

    id: str
    book: str
    year: int
    first: int
    last: int
    seq: int
    day: str = ""


class LeaseClosed(Body):
    """`lease.closed`: the site spends no more of the block; `first` to `last` are void (NB15).

    `first` above `last` says that all were spent.
    """

    id: str
    book: str
    year: int
    first: int
    last: int
    reason: str


class SiteJoined(Body):
    """`site.joined`: a follower or branch of this journal, and its public key (base64).

    `mode` is the order that was chosen for a branch, `block` how many numbers it gets at a time
    (0: only by hand), `organ` whose incoming book it spends.
    """

    id: str
    name: str
    kind: str
    key: str
    mode: str = ""
    block: int = 0
    organ: str = ""


class SiteLeft(Body):
    """`site.left`: it is one no more: lost, broken, or given up."""

    id: str
    reason: str


class SiteReceived(Body):
    """`site.received`: how far a branch's journal is taken in here; `head` is its chain hash."""

    id: str
    seq: int
    head: str


class DeviceCoded(Body):
    """`device.coded`: a device that may write slips, and its code (NB11)."""

    code: str
    name: str


class DeviceLost(Body):
    """`device.lost`: slips of this device are taken only with a clerk's word from then on."""

    code: str
    reason: str


class NodeRecovered(Body):
    """`node.recovered`: a new incarnation; what was found at opening and what came back (NB21).

    `witness` names who held what was missing; `recovered` counts the events.
    """

    cause: str
    recovered: int = 0
    witness: str = ""


class WitnessForgotten(Body):
    """`witness.forgotten`: a witness gone for good closes the registers no more (NB21).

    `seq`, `epoch` and `head` (a chain hash) are the last that it named, `name` what people call it.
    """

    witness: str
    name: str
    epoch: int
    seq: int
    head: str
    reason: str


class NodeTakenOver(Body):
    """`node.taken_over`: this machine holds the registers under a new epoch (NB25).

    `clerk` and `leader` both gave their passwords at it. `key` is its public key (base64),
    `machine` its binding, `signature` (base64) the key's over `take_over_bytes`.
    """

    epoch: int
    from_seq: int
    from_head: str
    reason: str
    clerk: str
    leader: str
    machine: str
    key: str
    signature: str


class TakeOverRatified(Body):
    """`takeover.ratified`: the province approved the take-over of this epoch."""

    epoch: int
    by: str
    at: str


class EntryStrayed(Body):
    """`entry.strayed`: an entry of a branch of the chain that lost, kept whole (NB27).

    `origin` is `<epoch>:<seq>:<hash>` of its event, `content` its body as canonical JSON.
    """

    origin: str
    kind: str
    id: str
    book: str
    year: int
    number: int
    at: str
    actor: str
    content: str


class ClockCorrected(Body):
    """`clock.corrected`: from here on `at` is the machine's clock plus `seconds` (CK4)."""

    seconds: int
    basis: str
    raw: str


KINDS: Final[dict[str, type[Body]]] = {
    "register.opened": RegisterOpened,
    "register.withdrawn": RegisterWithdrawn,
    "register.closed": RegisterClosed,
    "register.delegated": RegisterDelegated,
    "number.changed": NumberChanged,
    "numbers.lost": NumbersLost,
    "lease.granted": LeaseGranted,
    "lease.received": LeaseReceived,
    "lease.closed": LeaseClosed,
    "site.joined": SiteJoined,
    "site.left": SiteLeft,
    "site.received": SiteReceived,
    "device.coded": DeviceCoded,
    "device.lost": DeviceLost,
    "node.recovered": NodeRecovered,
    "witness.forgotten": WitnessForgotten,
    "node.taken_over": NodeTakenOver,
    "takeover.ratified": TakeOverRatified,
    "entry.strayed": EntryStrayed,
    "clock.corrected": ClockCorrected,
}
"""Kinds of this module with the types of their bodies."""
