"""Messages from other communes, as a hub brings them, and a hub that stands at the port."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from vanthu_server.blobs.store import BlobMismatch, BlobStore
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync import link
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event, Head, verify
from vanthu_sync.link import Inbox, Message, OrganEntry

SENDER = OrganEntry(id="ubnd-phu-lam", code="H01.12.99", name="UBND xã Phú Lâm", journal="phu-lam")
AT = "2026-11-20T01:00:00.000Z"
OPENING_HOUR = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


def document_letter(  # noqa: PLR0913 - the fields of an envelope
    cursor: int,
    *,
    organ: str,
    subject: str = "Về việc phối hợp phòng dịch",
    files: tuple[bytes, ...] = (),
    origin: str = "",
    urgency: int = 0,
    media_type: str = "application/pdf",
) -> Message:
    """Return an issued document of another commune for `organ`."""
    body = {
        "document": f"di-{cursor}",
        "sender": {"id": SENDER.id, "code": SENDER.code, "name": SENDER.name},
        "number": cursor,
        "symbol": f"{cursor:02d}/TB-UBND",
        "type_name": "Thông báo",
        "subject": subject,
        "issued_date": "2026-11-19",
        "signer_position": "CHỦ TỊCH",
        "signer_name": "Hồ Thị Sáu",
        "urgency": urgency,
        "recipients": [{"name": "UBND xã Đồng Hòa", "organ": organ}],
        "files": [
            {
                "sha256": hashlib.sha256(content).hexdigest(),
                "name": f"van-ban-{place}.pdf",
                "size": len(content),
                "media_type": media_type,
                "kind": "main" if place == 0 else "attachment",
            }
            for place, content in enumerate(files)
        ],
    }
    return letter(cursor, organ=organ, kind="document", body=body, origin=origin)


def status_letter(cursor: int, *, organ: str, document: str, code: str = "03") -> Message:
    """Return what another commune says of our `document`."""
    body = {
        "organ": organ,
        "document": document,
        "message": "dong-hoa:9",
        "code": code,
    }
    return letter(cursor, organ=organ, kind="status", body=body)


def letter(cursor: int, *, organ: str, kind: str, body: object, origin: str = "") -> Message:
    """Return a message with any body."""
    return msgspec.convert(
        {
            "cursor": cursor,
            "kind": kind,
            "sender": msgspec.structs.asdict(SENDER),
            "organ": organ,
            "sent_at": AT,
            "origin": origin or f"phu-lam:{cursor}",
            "body": msgspec.Raw(msgspec.json.encode(body)),
        },
        Message,
    )


class FakeHub:
    """The province at the courier's port: keeps the chain, hands out letters, may be broken.

    `fault` is asked before every call with its name and raises what the test wants. `now` is the
    hub's clock, `guest` and `ratified` what a session says; a fake hub knows no keys.
    """

    def __init__(self, key: SigningKey | None = None) -> None:
        self.key = key or SigningKey.generate()
        self.now: Callable[[], datetime] = lambda: OPENING_HOUR
        self.guest = False
        self.ratified: tuple[link.Ratified, ...] = ()
        self.evidence: list[link.Batch] = []
        self.events: list[Event] = []
        self.letters: list[Message] = []
        self.files: dict[str, bytes] = {}
        self.missing: tuple[str, ...] = ()
        self.calls: list[str] = []
        self.fault: Callable[[str], None] = lambda _: None
        self.name = ""
        self.page = 50

    @property
    def head(self) -> Head:
        """How far the hub is."""
        start = Head(journal=self.name, epoch=1, seq=0, hash="0" * 64)
        return verify(start, self.events)

    def pair(self, request: link.PairRequest) -> link.PairAnswer:
        """Pair with anybody."""
        self._called("pair")
        self.name = request.journal
        return link.PairAnswer(hub_name="Tỉnh Thử Nghiệm", hub_key=self.key.public)

    def hello(self, hello: link.Hello) -> link.HelloAnswer:
        """Answer with a signed challenge."""
        self._called("hello")
        self.name = hello.journal
        challenge = b"\x07" * 32
        signed = link.session_bytes(
            link.HUB_DOMAIN,
            journal=hello.journal,
            instance=hello.instance,
            node_challenge=hello.challenge,
            hub_challenge=challenge,
        )
        return link.HelloAnswer(challenge=challenge, signature=self.key.sign(signed))

    def open_session(self, _: link.OpenSession) -> link.Session:
        """Open a session at the hub's head."""
        self._called("open_session")
        return link.Session(
            token="token",
            head=self.head,
            directory_version=1,
            guest=self.guest,
            ratified=self.ratified,
        )

    def ship(self, batch: bytes) -> link.Receipt:
        """Take a batch and sign for it; what parts from the chain is refused and kept."""
        self._called("ship")
        came = link.unpack(batch)
        for event in came.events:
            if event.header.seq > len(self.events):
                self.events.append(event)
            elif event.hash != self.events[event.header.seq - 1].hash:
                self.evidence.append(came)
                fenced = came.checkpoint.head.epoch < self.head.epoch
                raise Refused("OWNER_CHANGED" if fenced else "JOURNAL_FORK")
        return self._receipt(self.head)

    def journal(self, *, after: int) -> link.Page:
        """Hand the journal back, `page` events at a time."""
        self._called("journal")
        if after > len(self.events):
            raise Refused("JOURNAL_BROKEN")
        start = Head(journal=self.name, epoch=1, seq=0, hash="0" * 64)
        before = verify(start, self.events[:after])
        events = tuple(self.events[after : after + self.page])
        return link.Page(head=before, events=events, receipt=self._receipt(verify(before, events)))

    def inbox(self, *, after: int, wait_seconds: int) -> Inbox:
        """Hand out letters beyond `after`."""
        assert wait_seconds == 0
        self._called("inbox")
        found = [letter for letter in self.letters if letter.cursor > after]
        shown = tuple(found[: self.page])
        return Inbox(messages=shown, more=len(found) > self.page, directory_version=1)

    def directory(self) -> link.DirectoryAnswer:
        """Name the other commune."""
        self._called("directory")
        return link.DirectoryAnswer(version=1, organs=(SENDER,))

    def send_file(self, sha256: str, path: Path) -> None:
        """Take a file."""
        self._called("send_file")
        self.files[sha256] = path.read_bytes()

    def fetch_file(self, sha256: str, blobs: BlobStore) -> None:
        """Give a file."""
        self._called("fetch_file")
        if sha256 not in self.files:
            raise Refused("NOT_FOUND")
        try:
            blobs.put((self.files[sha256],), size_max=10**9, expected=sha256)
        except BlobMismatch as error:
            raise Refused("BLOB_MISMATCH", detail=sha256) from error

    def close(self) -> None:
        """Close the connection."""
        self._called("close")

    def _receipt(self, head: Head) -> link.Receipt:
        at = instant(self.now())
        signature = self.key.sign(link.receipt_bytes(head, at))
        return link.Receipt(head=head, at=at, signature=signature, missing_blobs=self.missing)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        self.fault(name)
