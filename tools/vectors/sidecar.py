"""Vectors of the sidecar's file (PROTOCOL.md, NB7)."""

from typing import Any

from tools.vectors.history import Entry, Json, canonical_text, journal


def make() -> dict[str, Any]:
    """Return the content of sidecar.json."""
    events = journal()[:4]
    whole = "".join(each.line() for each in events)
    return {
        "about": "NB7. file: the sidecar as UTF-8 text, one event a line. whole: its events "
        "(seq) and the bytes of its whole lines. torn: a last line without LF is dropped. "
        "damaged: the number of the first line that is not the line of an event.",
        "whole": [
            _whole("no line", "", ()),
            _whole("one event", events[0].line(), events[:1]),
            _whole("four events", whole, events),
            _whole(
                "a body was removed",
                events[0].line() + events[1].removed().line(),
                (events[0], events[1].removed()),
            ),
            _whole("begins late", events[2].line() + events[3].line(), events[2:]),
        ],
        "torn": [
            _torn("one byte of a line", 1, events),
            _torn("half a line", 300, events),
            _torn("all but the LF", len(whole.encode()), events),
        ],
        "damaged": _damaged(events),
    }


def _whole(name: str, file: str, events: tuple[Entry, ...]) -> Json:
    return {
        "name": name,
        "file": file,
        "seqs": [each.seq for each in events],
        "bodies": [each.body for each in events],
        "whole_bytes": len(file.encode()),
    }


def _torn(name: str, kept: int, events: tuple[Entry, ...]) -> Json:
    """Three whole lines, then the first `kept` bytes of the fourth, LF never among them."""
    before = "".join(each.line() for each in events[:3])
    last = events[3].line().rstrip("\n").encode()[:kept].decode(errors="ignore")
    return {
        "name": name,
        "file": before + last,
        "seqs": [each.seq for each in events[:3]],
        "whole_bytes": len(before.encode()),
    }


def _damaged(events: tuple[Entry, ...]) -> list[Json]:
    one, two, three = (each.line() for each in events[:3])
    changed = events[1].header["body"]
    other_body = events[2].removed()
    stranger = {"header": events[1].header, "nonce": None, "body": None, "hash": "0" * 64}
    half = {"header": events[1].header, "nonce": None, "body": "e30=", "hash": events[1].hash}
    cases = [
        ("an empty line", one + "\n" + two, 2),
        ("not JSON", one + "damage\n" + two, 2),
        ("zeros", one + "\0" * 40 + "\n", 2),
        ("two lines run into one", one.rstrip("\n") + two, 1),
        ("a line cut in the middle", one + two[:100] + "\n" + three, 2),
        ("a CR before the LF", one.replace("\n", "\r\n"), 1),
        ("a space more", one + two.replace(",", ", ", 1), 2),
        ("the kind was changed", one + two.replace("register.opened", "register.closed"), 2),
        ("the body's hash was changed", one + two.replace(changed, "0" * 64), 2),
        ("another hash", one + canonical_text(stranger) + "\n", 2),
        ("a body without its nonce", one + canonical_text(half) + "\n", 2),
        ("the body of another event", one + _swapped(events[1], events[2]), 2),
        ("an unknown field", one + two.replace('"body"', '"a":1,"body"', 1), 2),
        ("damage behind a removed body", one + other_body.line().replace("T02", "T03"), 2),
    ]
    return [{"name": name, "file": file, "line": line} for name, file, line in cases]


def _swapped(event: Entry, other: Entry) -> str:
    """The line of `event` that holds nonce and body of `other`."""
    mixed = Entry(header=event.header, nonce=other.nonce, body=other.body)
    return mixed.line()
