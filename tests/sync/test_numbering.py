"""NB1-NB5: consecutive numbers, each in exactly one state, none given twice.

R-IN-15, R-IN-16, R-OUT-07.
"""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu_sync import limits, numbering
from vanthu_sync.numbering import TRANSITIONS, Lease, NumberRefused, Owner, Register
from vanthu_sync.vocabulary import NumberState

REGISTER = Register(organ="ubnd-dong-hoa", book="den", year=2026)

STEPS = st.lists(
    st.one_of(
        st.just("take"),
        st.tuples(st.integers(0, 12), st.sampled_from(NumberState)),
    ),
    max_size=40,
)


def after(mark: int) -> Register:
    return numbering.raise_mark(REGISTER, mark)


@given(STEPS)
def test_nb2_nb3_any_life_of_a_register_keeps_one_to_mark_each_in_one_state(
    steps: list[str | tuple[int, NumberState]],
) -> None:
    register, states, given_out = REGISTER, dict[int, NumberState](), list[int]()
    for step in steps:
        before = register.mark
        if isinstance(step, str):
            taken = numbering.take(register)
            register = taken.register
            assert taken.number not in states
            states[taken.number] = NumberState.ISSUED
            given_out.append(taken.number)
        else:
            number, new = step
            old = states.get(number, NumberState.ISSUED)
            try:
                states[number] = numbering.change(register, number=number, old=old, new=new)
            except NumberRefused:
                continue
        assert register.mark >= before
        assert sorted(states) == list(range(1, register.mark + 1))
    assert given_out == list(range(1, register.mark + 1))


@given(st.integers(0, limits.NUMBER_MAX - 1))
def test_nb2_the_next_number_is_one_more_than_the_mark(mark: int) -> None:
    taken = numbering.take(after(mark))
    assert (taken.number, taken.register.mark) == (mark + 1, mark + 1)


@given(st.integers(0, limits.NUMBER_MAX), st.integers(0, limits.NUMBER_MAX))
def test_nb2_a_mark_never_falls(mark: int, number: int) -> None:
    assert numbering.raise_mark(after(mark), number).mark == max(mark, number)


def test_nb2_a_raised_mark_is_where_numbers_go_on() -> None:
    assert numbering.take(after(153)).number == 154


def test_nb1_a_register_keeps_its_name_when_a_number_is_taken() -> None:
    register = numbering.take(REGISTER).register
    assert (register.organ, register.book, register.year) == ("ubnd-dong-hoa", "den", 2026)


def test_nb3_a_spent_number_never_returns() -> None:
    """A void number is followed by the next, never filled again."""
    taken = numbering.take(REGISTER)
    old, new = NumberState.ISSUED, NumberState.VOID
    assert numbering.change(taken.register, number=1, old=old, new=new) is NumberState.VOID
    assert numbering.take(taken.register).number == 2
    for state in NumberState:
        with pytest.raises(NumberRefused, match="wrong_transition"):
            numbering.change(taken.register, number=1, old=NumberState.VOID, new=state)


@pytest.mark.parametrize(
    ("old", "new"), list(itertools.product(NumberState, repeat=2)), ids=lambda state: state.value
)
def test_nb4_a_state_changes_only_along_the_table(old: NumberState, new: NumberState) -> None:
    allowed = {
        ("leased", "issued"),
        ("leased", "void"),
        ("leased", "content_lost"),
        ("issued", "void"),
        ("issued", "content_lost"),
        ("content_lost", "issued"),
        ("content_lost", "void"),
    }
    if (old.value, new.value) in allowed:
        assert numbering.change(after(3), number=2, old=old, new=new) is new
        return
    with pytest.raises(NumberRefused, match="wrong_transition"):
        numbering.change(after(3), number=2, old=old, new=new)


def test_nb4_every_state_stands_in_the_table() -> None:
    assert set(TRANSITIONS) == set(NumberState)


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_nb4_a_number_that_was_never_taken_has_no_state_to_change(number: int) -> None:
    with pytest.raises(NumberRefused, match="beyond_mark"):
        numbering.change(after(3), number=number, old=NumberState.ISSUED, new=NumberState.VOID)


@pytest.mark.parametrize(
    ("owner", "status", "mark", "refusal"),
    [
        ("province", "open", 0, "not_owner"),
        ("node", "closing", 0, "not_open"),
        ("node", "closed", 0, "not_open"),
        ("node", "open", limits.NUMBER_MAX, "used_up"),
    ],
)
def test_nb5_only_the_owner_of_an_open_register_gives_a_number(
    owner: Owner, status: str, mark: int, refusal: numbering.Refusal
) -> None:
    changes = {"owner": owner, "status": status, "mark": mark}
    with pytest.raises(NumberRefused) as caught:
        numbering.take(msgspec.structs.replace(REGISTER, **changes))
    assert caught.value.refusal == refusal


@pytest.mark.parametrize(
    ("number", "waits", "leapt"), [(4, False, []), (7, False, [4, 5, 6]), (2, True, [])]
)
def test_nb30_the_mark_goes_to_the_provinces_number_and_what_it_leapt_over_is_told(
    number: int, leapt: list[int], *, waits: bool
) -> None:
    theirs = msgspec.structs.replace(after(3), owner="province")
    register, passed_over = numbering.give(theirs, number, waits=waits)
    assert (register.mark, list(passed_over)) == (max(3, number), leapt)


