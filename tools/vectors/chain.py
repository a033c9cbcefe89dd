"""Vectors of the chain (PROTOCOL.md, JN2-JN8)."""

from dataclasses import replace
from typing import Any

from tools.vectors.history import (
    FIRST_HASH,
    JOURNAL,
    OTHER_JOURNAL,
    Entry,
    branch,
    canonical_text,
    entry,
    journal,
    sha256,
)


def make() -> dict[str, Any]:
    """Return the content of chain.json."""
    events = journal()
    return {
        "about": "JN2-JN8. Event by event: header, nonce (hex), body (its canonical text), the "
        "header's canonical text and the chain hash, starting from start. removed: the same "
        "events with some bodies taken out lead to the same head. checkpoint: the UTF-8 text "
        "that the node's key signs. faults: event does not continue head, with the fault.",
        "start": {"journal": JOURNAL, "epoch": 1, "seq": 0, "hash": FIRST_HASH},
        "events": [
            {**each.plain(), "header_text": each.header_text, "hash": each.hash} for each in events
        ],
        "head": events[-1].head,
        "removed": [
            each.removed().plain() if each.seq in {3, 4} else each.plain() for each in events
        ],
        "checkpoint": _checkpoint(events[-1]),
        "faults": _faults(events),
    }


def _checkpoint(last: Entry) -> dict[str, Any]:
    at = "2026-11-20T10:00:00.000Z"
    text = "vanthu checkpoint v1\n" + canonical_text({**last.head, "at": at})
    return {"head": last.head, "at": at, "text": text, "sha256": sha256(text.encode())}


def _faults(events: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """Every case has a head and an event that must not follow it."""
    two, three, four = events[1], events[2], events[3]
    whole_nonce, whole_body = three.nonce or b"", three.body or ""
    other_body = whole_body.replace("hộ nghèo", "hộ giàu")
    return [
        _fault(two, _with(three, v=2), "wrong_version"),
        _fault(two, _with(three, journal=OTHER_JOURNAL), "wrong_journal"),
        _fault(two, four, "hole", "an event was dropped"),
        _fault(three, three, "hole", "an event comes twice"),
        _fault(two, _with(three, prev=FIRST_HASH), "broken_link"),
        _fault(three, entry(branch(two), "document.attached", {"id": "x"}), "broken_link"),
        _fault(events[5], entry(events[5], "x", {}, epoch=1), "epoch_fell"),
        _fault(two, replace(three, body=other_body), "body_changed", "one word differs"),
        _fault(two, replace(three, nonce=bytes(16)), "body_changed", "another nonce"),
        _fault(two, replace(three, nonce=None), "body_changed", "only the nonce is gone"),
        _fault(two, replace(three, body=None), "body_changed", "only the body is gone"),
        _fault(
            two,
            replace(three, nonce=whole_nonce + whole_body[:1].encode(), body=whole_body[1:]),
            "body_changed",
            "a byte moved from the body to the nonce, which gives the same SHA-256",
        ),
        _fault(two, _with(three, body=FIRST_HASH), "body_changed", "the header names another"),
    ]


def _with(event: Entry, **header: object) -> Entry:
    return replace(event, header={**event.header, **header})


def _fault(head: Entry, event: Entry, fault: str, name: str = "") -> dict[str, Any]:
    return {
        "name": name or fault.replace("_", " "),
        "head": head.head,
        "event": event.plain(),
        "fault": fault,
        "seq": event.seq,
    }
