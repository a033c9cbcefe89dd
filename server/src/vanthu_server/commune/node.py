"""One commune node: its store, its door, its people, put together over a world outside."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Protocol

import msgspec

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.holding import Holder
from vanthu_server.commune.domain.ports import Chance, Clock
from vanthu_server.commune.link.hub_client import HubClient
from vanthu_server.commune.link.site_client import SiteClient
from vanthu_server.commune.services.agents import Agents
from vanthu_server.commune.services.courier import Courier, Hub
from vanthu_server.commune.services.given_numbers import GivenNumbers
from vanthu_server.commune.services.hub_session import NodeIdentity, open_session
from vanthu_server.commune.services.inbox import Receiving
from vanthu_server.commune.services.inbox_pull import InboxPull, Take
from vanthu_server.commune.services.office import OfficeSetup
from vanthu_server.commune.services.opening import Opened, OpeningDesk
from vanthu_server.commune.services.opening_answers import Answers
from vanthu_server.commune.services.opening_state import opening_state
from vanthu_server.commune.services.passwords import Argon2Hasher
from vanthu_server.commune.services.province_word import ProvinceWord
from vanthu_server.commune.services.sessions import PasswordHasher, Sessions
from vanthu_server.commune.services.sites.branch import Branch
from vanthu_server.commune.services.sites.follower import Follower
from vanthu_server.commune.services.sites.holder import SiteDesk
from vanthu_server.commune.services.sites.intake import Intake
from vanthu_server.commune.services.sites.joining import Joining
from vanthu_server.commune.services.sites.lan import Holding
from vanthu_server.commune.services.trusted_clock import TrustedClock
from vanthu_server.commune.services.witnesses import Witnesses
from vanthu_server.commune.storage.blob_files import BlobFiles
from vanthu_server.commune.storage.database import migrate
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.library import Library
from vanthu_server.commune.storage.machine.agents import AgentStore
from vanthu_server.commune.storage.machine.holding import HolderStore
from vanthu_server.commune.storage.machine.hub import HubStore
from vanthu_server.commune.storage.machine.people import PeopleStore
from vanthu_server.commune.storage.machine.sites import SiteStore
from vanthu_server.commune.storage.partial_files import PartialFiles
from vanthu_server.commune.storage.rows_check import mend_rows
from vanthu_server.commune.storage.sidecar_file import Passed, SidecarFile
from vanthu_server.keys.node_key import SigningKey, load_or_create
from vanthu_server.platform.machine import binding, uptime
from vanthu_server.policy.policy_error import PolicyCode, PolicyError
from vanthu_server.policy.shelf import PolicyShelf, load_policies
from vanthu_sync import site_wire
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Head
from vanthu_sync.wire import Notice, OpeningState

JOURNAL_ID_BYTES: Final = 8
INSTANCE_BYTES: Final = 8


class MachineClock(Clock, Protocol):
    """The machine's clock, and how long it has been running."""

    def uptime(self) -> float:
        """Return the seconds since the machine was started."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the aware moment."""
        return datetime.now(UTC)

    def uptime(self) -> float:
        """Return the seconds since the machine was started."""
        return uptime()


class SystemChance:
    """The system's randomness."""

    def draw(self, count: int) -> bytes:
        """Return unpredictable bytes."""
        return secrets.token_bytes(count)


def nothing(_point: str) -> None:
    """Pass a point of the order of exposure; tests put an exit here."""


@dataclass(frozen=True)
class World:
    """What comes from outside the program."""

    clock: MachineClock
    chance: Chance
    hasher: PasswordHasher
    passed: Passed = nothing
    machine: Callable[[Path], str] = binding
    sidecar: Callable[[Path, Passed], SidecarFile] = SidecarFile


def present_world() -> World:
    """Return the real clock, the system's randomness and argon2's recommended cost."""
    return World(clock=SystemClock(), chance=SystemChance(), hasher=Argon2Hasher())


class PolicyVersions:
    """See `services.command.Policies`."""

    def __init__(self, shelf: PolicyShelf) -> None:
        self._shelf = shelf

    def version(self, policy: str, on: date) -> str:
        """Return the version in force; raises Refused for a wrong clock or an unknown policy."""
        try:
            return self._shelf.for_document(policy, on).version
        except PolicyError as error:
            text = f"{error.text} {error.next_step}"
            if error.code == PolicyCode.NOT_IN_FORCE:
                raise Refused("YEAR_NOT_OPEN", detail=text) from error
            notice = Notice(code=error.code, text=text, field="policy")
            raise Refused("FIELDS_INVALID", fields=(notice,)) from error


