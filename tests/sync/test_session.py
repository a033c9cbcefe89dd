"""SE6-SE8: where a device goes on, and when it begins anew."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu_sync import wire
from vanthu_sync.journal import Head
from vanthu_sync.session import Cursor, cursor_at, parse, resume, view_of

HERE = Head(journal="0123456789abcdef", epoch=2, seq=7, hash="ab" * 32)
LAN = "vanthu"


def start(cursor: Cursor | None, here: Head = HERE, *, rights_at: int = 0) -> tuple[int, object]:
    said = resume(cursor, account=LAN, here=here, rights_at=rights_at)
    return said.after, said.anew


def test_se6_a_cursor_names_journal_place_hash_and_view() -> None:
    cursor = cursor_at(HERE, LAN)

    assert cursor.text == f"0123456789abcdef.7.{'ab' * 8}.{view_of(LAN)}"
    assert parse(cursor.text) == cursor


@pytest.mark.parametrize(
    "text", ["", "x", "0123.7.abcd", f"0123.07.{'ab' * 8}.{'0' * 8}", "a" * 5000, "0.1.2.3\n"]
)
def test_se6_what_cannot_be_read_begins_from_the_beginning(text: str) -> None:
    assert parse(text) is None
    assert start(parse(text)) == (0, "first")


def test_se7_a_server_goes_on_where_its_chain_has_that_hash() -> None:
    assert start(cursor_at(HERE, LAN)) == (7, None)


def test_se7_a_restored_server_fills_its_devices_again() -> None:
    """Beyond its head, or on a branch that it left."""
    behind = Head(journal=HERE.journal, epoch=1, seq=5, hash="cd" * 32)
    parted = Head(journal=HERE.journal, epoch=3, seq=7, hash="cd" * 32)

    assert start(cursor_at(HERE, LAN), behind) == (0, "branch")
    assert start(cursor_at(HERE, LAN), parted) == (0, "branch")


def test_se7_a_cursor_of_another_node_or_person_begins_anew() -> None:
    other = Head(journal="f" * 16, epoch=2, seq=7, hash=HERE.hash)

    assert start(cursor_at(other, LAN)) == (0, "journal")
    assert start(cursor_at(HERE, "chutich")) == (0, "view")


def test_se8_a_change_of_rights_after_the_place_begins_anew() -> None:
    assert start(cursor_at(HERE, LAN), rights_at=7) == (7, None)
    assert start(cursor_at(HERE, LAN), rights_at=8) == (0, "rights")


@given(st.text(max_size=80))
def test_se6_no_text_breaks_the_reader(text: str) -> None:
    found = parse(text)
    assert found is None or found.text == text


def test_se9_an_answer_reads_what_a_newer_server_adds_and_what_it_leaves_out() -> None:
    """WI4: one document without content was removed; nothing remains."""
    text = b'{"v":2,"results":[],"changes":[{"id":"a","organ":"u","later":1}],"cursor":"c",'
    text += b'"remaining":0,"organs":["u"],"later":{}}'

    answer = msgspec.json.decode(text, type=wire.Synced)

    assert answer.anew is None
    assert answer.changes == (wire.Change(id="a", organ="u"),)
