import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.signer.fake_node import CODE, FakeNode, running
from tests.signer.jobs import Case, leader_case, organ_case
from tests.signing.office import SIGNED_AT, Office
from tools.test_pki import write_p12
from vanthu_signer.channel import Channel, open_client, pair
from vanthu_signer.desk import Desk, OpenToken, Surroundings
from vanthu_signer.home import Home, Pairing
from vanthu_signer.keys import AgentKey, create_key
from vanthu_signer.log import SigningLog, read_log
from vanthu_signer.pkcs12_token import Pkcs12Token
from vanthu_signer.terminal import Terminal
from vanthu_signer.token import Token
from vanthu_sync.agent_wire import CertificateOffer, PairRequest, SigningJob

PASSPHRASE = "mật khẩu thử"


@pytest.fixture(scope="session")
def office() -> Office:
    return Office()


@pytest.fixture(scope="session")
def p12_folder(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("p12")
    for name, issued in (("leader", office.pki.leader), ("organ", office.pki.organ)):
        write_p12(folder / f"{name}.p12", issued, office.authority, PASSPHRASE)
    return folder


@pytest.fixture
def node() -> Iterator[FakeNode]:
    with running(FakeNode()) as started:
        yield started


@pytest.fixture
def key(tmp_path: Path) -> AgentKey:
    return create_key(tmp_path / "agent.key", bytes(range(32)))


@pytest.fixture
def home(node: FakeNode, key: AgentKey, tmp_path: Path) -> Home:
    """An agent's folder, paired with the node."""
    made = Home(tmp_path)
    offers = (CertificateOffer(b"der", "leader", "1", test_key=True),)
    with open_client(node.url) as client:
        reply = pair(client, PairRequest(CODE, key.public, "Máy phòng họp", offers))
    made.store_pairing(
        Pairing(
            node_url=node.url,
            node_name=reply.node_name,
            node_key=reply.node_key,
            agent_id=reply.agent_id,
            ca_file=None,
            tokens=(),
        )
    )
    return made


@pytest.fixture
def channel(node: FakeNode, home: Home, key: AgentKey) -> Iterator[Channel]:
    pairing = home.pairing()
    with Channel(
        open_client(node.url),
        agent_id=pairing.agent_id,
        key=key,
        node_key=pairing.node_key,
        next_sequence=home.next_sequence,
    ) as opened:
        yield opened


@dataclass
class Bench:
    """A desk with both test keys open, paired with the fake node, and one job of each kind."""

    node: FakeNode
    channel: Channel
    home: Home
    p12_folder: Path
    leader: Case
    organ: Case

    def handle(self, job: SigningJob, pdf: bytes, answers: str) -> str:
        """Offer the job, let the person give `answers`; return what the terminal showed."""
        self.node.offer(job, pdf)
        desk, output = self.sit(answers)
        desk.handle(job)
        return output.getvalue()

    def events(self) -> list[tuple[str, str]]:
        """What the log holds: event and code."""
        return [(line.entry.event, line.entry.code) for line in read_log(self.home.log)]

    def sit(
        self, answers: str, kind: Callable[[Path], Token] = Pkcs12Token
    ) -> tuple[Desk, io.StringIO]:
        output = io.StringIO()
        tokens = []
        for name in ("leader", "organ"):
            token = kind(self.p12_folder / f"{name}.p12")
            token.unlock(PASSPHRASE)
            tokens.append(OpenToken(token, PASSPHRASE, token.certificates()))
        desk = Desk(
            channel=self.channel,
            terminal=Terminal(io.StringIO(answers), output),
            log=SigningLog(self.home.log),
            tokens=tuple(tokens),
            surroundings=Surroundings(
                now=lambda: SIGNED_AT,
                pages_folder=self.home.pages,
                server="Xã Đông Thạnh",
                pause=lambda _: None,
            ),
        )
        return desk, output


@pytest.fixture
def bench(node: FakeNode, channel: Channel, home: Home, p12_folder: Path, office: Office) -> Bench:
    return Bench(node, channel, home, p12_folder, leader_case(office), organ_case(office))
