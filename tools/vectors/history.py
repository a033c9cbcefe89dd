"""A small journal written down without vanthu_sync: the second opinion behind the vectors.

It follows sync/PROTOCOL.md, JN1-JN8 and NB7, with nothing but json, hashlib and base64, so that a
mistake in the product's code cannot make the vectors wrong in the same way.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, Final

JOURNAL: Final = "n7f3a1c5e9b2d4f60"
OTHER_JOURNAL: Final = "n0000000000000000"
FIRST_HASH: Final = "0" * 64

Json = dict[str, Any]


def canonical_text(value: object) -> str:
    """Return the form of JN1 for values without floats and with ASCII keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(data: bytes) -> str:
    """Return SHA-256 as hex."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event as the vectors write it: body as text, nonce as bytes, both None once removed."""

    header: Json
    nonce: bytes | None
    body: str | None

    @property
    def header_text(self) -> str:
        """The canonical header."""
        return canonical_text(self.header)

    @property
    def hash(self) -> str:
        """The chain hash."""
        return sha256(self.header_text.encode())

    @property
    def seq(self) -> int:
        """The place in the journal."""
        return int(self.header["seq"])

    @property
    def head(self) -> Json:
        """The head after this event."""
        keys = ("journal", "epoch", "seq")
        return {**{key: self.header[key] for key in keys}, "hash": self.hash}

    def removed(self) -> "Entry":
        """The same event after Gỡ nội dung."""
        return replace(self, nonce=None, body=None)

    def plain(self) -> Json:
        """The event for a reader: header, nonce in hex, body as its canonical text."""
        nonce = None if self.nonce is None else self.nonce.hex()
        return {"header": self.header, "nonce": nonce, "body": self.body}

    def line(self) -> str:
        """The sidecar's line with its LF (NB7)."""
        body = None if self.body is None else _base64(self.body.encode())
        nonce = None if self.nonce is None else _base64(self.nonce)
        value = {"header": self.header, "nonce": nonce, "body": body, "hash": self.hash}
        return canonical_text(value) + "\n"


def entry(prev: Entry | None, kind: str, body: Json, **header: object) -> Entry:
    """Return the event that follows `prev` (None: the first); `header` overrides its fields."""
    seq = 1 if prev is None else prev.seq + 1
    journal = JOURNAL if prev is None else prev.header["journal"]
    nonce = hashlib.sha256(f"nonce {journal} {seq} {kind}".encode()).digest()[:16]
    text = canonical_text(body)
    whole: Json = {
        "v": 1,
        "journal": journal,
        "epoch": 1 if prev is None else prev.header["epoch"],
        "seq": seq,
        "kind": kind,
        "organ": "ubnd-dong-hoa",
        "policy": "nd30-2020@2020-03-05",
        "at": f"2026-11-20T02:10:{seq:02d}.123Z",
        "actor": "vanthu.lan",
        "op": f"{seq:032x}.{seq:016x}",
        "body": sha256(nonce + text.encode()),
        "prev": FIRST_HASH if prev is None else prev.hash,
    }
    return Entry(header={**whole, **header}, nonce=nonce, body=text)


def journal(name: str = JOURNAL) -> tuple[Entry, ...]:
    """Return six events of a commune's first morning; the last was written in epoch 2."""
    first = entry(
        None,
        "node.started",
        {"name": "Máy xã Đông Hòa", "key": "bm90IGEga2V5"},
        journal=name,
        organ="",
        actor="",
        op="",
    )
    opened = entry(first, "register.opened", {"book": "den", "year": 2026})
    one = entry(opened, "incoming.registered", _incoming(1, "Về việc rà soát hộ nghèo năm 2026"))
    two = entry(one, "incoming.registered", _incoming(2, "V/v tuyển quân; họp lúc 8h00\n“gấp”"))
    void = entry(
        two,
        "number.changed",
        {"book": "den", "year": 2026, "number": 2, "state": "void", "reason": "Ghi nhầm sổ"},
    )
    later = entry(void, "incoming.registered", _incoming(3, "Báo cáo tháng 11 😀"), epoch=2)
    return first, opened, one, two, void, later


def branch(after: Entry) -> Entry:
    """Return an event beside the one that the journal has after `after`."""
    return entry(after, "incoming.registered", _incoming(after.seq, "Một văn bản khác"))


def _incoming(number: int, subject: str) -> Json:
    return {
        "id": f"den-{number:04d}",
        "year": 2026,
        "number": number,
        "arrival_date": "2026-11-20",
        "fields": {"subject": subject, "organ_name": "UBND huyện Phong Điền", "urgency": 0},
        "not_secret": False,
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
