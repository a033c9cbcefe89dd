"""Printing a register: which numbers, and what is said when typesetting fails."""

import pytest

from tests.typesetting.registers import book
from vanthu_server.commune.services.opening import Opened
from vanthu_server.commune.services.register_print import PrintAsked, RegisterPrint
from vanthu_server.typesetting.errors import TypesetterFailed
from vanthu_server.typesetting.limits import BOOK_LINES_MAX
from vanthu_server.typesetting.register_book_line import RegisterBook
from vanthu_sync.errors import Refused


class OneBook:
    """A store with a single register."""

    def book(self, _asked: PrintAsked) -> RegisterBook:
        """Return it."""
        return book()


def asked(first: int | None = None, last: int | None = None, *, copy: int = 0) -> PrintAsked:
    return PrintAsked(organ="ubnd", book="den", year=2026, first=first, last=last, copy=copy)


def test_what_is_left_out_stands_for_the_whole_register() -> None:
    assert asked().within(153) == (1, 153)
    assert asked(100).within(153) == (100, 153)
    assert asked(last=10).within(153) == (1, 10)
    assert asked().within(0) == (1, 0)


@pytest.mark.parametrize("mark", [0, 5])
def test_a_range_beyond_the_mark_is_refused(mark: int) -> None:
    with pytest.raises(Refused) as refusal:
        asked(1, 6).within(mark)
    assert refusal.value.code == "PRINT_ASKED_WRONG"
    assert f"đến số {mark}" in refusal.value.detail


def test_a_volume_of_the_greatest_length_is_printed_and_no_longer_one() -> None:
    assert asked().within(BOOK_LINES_MAX) == (1, BOOK_LINES_MAX)
    with pytest.raises(Refused) as refusal:
        asked().within(BOOK_LINES_MAX + 1)
    assert refusal.value.code == "PRINT_TOO_LONG"


def test_a_fault_of_the_typesetter_is_told_with_its_cause() -> None:
    def failing(_book: RegisterBook) -> bytes:
        raise TypesetterFailed("mẫu sai", next_step="báo quản trị.")

    printing = RegisterPrint(OneBook(), opened=lambda: Opened(open=True), typeset=failing)
    with pytest.raises(Refused) as refusal:
        printing.pdf(asked())
    assert refusal.value.code == "PRINT_FAILED"
    assert "mẫu sai" in refusal.value.detail


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        ("sidecar_missing", "NODE_NOT_OPEN"),
        ("follower", "NODE_FOLLOWS"),
        ("owner_changed", "OWNER_CHANGED"),
    ],
)
def test_nb10_a_node_that_does_not_hold_its_numbers_for_sure_prints_none(
    cause: str, code: str
) -> None:
    printing = RegisterPrint(OneBook(), opened=lambda: Opened(open=False, cause=cause))
    with pytest.raises(Refused) as refusal:
        printing.pdf(asked())
    assert refusal.value.code == code


def test_numbers_that_wait_for_the_first_yes_of_a_day_do_not_keep_a_book_from_print() -> None:
    waiting = Opened(open=True, stamping=False, cause="first_of_day")
    assert RegisterPrint(OneBook(), opened=lambda: waiting).pdf(asked()).startswith(b"%PDF-")
