"""Which policy a document is processed under, and how it finds it again."""

from datetime import date
from pathlib import Path

import pytest

from vanthu_server.policy import PolicyCode, PolicyError, PolicyShelf, load_policies
from vanthu_server.policy.values import PersonalToken, PrintPeriod

TODAY = date(2026, 11, 20)


def own_file(folder: Path, name: str, *lines: str) -> Path:
    """An organ's own policy file with its print period."""
    path = folder / name
    text = "\n".join(
        [
            'level = "organ"',
            'title = "Quy chế văn thư, lưu trữ của UBND xã A"',
            'instrument = "Quyết định 12/QĐ-UBND của UBND xã A"',
            *lines,
            'register.print_period = "month"',
            'articles."register.print_period" = "Điều 9"',
        ]
    )
    path.write_text(text, encoding="utf-8")
    return path


def error_of(folder: Path, *lines: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        load_policies(overlays=[own_file(folder, "xa-a.toml", *lines)])
    return caught.value


@pytest.fixture
def shelf(tmp_path: Path) -> PolicyShelf:
    old = own_file(
        tmp_path,
        "xa-a-2025.toml",
        'key = "xa-a"',
        "effective_from = 2025-01-01",
        "effective_to = 2025-12-31",
        'inherits = "000-tuyen-quang-2018"',
    )
    new = own_file(
        tmp_path,
        "xa-a-2026.toml",
        'key = "xa-a"',
        "effective_from = 2026-01-01",
        'inherits = "001-soc-trang-2019"',
        'token.person_held_by_clerk = "no"',
        'articles."token.person_held_by_clerk" = "Điều 4"',
    )
    return load_policies(overlays=[new, old])


def test_the_version_in_force_on_the_day_is_chosen(shelf: PolicyShelf) -> None:
    """R-LAW-01: both ends of a version belong to it."""
    assert shelf.for_document("xa-a", date(2025, 12, 31)).outgoing.paper_list.id == "000"
    assert shelf.for_document("xa-a", date(2026, 1, 1)).outgoing.paper_list.id == "001"


def test_the_organ_stands_over_the_province_and_the_province_over_the_nation(
    shelf: PolicyShelf,
) -> None:
    """R-LAW-02, R-BK-03, R-TOK-06."""
    policy = shelf.for_document("xa-a", TODAY)
    assert policy.register.print_period is PrintPeriod.MONTH
    assert policy.token.person_held_by_clerk is PersonalToken.NO
    source = policy.sources["register.bind"]
    assert (source.version, source.inherited) == ("001-soc-trang-2019@2019-04-05", True)
    assert policy.sources["sign.organ.agency"].version == "nd30-2020@2020-03-05"


def test_every_document_finds_the_policy_it_remembers(shelf: PolicyShelf) -> None:
    """R-LAW-01: the id names every base that a file does not pin."""
    for key in shelf.policies():
        policy = shelf.for_document(key, date(2025, 12, 31))
        assert shelf.by_version(policy.version) == policy
    assert shelf.for_document("xa-a", TODAY).version == (
        "xa-a@2026-01-01+001-soc-trang-2019@2019-04-05"
    )


def test_a_remembered_version_stays_the_same_when_the_province_issues_new_rules(
    tmp_path: Path,
) -> None:
    """R-LAW-01: the old id still names the old province rules."""
    province = own_file(
        tmp_path,
        "tinh-b-1.toml",
        'key = "tinh-b"',
        "effective_from = 2025-01-01",
        "effective_to = 2025-12-31",
        'inherits = "nd30-2020@2020-03-05"',
    )
    second = own_file(
        tmp_path,
        "tinh-b-2.toml",
        'key = "tinh-b"',
        "effective_from = 2026-01-01",
        'inherits = "001-soc-trang-2019@2019-04-05"',
    )
    organ = own_file(
        tmp_path,
        "xa-b.toml",
        'key = "xa-b"',
        "effective_from = 2025-06-01",
        'inherits = "tinh-b"',
    )
    shelf = load_policies(overlays=[province, second, organ])
    before = shelf.for_document("xa-b", date(2025, 12, 31))
    after = shelf.for_document("xa-b", date(2026, 1, 1))
    assert before.version == "xa-b@2025-06-01+tinh-b@2025-01-01"
    assert after.version == "xa-b@2025-06-01+tinh-b@2026-01-01"
    assert shelf.by_version(before.version).outgoing.paper_list.id == "qd28-2018"
    assert shelf.by_version(after.version).outgoing.paper_list.id == "001"


@pytest.mark.parametrize(
    "version",
    [
        "",
        "000-tuyen-quang-2018",
        "000-tuyen-quang-2018@2019-04-16",
        "xa-a@2026-01-01",
        "xa-a@2026-01-01+nd30-2020@2020-03-05",
        "nd30-2020@2020-03-05+001-soc-trang-2019@2019-04-05",
    ],
)
def test_a_version_that_was_never_given_is_refused(shelf: PolicyShelf, version: str) -> None:
    with pytest.raises(PolicyError) as caught:
        shelf.by_version(version)
    assert caught.value.code is PolicyCode.UNKNOWN
    assert caught.value.allowed


def test_a_day_before_the_regulation_and_an_unknown_key_are_refused(shelf: PolicyShelf) -> None:
    """R-LAW-03."""
    with pytest.raises(PolicyError) as early:
        shelf.for_document("000-tuyen-quang-2018", date(2019, 4, 14))
    assert early.value.code is PolicyCode.NOT_IN_FORCE
    assert "14/04/2019" in early.value.text
    with pytest.raises(PolicyError) as unknown:
        shelf.for_document("005-ha-noi", TODAY)
    assert unknown.value.code is PolicyCode.UNKNOWN


@pytest.mark.parametrize("first_day", ["2019-04-15", "2019-04-14", "2026-01-01"])
def test_two_versions_of_one_policy_may_not_overlap(tmp_path: Path, first_day: str) -> None:
    error = error_of(
        tmp_path,
        'key = "000-tuyen-quang-2018"',
        f"effective_from = {first_day}",
        'inherits = "nd30-2020@2020-03-05"',
    )
    assert error.code is PolicyCode.DATES_OVERLAP


@pytest.mark.parametrize(
    "base",
    ["", 'inherits = "xa-a"', 'inherits = "xa-a@2026-01-01"'],
    ids=["none", "itself", "itself pinned"],
)
def test_a_base_that_gives_no_complete_rules_is_refused(tmp_path: Path, base: str) -> None:
    error = error_of(tmp_path, 'key = "xa-a"', "effective_from = 2026-01-01", base)
    assert (error.code, error.key) == (PolicyCode.BASE, "inherits")


def test_a_province_may_not_rest_on_an_organs_rules(tmp_path: Path) -> None:
    path = own_file(
        tmp_path,
        "tinh.toml",
        'key = "tinh-c"',
        "effective_from = 2026-01-01",
        'inherits = "003-lai-chau-sct-2019"',
    )
    text = path.read_text(encoding="utf-8").replace('"organ"', '"province"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_policies(overlays=[path])
    assert caught.value.code is PolicyCode.BASE


def test_an_unknown_base_and_an_unreadable_file_are_refused(tmp_path: Path) -> None:
    error = error_of(tmp_path, 'key = "xa-a"', "effective_from = 2026-01-01", 'inherits = "tinh-x"')
    assert (error.code, error.key) == (PolicyCode.UNKNOWN, "tinh-x")
    with pytest.raises(PolicyError) as caught:
        load_policies(overlays=[tmp_path / "khong-co.toml"])
    assert caught.value.code is PolicyCode.FILE
