"""Vectors of the opening check (PROTOCOL.md, NB8-NB10, NB20-NB24)."""

from typing import Any, Final

from tools.vectors.history import OTHER_JOURNAL, Json, branch, journal

_EVENTS: Final = ("e1", "e2", "e3", "e4", "e5")

_Case = tuple[str, int, tuple[str, ...] | None, str, str, str]

_CASES: Final[tuple[_Case, ...]] = (
    ("a new node without a sidecar", 0, None, "open", "", ""),
    ("a new node with an empty sidecar", 0, (), "open", "", ""),
    ("both hold the same", 4, _EVENTS[:4], "open", "", ""),
    ("the sidecar begins late", 4, _EVENTS[2:4], "open", "", ""),
    ("the power went between commit and sidecar", 4, _EVENTS[:3], "append_to_sidecar", "", ""),
    ("the same, with a late sidecar", 4, _EVENTS[2:3], "append_to_sidecar", "", ""),
    ("the first event never reached the sidecar", 1, (), "append_to_sidecar", "", ""),
    ("the database lost its last event", 4, _EVENTS, "recover", "", ""),
    ("an old backup was restored", 1, _EVENTS, "recover", "", ""),
    ("a late sidecar begins where the backup ends", 2, _EVENTS[2:], "recover", "", ""),
    ("the whole database is gone", 0, _EVENTS, "recover", "", ""),
    ("the sidecar is gone", 4, None, "ask", "sidecar_missing", "paper_lost"),
    ("the last event differs", 3, ("e1", "e2", "f3"), "closed", "fork", "take_over"),
    ("an older event differs", 5, ("e1", "e2", "f3"), "closed", "fork", "take_over"),
    ("another branch goes on", 3, ("e1", "e2", "f3", "f4"), "closed", "fork", "take_over"),
    ("a late sidecar of another branch", 3, ("f4",), "closed", "fork", "take_over"),
    ("a sidecar of another node", 4, ("o1", "o2"), "ask", "other_journal", "paper_lost"),
    ("a new database, another's sidecar", 0, ("o1",), "ask", "other_journal", "paper_lost"),
    ("the sidecar begins too late", 1, _EVENTS[2:], "ask", "sidecar_hole", "paper_lost"),
    ("no database and a late sidecar", 0, _EVENTS[1:], "ask", "sidecar_hole", "paper_lost"),
    ("a line is missing", 4, ("e1", "e2", "e4"), "ask", "sidecar_hole", "paper_lost"),
    ("a missing line is needed", 1, ("e1", "e2", "e4"), "ask", "sidecar_hole", "paper_lost"),
    ("a line twice", 4, ("e1", "e2", "e2", "e3"), "ask", "sidecar_hole", "paper_lost"),
)


def make() -> dict[str, Any]:
    """Return the content of opening.json."""
    return {
        "about": "NB8-NB10, NB22. events: sidecar lines by name (e: the journal, f: a branch after "
        "e2, o: another node's). A case: the database holds e1 to e<database>, the sidecar the "
        "named lines in that order (null: no file), on the same machine, on a day that was "
        "confirmed; then what the node does, why, what it asks, and after which event.",
        "events": _lines(),
        "cases": [_case(case) for case in _CASES],
    }


def _lines() -> dict[str, str]:
    events, others = journal()[:5], journal(OTHER_JOURNAL)[:2]
    third = branch(events[1])
    named = {f"e{each.seq}": each for each in events}
    named |= {"f3": third, "f4": branch(third)}
    named |= {f"o{each.seq}": each for each in others}
    return {name: each.line() for name, each in named.items()}


def _case(case: _Case) -> Json:
    name, database, sidecar, action, cause, question = case
    seqs = [int(each[1:]) for each in sidecar or ()]
    last = max(seqs, default=0) if action == "append_to_sidecar" else 0
    after = database if action in {"recover", "open"} else last
    return {
        "name": name,
        "database": database,
        "sidecar": sidecar,
        "action": action,
        "cause": cause,
        "question": question,
        "after": after,
    }
