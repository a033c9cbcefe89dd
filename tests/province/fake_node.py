"""A commune node as the hub sees it: a key, a chain of events, and what it sends."""

import base64
import hashlib
from typing import Any

import httpx
import msgspec

from vanthu_server.keys import SigningKey, verify
from vanthu_sync import canonical, journal
from vanthu_sync.events import write
from vanthu_sync.journal import Checkpoint, Draft, Event, Head
from vanthu_sync.link import (
    HUB_DOMAIN,
    LINK_VERSION,
    NODE_DOMAIN,
    Batch,
    Hello,
    HelloAnswer,
    Inbox,
    OpenSession,
    OrganEntry,
    Page,
    PairAnswer,
    PairRequest,
    Receipt,
    Session,
    pack,
    receipt_bytes,
    session_bytes,
    unpack_page,
)
from vanthu_sync.register_events import NodeTakenOver
from vanthu_sync.signed_records import removal_bytes, take_over_bytes

AT = "2026-11-20T02:10:00.123Z"
CHALLENGE = bytes(range(32))


class FakeNode:
    """Makes chains with the real core and speaks the link over HTTP."""

    def __init__(self, client: httpx.AsyncClient, *, slug: str) -> None:
        self.client = client
        self.slug = slug
        self.journal = f"journal-{slug}"
        self.organ = f"ubnd-{slug}"
        self.key = SigningKey.generate()
        self.hub_key = b""
        self.instance = "instance-1"
        self.token = ""
        self.epoch = 0  # what it says of its journal's, 0 for nothing
        self.events: list[Event] = []

    @property
    def organs(self) -> tuple[OrganEntry, ...]:
        name = f"UBND xã {self.slug}"
        return (OrganEntry(id=self.organ, code=f"000.00.{self.slug}", name=name),)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    @property
    def head(self) -> Head:
        return self.head_at(len(self.events))

    def head_at(self, seq: int) -> Head:
        return journal.verify(journal.start(self.journal), self.events[:seq])

    async def pair(self, code: str, organs: tuple[OrganEntry, ...] | None = None) -> httpx.Response:
        request = PairRequest(
            v=LINK_VERSION,
            code=code,
            journal=self.journal,
            node_name=f"Máy văn thư {self.slug}",
            node_key=self.key.public,
            organs=self.organs if organs is None else organs,
        )
        reply = await self.client.post("/link/pair", content=msgspec.json.encode(request))
        if reply.is_success:
            self.hub_key = msgspec.json.decode(reply.content, type=PairAnswer).hub_key
        return reply

    async def hello(self) -> HelloAnswer:
        hello = Hello(
            v=LINK_VERSION, journal=self.journal, instance=self.instance, challenge=CHALLENGE
        )
        reply = await self.client.post("/link/hello", content=msgspec.json.encode(hello))
        answer = msgspec.json.decode(reply.raise_for_status().content, type=HelloAnswer)
        signed = self._session_bytes(HUB_DOMAIN, answer.challenge)
        assert verify(self.hub_key, answer.signature, signed)
        return answer

    async def answer(self, challenge: bytes, *, key: SigningKey | None = None) -> httpx.Response:
        """Send the second half of a session."""
        signature = (key or self.key).sign(self._session_bytes(NODE_DOMAIN, challenge))
        request = OpenSession(
            v=LINK_VERSION,
            journal=self.journal,
            instance=self.instance,
            node_challenge=CHALLENGE,
            hub_challenge=challenge,
            signature=signature,
            epoch=self.epoch,
        )
        return await self.client.post("/link/session", content=msgspec.json.encode(request))

    async def open(self) -> Session:
        answer = await self.hello()
        reply = await self.answer(answer.challenge)
        session = msgspec.json.decode(reply.raise_for_status().content, type=Session)
        self.token = session.token
        return session

    def copy(self, *, instance: str, key: SigningKey | None = None) -> "FakeNode":
        """Return another machine with all events of this one; without `key` it is a clone."""
        other = FakeNode(self.client, slug=self.slug)
        other.key, other.hub_key = key or self.key, self.hub_key
        other.instance, other.events = instance, list(self.events)
        return other

    def add(
        self,
        kind: str,
        body: dict[str, Any],
        *,
        organ: str | None = None,
        at: str = AT,
        epoch: int = 0,
    ) -> Event:
        """Append an event to the chain."""
        draft = Draft(
            kind=kind,
            organ=self.organ if organ is None else organ,
            policy="nd30-2020@2020-03-05",
            actor="vanthu",
            op="",
            body=body,
            epoch=epoch,
        )
        nonce = hashlib.sha256(f"{self.slug}{len(self.events)}".encode()).digest()[:16]
        self.events.append(journal.append(self.head, draft, nonce=nonce, at=at))
        return self.events[-1]

    def register(self, number: int, *files: str, at: str = AT) -> Event:
        """Append an entry of the incoming register."""
        body = {"id": f"den-{number}", "year": 2026, "number": number, "files": _files(*files)}
        return self.add("incoming.registered", body, at=at)

    def issue(
        self,
        recipients: list[str],
        *files: str,
        sender: str | None = None,
        at: str = AT,
        **other: object,
    ) -> Event:
        """Append an issued document for these organs; `other` are fields of the envelope."""
        envelope = {
            "document": f"di-{len(self.events)}",
            "sender": {"id": sender or self.organ, "code": "x", "name": "Ủy ban nhân dân"},
            "number": 1,
            "symbol": "01/TB-UBND",
            "type_name": "Thông báo",
            "subject": "Về việc trả lời kiến nghị",
            "issued_date": "2026-11-20",
            "signer_position": "CHỦ TỊCH",
            "signer_name": "Hồ Thị Sáu",
            "recipients": [{"name": f"Nơi nhận {organ}", "organ": organ} for organ in recipients],
            "files": _files(*files),
            **other,
        }
        return self.add(
            "outgoing.issued", {"id": envelope["document"], "envelope": envelope}, at=at
        )

    def remove(self, seqs: list[int], files: list[str], *, signature: bytes | None = None) -> Event:
        """Append a Gỡ nội dung, signed by the node's key unless another signature is given."""
        signed = removal_bytes(
            journal=self.journal,
            document="den-1",
            seqs=tuple(seqs),
            files=tuple(files),
            reason="gõ nhầm văn bản mật",
        )
        text = base64.b64encode(signature or self.key.sign(signed)).decode("ascii")
        body = {
            "id": "den-1",
            "reason": "gõ nhầm văn bản mật",
            "seqs": seqs,
            "files": files,
            "signature": text,
            "entry": 1,
            "book": "incoming",
        }
        return self.add("content.removed", body)

    def let_follow(
        self, key: SigningKey, *, site: str = "may-hai", kind: str = "follower"
    ) -> Event:
        """Append that another machine joined."""
        public = base64.b64encode(key.public).decode("ascii")
        body = {"id": site, "name": "Máy phòng họp", "kind": kind, "key": public}
        return self.add("site.joined", body, organ="")

    def take_over(self, epoch: int, *, signed_by: SigningKey | None = None) -> NodeTakenOver:
        """Append that this machine holds the registers from now on."""
        over = NodeTakenOver(
            epoch=epoch,
            from_seq=self.head.seq,
            from_head=self.head.hash,
            reason="Máy văn thư hỏng ổ cứng",
            clerk="vanthu",
            leader="chutich",
            machine="may-hai",
            key=base64.b64encode(self.key.public).decode("ascii"),
            signature="",
        )
        signature = (signed_by or self.key).sign(take_over_bytes(write(over)))
        signed = base64.b64encode(signature).decode("ascii")
        over = msgspec.structs.replace(over, signature=signed)
        self.add("node.taken_over", write(over), organ="", epoch=epoch)
        self.epoch = epoch
        return over

    def batch(
        self,
        *,
        after: int = 0,
        until: int | None = None,
        key: SigningKey | None = None,
        take_over: NodeTakenOver | None = None,
    ) -> bytes:
        """Return the packed events beyond `after`, with a checkpoint over the last."""
        events = tuple(self.events[after:until])
        head = self.head_at(after + len(events))
        signature = (key or self.key).sign(journal.checkpoint_bytes(head, AT))
        checkpoint = Checkpoint(head=head, at=AT, signature=signature)
        return pack(
            Batch(
                head=self.head_at(after),
                events=events,
                checkpoint=checkpoint,
                take_over=take_over,
            )
        )

    async def post(self, data: bytes) -> httpx.Response:
        return await self.client.post("/link/journal", content=data, headers=self.headers)

    async def send(self, *, after: int = 0) -> Receipt:
        """Send the events beyond `after` and return the receipt, its signature checked."""
        reply = await self.post(self.batch(after=after))
        assert reply.is_success, reply.text
        receipt = msgspec.json.decode(reply.content, type=Receipt)
        assert verify(self.hub_key, receipt.signature, receipt_bytes(receipt.head, receipt.at))
        return receipt

    async def page(self, *, after: int = 0) -> Page:
        """Read the journal back, the hub's signature checked."""
        path = f"/link/journal?after={after}"
        reply = await self.client.get(path, headers=self.headers)
        page = unpack_page(reply.raise_for_status().content)
        receipt = page.receipt
        assert verify(self.hub_key, receipt.signature, receipt_bytes(receipt.head, receipt.at))
        return page

    async def inbox(self, *, after: int = 0, wait: int = 0) -> Inbox:
        path = f"/link/inbox?after={after}&wait={wait}"
        reply = await self.client.get(path, headers=self.headers)
        return msgspec.json.decode(reply.raise_for_status().content, type=Inbox)

    async def put(self, content: bytes, *, sha256: str = "") -> httpx.Response:
        path = f"/link/blobs/{sha256 or hash_of(content)}"
        return await self.client.put(path, content=content, headers=self.headers)

    async def get(self, sha256: str, **headers: str) -> httpx.Response:
        path = f"/link/blobs/{sha256}"
        return await self.client.get(path, headers={**self.headers, **headers})

    def _session_bytes(self, domain: bytes, hub_challenge: bytes) -> bytes:
        return session_bytes(
            domain,
            journal=self.journal,
            instance=self.instance,
            node_challenge=CHALLENGE,
            hub_challenge=hub_challenge,
        )


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of `content` as hex."""
    return hashlib.sha256(content).hexdigest()


def code_of(reply: httpx.Response) -> str:
    """Return the error code of a refusal, and check that it says cause and next step."""
    assert reply.headers["content-type"] == "application/problem+json"
    told = reply.json()
    assert told["title"]
    assert told["next_step"]
    assert told["status"] == reply.status_code
    return str(told["code"])


def _files(*hashes: str) -> list[canonical.Value]:
    return [
        {"sha256": each, "name": "a.pdf", "size": 1, "media_type": "application/pdf"}
        for each in hashes
    ]