@pytest.mark.parametrize(
    ("change", "number", "refusal"),
    [
        ({"owner": "node"}, 4, "not_owner"),
        ({"status": "closed"}, 4, "not_open"),
        ({}, 3, "wrong_transition"),
        ({}, 0, "wrong_transition"),
        ({}, 3 + limits.GIVEN_AHEAD_MAX + 1, "too_far"),
        ({"mark": limits.NUMBER_MAX}, limits.NUMBER_MAX + 1, "too_far"),
    ],
)
def test_nb30_a_number_of_the_province_that_cannot_be_used_is_refused(
    change: dict[str, object], number: int, refusal: numbering.Refusal
) -> None:
    """R-IN-16: nothing that the hub says gives a number twice."""
    theirs = msgspec.structs.replace(after(3), **{"owner": "province", **change})
    with pytest.raises(NumberRefused) as caught:
        numbering.give(theirs, number, waits=False)
    assert caught.value.refusal == refusal


LEASES = (
    Lease(id="a", first=11, last=20, next=21),
    Lease(id="b", first=31, last=32, next=32, day="2026-11-20"),
    Lease(id="c", first=41, last=42, next=41, day="2026-11-21"),
)


@given(st.integers(0, 9), st.integers(1, 9))
def test_nb14_a_lease_is_carved_from_the_mark_and_the_next_number_follows_it(
    mark: int, count: int
) -> None:
    register, numbers = numbering.lease(after(mark), count)
    assert list(numbers) == list(range(mark + 1, mark + count + 1))
    assert numbering.take(register).number == mark + count + 1


@pytest.mark.parametrize(
    ("mark", "count"), [(0, 0), (limits.NUMBER_MAX, 1), (limits.NUMBER_MAX - 2, 3)]
)
def test_nb14_a_block_that_does_not_fit_is_refused(mark: int, count: int) -> None:
    with pytest.raises(NumberRefused, match="used_up"):
        numbering.lease(after(mark), count)


def test_nb15_a_site_gives_its_numbers_in_order_and_never_of_another_day() -> None:
    assert numbering.spend(LEASES, day="2026-11-20").next == 32
    assert numbering.spend(LEASES, day="2026-11-21").next == 41
    with pytest.raises(NumberRefused, match="lease_spent"):
        numbering.spend(LEASES, day="2026-11-22")


def test_nb15_a_closed_lease_gives_nothing_and_no_day_closes_one() -> None:
    closed = [msgspec.structs.replace(held, closed=True) for held in LEASES]
    with pytest.raises(NumberRefused, match="lease_spent"):
        numbering.spend(closed, day="2026-11-20")
    assert [held.id for held in numbering.outlived(LEASES, day="2026-11-22")] == ["b", "c"]
    assert numbering.outlived(LEASES[:1], day="2099-01-01") == ()


@given(st.integers(0, 30), st.integers(0, 30))
def test_nb22_numbers_on_paper_beyond_the_mark_are_lost_and_the_next_follows_them(
    mark: int, paper: int
) -> None:
    register, lost = numbering.lost_up_to(after(mark), paper)
    assert list(lost) == list(range(mark + 1, paper + 1))
    assert numbering.take(register).number == max(mark, paper) + 1


def years(*known: tuple[int, str, int]) -> list[Register]:
    return [
        msgspec.structs.replace(REGISTER, year=year, status=status, mark=mark)
        for year, status, mark in known
    ]


@pytest.mark.parametrize(
    ("known", "received", "year"),
    [
        ([(2026, "open", 9)], 2026, 2026),
        ([(2026, "closing", 9), (2027, "open", 0)], 2027, 2027),
        ([(2026, "closing", 9), (2027, "open", 3)], 2026, 2026),
        ([(2026, "closing", 9), (2027, "open", 0)], 2026, 2026),
    ],
)
def test_nb17_a_document_goes_to_the_book_of_the_year_it_was_received_in(
    known: list[tuple[int, str, int]], received: int, year: int
) -> None:
    assert numbering.stamping(years(*known), received=received).year == year


@pytest.mark.parametrize(
    ("known", "received", "refusal"),
    [
        ([(2026, "open", 9)], 2027, "year_behind"),
        ([(2026, "open", 9)], 2025, "year_behind"),
        ([(2026, "closed", 9), (2027, "open", 3)], 2026, "not_open"),
        ([], 2026, "not_open"),
    ],
)
def test_nb17_no_clock_opens_a_book_or_goes_back_to_one(
    known: list[tuple[int, str, int]], received: int, refusal: str
) -> None:
    with pytest.raises(NumberRefused, match=refusal):
        numbering.stamping(years(*known), received=received)


def test_nb17_a_closing_book_gives_numbers_only_for_what_is_late() -> None:
    closing = years((2026, "closing", 9))[0]
    assert numbering.take(closing, late=True).number == 10
    with pytest.raises(NumberRefused, match="not_open"):
        numbering.take(closing)


def test_nb17_a_book_closes_once_and_with_nothing_out() -> None:
    closing = years((2026, "closing", 9))[0]
    with pytest.raises(NumberRefused, match="still_out"):
        numbering.close(closing, still_out=1)
    closed = numbering.close(closing, still_out=0)
    assert closed.status == "closed"
    for register in (closed, REGISTER):
        with pytest.raises(NumberRefused, match="not_open"):
            numbering.close(register, still_out=0)