class Node:
    """One commune node: its store is open, its parts are put together."""

    def __init__(self, config: NodeConfig, world: World | None = None) -> None:
        world = world or present_world()
        self.config = config
        self.world = world
        config.data.mkdir(parents=True, exist_ok=True)
        config.trust.mkdir(exist_ok=True)
        config.pictures.mkdir(exist_ok=True)
        migrate(config.database)
        mend_rows(config.database, config.sidecar)
        self.key: SigningKey = load_or_create(config.key)
        self.clock = TrustedClock(world.clock, uptime=world.clock.uptime)
        self.ledger = SqliteLedger(
            config.database,
            sidecar=world.sidecar(config.sidecar, world.passed),
            clock=self.clock,
            chance=world.chance,
            passed=world.passed,
        )
        self.shelf = load_policies()
        self.policies = PolicyVersions(self.shelf)
        self.blob_store = BlobStore(config.blobs)
        self.blobs = BlobFiles(self.blob_store)
        self.partial_files = PartialFiles(config.partial)
        self.people = PeopleStore(self.ledger)
        self.hub = HubStore(self.ledger)
        self.agent_store = AgentStore(self.ledger)
        self.library = Library(self.ledger, self.blob_store)
        self.holders = HolderStore(self.ledger)
        self.door = OpeningDesk(
            self.ledger,
            holders=self.holders,
            clock=self.clock,
            machine=lambda: world.machine(config.data),
        )
        self.answers = Answers(self.door, key=self.key)
        self.sites = SiteStore(self.ledger, hub=self.hub, blobs=self.blob_store)
        self.mirror: SqliteLedger | None = None
        self.name = ""

    def opening_state(self) -> OpeningState:
        """Return what the screens show of the registers' door."""
        return opening_state(self.door, self.ledger)

    @property
    def opened(self) -> Opened:
        """How the registers stand."""
        return self.door.opened

    def open(self) -> Opened:
        """Do the opening check; afterwards the node may write, or says why not (NB8)."""
        if self.ledger.journal() is None:  # a follower has its holder's name by now
            self.ledger.name(self.world.chance.draw(JOURNAL_ID_BYTES).hex())
        self.door.take_up_clock()
        self.door.check()
        if self.opened.open:
            for sha256 in self.library.files_removed():
                self.blob_store.remove(sha256)
        self.name = self.ledger.node_name()
        return self.opened

    def confirm_today(self) -> None:
        """Take this machine's day as said by the person who sets the node up."""
        self.holders.confirm_day(vietnam_day(self.clock.now()))
        self.open()

    def sessions(self) -> Sessions:
        """Return the log-in."""
        return Sessions(
            self.people,
            ledger=self.ledger,
            hasher=self.world.hasher,
            clock=self.clock,
            chance=self.world.chance,
        )

    def identity(self) -> NodeIdentity:
        """Return who this process is to the hub."""
        return NodeIdentity(
            journal=self.ledger.journal() or "",
            instance=self.world.chance.draw(INSTANCE_BYTES).hex(),
            name=self.name,
        )

    def agents(self) -> Agents:
        """Return the pairing of agents."""
        return Agents(
            self.agent_store,
            key=self.key,
            node_name=self.name,
            clock=self.clock,
            chance=self.world.chance,
        )

    def courier(self, connect: Callable[[str], Hub] = HubClient) -> Courier:
        """Return the courier to the hub, which `connect` reaches at its address."""
        receiving = Receiving(self.ledger, clock=self.clock, policies=self.policies)
        word = ProvinceWord(
            self.ledger,
            records=self.hub,
            days=self.holders,
            clock=self.clock,
            policies=self.policies,
        )
        given = GivenNumbers(
            self.ledger, records=self.hub, clock=self.clock, policies=self.policies
        )
        words: dict[str, Take] = {"delegation": word.delegated, "number": given}
        return Courier(
            self.hub,
            connect=connect,
            identity=self.identity(),
            key=self.key,
            blobs=self.blob_store,
            pull=InboxPull(receiving, missing=self.library.inbox_files, words=words),
            door=self.door,
            word=word,
            clock=self.clock,
            chance=self.world.chance,
        )

    def witnesses(self, connect: Callable[[str], Hub] = HubClient) -> Witnesses:
        """Return the memory of witnesses; `connect` reaches the hub at its address."""
        return Witnesses(
            self.door,
            memory=self.holders,
            ledger=self.ledger,
            hub_head=lambda: self._hub_head(connect),
        )

    def _hub_head(self, connect: Callable[[str], Hub]) -> Head | None:
        peer = self.hub.peer()
        if peer is None:
            return None
        hub = connect(peer.url)
        try:
            return open_session(
                hub,
                peer,
                identity=self.identity(),
                epoch=self.ledger.head().epoch,
                key=self.key,
                chance=self.world.chance,
            ).head
        except Refused as refused:
            if refused.code != "PEER_AWAY":
                raise
            return None
        finally:
            hub.close()

    def joining(self) -> Joining:
        """Return the door for followers and branches."""
        return Joining(
            self.ledger,
            records=self.sites,
            key=self.key,
            node_name=self.name,
            clock=self.clock,
            chance=self.world.chance,
            policies=self.policies,
        )

    def site_desk(self) -> SiteDesk:
        """Return what answers followers and branches."""
        intake = Intake(
            self.ledger,
            files=self.sites,
            clock=self.clock,
            chance=self.world.chance,
            policies=self.policies,
        )
        return SiteDesk(
            self.ledger, door=self.door, sights=self.sites, intake=intake, clock=self.clock
        )

    def become(self, joined: site_wire.Joined, *, url: str, name: str) -> None:
        """Be a follower or branch of the node at `url`; raises Refused(STEP_NOT_NOW)."""
        if self.ledger.head().seq:
            raise Refused("STEP_NOT_NOW", detail="Thư mục này đã có dữ liệu của một máy xã.")
        part = Holder(
            standing=joined.kind,
            owner_url=url,
            owner_name=joined.node_name,
            owner_key=joined.node_key,
            site=joined.site,
            journal=joined.journal,
        )
        if joined.kind == "follower":
            self.ledger.name(joined.journal)
        self.holders.keep(part)
        if joined.kind == "branch":
            self.open()
            setup = OfficeSetup(self.ledger, clock=self.clock, policies=self.policies)
            setup.start(name=name, key=self.key.public)
            self.confirm_today()

    def come_back(self, joined: site_wire.Joined, *, url: str) -> None:
        """Follow the holder at `url` from now on: another machine took the registers over.

        Raises Refused(STEP_NOT_NOW) for a holder of another journal, or a code for another part.
        """
        part = self.sites.holder()
        if (joined.journal, joined.kind) != (part.journal, part.standing):
            detail = "Mã này của một máy giữ sổ khác, hoặc dành cho loại máy khác."
            raise Refused("STEP_NOT_NOW", detail=detail)
        holder = msgspec.structs.replace(
            part,
            owner_url=url,
            owner_name=joined.node_name,
            owner_key=joined.node_key,
            site=joined.site,
        )
        self.holders.keep(holder)

    def site_rounds(self, connect: Callable[[Holder], Holding]) -> Follower | Branch:
        """Return this machine's rounds with the holder of the registers."""
        now = self.clock.now
        if self.holders.standing() != "branch":
            return Follower(
                self.ledger, site=self.sites, connect=connect, blobs=self.blob_store, clock=now
            )
        return Branch(
            self.ledger,
            mirror=self._open_mirror(),
            site=self.sites,
            connect=connect,
            blobs=self.blob_store,
            clock=now,
            sign=self.key.sign,
            door=self.door,
        )

    def connect(self, holder: Holder) -> SiteClient:
        """Return the holder of the registers over HTTP."""
        return SiteClient(holder, key=self.key, sequence=self.holders.next_sequence)

    def _open_mirror(self) -> SqliteLedger:
        self.config.mirror.parent.mkdir(exist_ok=True)
        migrate(self.config.mirror)
        self.mirror = SqliteLedger(
            self.config.mirror,
            sidecar=SidecarFile(self.config.mirror_sidecar, self.world.passed),
            clock=self.clock,
            chance=self.world.chance,
            passed=self.world.passed,
        )
        if self.mirror.journal() is None:
            self.mirror.name(self.sites.holder().journal)
        self.mirror.complete_sidecar(self.mirror.head().seq)
        return self.mirror

    def close(self) -> None:
        """Close the stores."""
        if self.mirror is not None:
            self.mirror.close()
        self.ledger.close()
