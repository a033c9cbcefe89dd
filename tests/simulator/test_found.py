"""What the simulator found in the product, each as the shortest story of it, on both levels.

R-IN-15
"""

import pytest

from tools.simulator import people, work
from tools.simulator.history import begin, run
from tools.simulator.port import IN, Ask
from tools.simulator.runner import core
from tools.simulator.store.template import stores
from tools.simulator.world import Maker, World
from vanthu_sync import slip
from vanthu_sync.clock import instant

LEVELS = pytest.mark.parametrize("maker", [core, stores], ids=["core", "store"])
YEAR = 2026


def office(maker: Maker) -> World:
    world = World(maker())
    begin(world)
    return world


def back_to(world: World, backup: object) -> None:
    """Put a backup of the data folder back, with the sidecar lost."""
    world.desk.crash(power=False, kept=0)
    world.desk.restore(backup)
    world.desk.side.lose()


@LEVELS
def test_nb17_nb22_a_years_book_opened_once_more_goes_on_after_its_paper(maker: Maker) -> None:
    world = office(maker)
    work.new_year(world, 0)
    last = world.paper.last[IN, YEAR + 1]
    back_to(world, world.backups[world.desk.name][0])
    work.desk(world, 0)
    assert not world.paper.twice
    assert min(number for number in world.paper.stamps[IN, YEAR + 1] if number > last) == last + 1


@LEVELS
def test_nb17_nb22_the_paper_is_asked_for_a_closing_book_too(maker: Maker) -> None:
    world = office(maker)
    text = slip.make("01", 1).text
    late = Ask(op=world.new_op(), slip=text, captured_at=instant(world.time.now))
    work.desk(world, 0)
    work.new_year(world, 0)
    backup = world.desk.backup()
    assert work.write_one(world, late, frozenset()) is not None
    last = world.paper.last[IN, YEAR]
    back_to(world, backup)
    assert people.ready(world, world.desk)
    assert world.desk.mark((IN, YEAR)) == last
    assert world.desk.status((IN, YEAR)) == "closing"


@LEVELS
def test_nb25_a_follower_that_has_copied_nothing_takes_nothing_over(maker: Maker) -> None:
    world = office(maker)
    world.lan_up = False
    work.new_follower(world, 0)
    follower = world.follower
    assert follower is not None
    paper = people.said(world, follower)
    code = world.attempt(follower, lambda: follower.take_over(paper))
    assert code == "TAKE_OVER_NOT_HERE"


@LEVELS
def test_nb25_nb27_a_take_over_ends_a_fork_whose_other_branch_has_a_newer_book(
    maker: Maker,
) -> None:
    world = office(maker)
    work.desk(world, 0)
    old = world.images[world.desk.name][0]
    work.new_year(world, 0)
    world.ship()
    world.hub_up = False
    work.desk(world, 0)  # on paper, and at no witness
    world.desk.crash(power=False, kept=0)
    world.desk.restore(old.folder)
    world.desk.side.rewrite(old.events)
    world.blinded(world.desk, "whole_disk")
    assert people.ready(world, world.desk)  # the paper is asked for, which is another history
    assert not world.desk.status((IN, YEAR + 1))
    world.hub_up = True
    world.ship()
    assert world.desk.opened.question == "take_over"
    assert people.ready(world, world.desk)
    assert world.desk.mark((IN, YEAR + 1)) == world.paper.last[IN, YEAR + 1]


@LEVELS
def test_nb26_a_replaced_machine_that_was_restarted_takes_nothing_over_alone(
    maker: Maker,
) -> None:
    world = office(maker)
    work.new_follower(world, 0)
    old, follower = world.desk, world.follower
    assert follower is not None
    work.desk(world, 0)
    old.crash(power=True, kept=0)
    people.boot(world, follower)
    assert people.ready(world, follower)
    world.attempt(old, old.boot)
    world.meet(old, follower)
    assert old.opened.cause == "owner_changed"
    old.crash(power=False, kept=0)
    world.attempt(old, old.boot)
    assert (old.opened.open, old.opened.question) == (False, "take_over")
    paper = people.said(world, old)
    assert world.attempt(old, lambda: old.take_over(paper)) == "WITNESS_AWAY"
    assert not old.opened.open


STORIES = {
    "a book is closed by a machine that is behind the paper": (
        50_246_306,
        ["desk", "new_year", "restore_disk", "close_year", "take_over"],
        [738131398367, 230681306882, 593470005375, 320224389324, 648847481399],
    ),
    "only the branch that stays knows the book of the new year": (
        80_445_353,
        ["contact", "restore_folder", "new_year", "follow", "contact", "contact", "restore_disk"],
        [
            641026682923,
            321564267590,
            242680193472,
            501372980943,
            419130736712,
            424242798797,
            287818475714,
        ],
    ),
    "a follower that heard of no take-over takes over under a lower epoch": (
        1_003_427,
        ["join_site", "restore_folder", "follow", "contact", "contact", "take_over"],
        [1032627003491, 680518836330, 27374848121, 475641508703, 640795894789, 976110521982],
    ),
}
"""Shrunk histories: their seed, their steps, the choices in these."""


@LEVELS
@pytest.mark.parametrize("story", STORIES)
def test_nb22_nb27_a_history_that_broke_a_rule_once_keeps_it_now(story: str, maker: Maker) -> None:
    """R-IN-15: I1a, the paper was ahead of a machine that gave numbers."""
    seed, names, draws = STORIES[story]
    outcome = run(seed, maker(), steps=list(zip(names, draws, strict=True)))
    assert outcome.rule == "", outcome.text
