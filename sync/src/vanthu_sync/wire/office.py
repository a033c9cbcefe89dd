"""Messages about people, sessions, registers and the state of the node."""

from datetime import date

from vanthu_sync.wire.parts import Notice, OrganRef, Problem, Wire
from vanthu_sync.wire.registers import OpeningState, RegisterState


class LogIn(Wire):
    """POST /api/session."""

    account: str
    password: str


class Membership(Wire):
    """A person's roles in one organ of the node."""

    organ: OrganRef
    roles: tuple[str, ...]


class Me(Wire):
    """Answer to POST and GET /api/session."""

    account: str
    name: str
    memberships: tuple[Membership, ...]
    expires_at: str


class PersonRef(Wire):
    """A colleague who may be chosen, for example as signer."""

    account: str
    name: str
    position: str
    roles: tuple[str, ...]


class People(Wire):
    """Answer to GET /api/organs/{organ}/people?role=."""

    people: tuple[PersonRef, ...]


class NewAccount(Wire):
    """POST /api/organs/{organ}/accounts: a person, or new roles and password for one."""

    account: str
    name: str
    roles: tuple[str, ...]
    password: str
    position: str = ""


class AgentCode(Wire):
    """Answer to POST /api/organs/{organ}/agent-code: six digits for the next signer agent."""

    code: str
    minutes: int


class CertificateRef(Wire):
    """A certificate that a paired agent can sign with; `holders` are those it is bound to."""

    serial: str
    subject: str
    agent: str
    test_key: bool
    holders: tuple[str, ...] = ()


class Certificates(Wire):
    """Answer to GET /api/organs/{organ}/certificates."""

    certificates: tuple[CertificateRef, ...]


class BindCertificate(Wire):
    """POST /api/organs/{organ}/certificates: signs for `account`, or for the organ where ""."""

    serial: str
    account: str = ""


class Directory(Wire):
    """Answer to GET /api/directory: organs that can be reached through the hub."""

    organs: tuple[OrganRef, ...]
    as_of: str | None


class HubState(Wire):
    """How far the province is: null where unknown, never a guess (ux.md, offline 4)."""

    paired: bool
    reachable: bool | None
    last_contact: str | None
    node_head: int
    hub_head: int | None
    files_waiting: int
    bytes_waiting: int
    failures: int
    next_try_at: str | None
    problem: Problem | None


class NodeState(Wire):
    """Answer to GET /api/organs/{organ}/state."""

    node_name: str
    now: str
    today: date
    registers: tuple[RegisterState, ...]
    hub: HubState
    inbox_waiting: int
    agents: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    opening: OpeningState | None = None


class Uploaded(Wire):
    """Answer to PUT /api/uploads/{name}: the file is durable at the node, known by its hash."""

    sha256: str
    name: str
    size: int
    media_type: str
    pages: int | None
    warnings: tuple[Notice, ...] = ()
