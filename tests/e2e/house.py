"""An office for the browser: a real node with a week behind it and documents at every stage.

The node is furnished and filled in process, where a letter of another commune can be handed in
and a signature put down without an agent; then `vanthu commune run` serves it as a process.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from anyio.from_thread import BlockingPortal

from tests.commune.agent import AgentDevice, pair_request
from tests.commune.letters import document_letter
from tests.commune.node import (
    UBND,
    HandClock,
    Office,
    Person,
    RealNode,
    furnish,
    hand_world,
)
from tests.commune.papers import draft, scan, sign_by_hand, submitted
from tests.signing.office import Office as SigningOffice
from vanthu_server.keys.node_key import SigningKey
from vanthu_server.samples.week import SampleDocument, week_intake
from vanthu_sync import agent_wire
from vanthu_sync.link import Inbox

CLERK: Final = "vanthu"
LEADER: Final = "chutich"
OFFICER: Final = "chuyenvien"
ADMINISTRATOR: Final = "quantri"

TO_ACCEPT: Final = "Về việc cử đại biểu dự hội nghị tổng kết"
TO_RETURN: Final = "Về việc giới thiệu nhân sự xã khác"
URGENT_LETTER: Final = "Công điện về ứng phó bão số 9"
"""Letters of another commune: for the one test that accepts or returns it, and one that waits."""

ENTRIES: Final = 40
URGENT: Final = {3: 1, 7: 3}
"""Which entries are urgent, and how."""


@dataclass(frozen=True, kw_only=True)
class House:
    """The running node, and its outgoing documents by stage."""

    node: RealNode
    outgoing: dict[str, str]
    paired: AgentDevice

    @property
    def address(self) -> str:
        """Where the node answers."""
        return self.node.address

    def person(self, account: str = CLERK) -> Person:
        """Return a second client of `account`, beside the browser."""
        return self.node.person(account)

    def agent(self) -> AgentDevice:
        """Return the paired agent; it holds a leader's and the organ's test key, bound to none."""
        return replace(self.paired, http=self.node.client())


def filled_house(folder: Path, portal: BlockingPortal) -> House:
    """Furnish and fill a node in `folder`; start it."""
    world = replace(hand_world(), clock=HandClock(datetime.now(UTC)))
    config = furnish(folder, world)
    office = Office(config, portal, world=world)
    clerk = office.person(CLERK)
    for place, document in enumerate(week_intake()[:ENTRIES]):
        clerk.register(document.subject, **_fields(document), urgency=URGENT.get(place, 0))
    outgoing = _outgoing(office, clerk)
    _letters(office)
    paired = _paired(office)
    office.close()
    return House(node=RealNode(config).start(), outgoing=outgoing, paired=paired)


def _fields(document: SampleDocument) -> dict[str, str]:
    return {
        "organ_name": document.issuer,
        "code_number": document.number,
        "code_notation": document.notation,
        "issued_date": document.date.isoformat(),
        "type_name": document.type,
        "to_places": "Văn phòng HĐND và UBND",
    }


def _outgoing(office: Office, clerk: Person) -> dict[str, str]:
    made = clerk.done("outgoing.draft", draft("Về lịch tiếp công dân tháng tới"))
    stages = {"du_thao": str(made["id"])}
    for stage in ("trinh_ky", "da_ky", "da_cap_so", "da_dong_dau", "da_phat_hanh"):
        document = submitted(clerk, f"Về việc trả lời kiến nghị của cử tri ({stage})")
        stages[stage] = document
        if stage == "trinh_ky":
            continue
        sign_by_hand(office, document)
        if stage == "da_ky":
            continue
        clerk.done("outgoing.number", {"id": document})
        if stage == "da_cap_so":
            continue
        sign_by_hand(office, document, "organ")
        if stage == "da_phat_hanh":
            clerk.done("outgoing.issue", {"id": document})
    return stages


def _letters(office: Office) -> None:
    signing = SigningOffice()
    signing.trust_folder(office.config.trust)
    here = (scan("mot"), scan("hai"))
    sealed = signing.sealed(signing.numbered().pdf)
    for content in (*here, sealed):
        office.node.blobs.keep(content)
    letters = (
        document_letter(1, organ=UBND, files=here),
        document_letter(
            2, organ=UBND, subject="Về việc mời họp giao ban", files=(scan("chưa về"),)
        ),
        document_letter(3, organ=UBND, subject=TO_ACCEPT, files=(sealed,)),
        document_letter(4, organ=UBND, subject=TO_RETURN),
        document_letter(5, organ=UBND, subject=URGENT_LETTER, urgency=3),
    )
    office.take(Inbox(messages=letters, more=False, directory_version=1))


def _paired(office: Office) -> AgentDevice:
    pki, key, admin = SigningOffice().pki, SigningKey.generate(), office.person(ADMINISTRATOR)
    code = admin.http.post(f"/api/organs/{UBND}/agent-code").json()["code"]
    request = pair_request(code, key, pki.leader, pki.organ)
    reply = office.client().post("/agent/pair", content=msgspec.json.encode(request))
    told = msgspec.json.decode(reply.content, type=agent_wire.PairReply)
    return AgentDevice(http=office.client(), key=key, id=told.agent_id, node_key=told.node_key)
