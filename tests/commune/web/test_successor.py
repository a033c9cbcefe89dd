"""NB25, NB27: sites go over to the machine that took the registers over; nothing is lost."""

from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.node import UBND, Office, Person
from tests.commune.papers import scan
from tests.commune.sites import OWNER_URL, Second, branch, follower
from tests.commune.stores import assert_whole
from tests.commune.web.test_followers import take_over
from vanthu_sync import site_wire, wire
from vanthu_sync.errors import Refused


@pytest.fixture
def heir(office: Office, portal: BlockingPortal, tmp_path: Path) -> Second:
    second = follower(office, portal, tmp_path / "heir")
    second.sync()
    return second


@pytest.fixture
def there(office: Office, portal: BlockingPortal, tmp_path: Path) -> Second:
    site = branch(office, portal, tmp_path / "there")
    site.sync()
    site.sync()
    return site


def go_over(site: Second, heir: Second, *, kind: str = "branch") -> None:
    """An officer takes a code from the new holder to the site."""
    new = wire.NewSite(kind="branch", order="dung_tiep", block=10)
    wanted = new if kind == "branch" else wire.NewSite()
    code = heir.office.node.joining().new_code(wanted, organ=UBND).code
    node = site.office.node
    asked = site_wire.Join(code=code, name="", key=node.key.public)
    joined = heir.office.node.joining().join(asked)
    node.come_back(joined, url=OWNER_URL)
    site.lan.to = heir.office
    site.reopen()


def rows(clerk: Person) -> dict[int, str]:
    return {row["number"]: row["subject"] for row in clerk.read("incoming")["rows"]}


def test_nb25_a_branch_goes_over_to_the_new_holder_with_what_it_registered_meanwhile(
    office: Office, heir: Second, there: Second
) -> None:
    """R-IN-15: the numbers stamped at the second site stay what they are."""
    heir.sync()
    there.office.person("vanthu").register("trước khi hỏng")
    there.sync()
    office.close()
    there.lan.whole = False
    there.office.person("vanthu").register("trong lúc hỏng")
    take_over(heir.office, last=10)
    there.lan.whole = True

    go_over(there, heir)
    there.sync()

    clerk = heir.office.person("vanthu")
    assert rows(clerk) == {1: "trước khi hỏng", 2: "trong lúc hỏng"}
    assert clerk.register("ở trụ sở")["number"] == 11
    there.office.person("vanthu").register("sau đó")
    there.sync()
    assert rows(clerk)[3] == "sau đó"
    assert len(clerk.read("holding")["sites"]) == 2
    for one in (heir.office, there.office):
        one.close()
        assert_whole(one.config)


def test_nb27_what_only_a_branch_heard_of_the_former_holder_comes_home(
    office: Office, heir: Second, there: Second
) -> None:
    """The follower missed the last entries; the branch's copy has them, with its own."""
    heir.sync()
    heir.lan.whole = False
    clerk = office.person("vanthu")
    clerk.register("nghe sau cùng", files=[clerk.kept("a.pdf", scan("a"))])
    there.office.person("vanthu").register("của cơ sở")
    there.sync()
    there.sync()
    office.close()
    take_over(heir.office, last=11)
    clerk = heir.office.person("vanthu")
    assert clerk.register("máy mới")["number"] == 12

    go_over(there, heir)
    there.sync()

    assert heir.office.node.opened.stamping
    strays = {each["number"]: each for each in clerk.read("holding")["strays"]}
    assert strays[11]["same_number"]
    assert rows(clerk) == {12: "máy mới", 1: "của cơ sở"}
    assert {number: each["settled_as"] for number, each in strays.items()} == {11: None, 1: 1}
    assert clerk.done("stray.settle", {"origin": strays[11]["origin"]})["number"] == 11
    there.sync()
    assert there.office.node.mirror is not None
    assert there.office.node.mirror.head() == heir.office.node.ledger.head()
    for one in (heir.office, there.office):
        one.close()
        assert_whole(one.config)


def test_nb15_a_block_that_the_new_holder_does_not_know_is_spent_no_further(
    office: Office, heir: Second, portal: BlockingPortal, tmp_path: Path
) -> None:
    """The follower never heard of the block; what was stamped from it is kept whole."""
    heir.sync()
    heir.lan.whole = False
    there = branch(office, portal, tmp_path / "there")
    there.sync()
    there.sync()
    there.lan.whole = False
    clerk = there.office.person("vanthu")
    assert clerk.register("từ khối cũ")["number"] == 1
    office.close()
    take_over(heir.office, last=10)
    there.lan.whole = True

    go_over(there, heir)
    there.sync()

    lead = heir.office.person("vanthu")
    stray = lead.read("holding")["strays"][0]
    assert (stray["number"], stray["same_number"]) == (1, True)
    there.sync()
    given = there.office.person("vanthu").register("từ khối mới")["number"]
    assert given == 11
    there.sync()
    assert rows(lead)[11] == "từ khối mới"
    assert lead.done("stray.settle", {"origin": stray["origin"]})["number"] == 1
    heir.office.close()
    assert_whole(heir.office.config)


def test_nb27_another_follower_that_heard_more_brings_it_home_and_follows(
    office: Office, heir: Second, portal: BlockingPortal, tmp_path: Path
) -> None:
    other = follower(office, portal, tmp_path / "other", seed=23)
    other.sync()
    heir.sync()
    office.person("vanthu").register("chỉ máy kia nghe")
    other.sync()
    office.close()
    take_over(heir.office, last=1)

    go_over(other, heir, kind="follower")
    other.sync()

    clerk = heir.office.person("vanthu")
    assert heir.office.node.opened.stamping
    assert [each["number"] for each in clerk.read("holding")["strays"]] == [1]
    assert clerk.register("máy mới")["number"] == 2
    other.sync()
    assert other.office.node.ledger.head() == heir.office.node.ledger.head()
    assert other.office.node.opened.cause == "follower"
    for one in (heir.office, other.office):
        one.close()
        assert_whole(one.config)


def test_nb28_a_code_of_another_holder_moves_no_site(there: Second) -> None:
    node = there.office.node
    joined = site_wire.Joined(
        site="x", kind="branch", journal="f" * 16, node_name="", node_key=bytes(32)
    )
    with pytest.raises(Refused) as refused:
        node.come_back(joined, url=OWNER_URL)
    assert refused.value.code == "STEP_NOT_NOW"
    there.sync()
    assert there.office.person("vanthu").register("vẫn như cũ")["number"] == 1
