"""The six shipped files say what the regulations say (requirements.md 1.2)."""

from datetime import date

import pytest

from vanthu_server.policy import Policy, load_policies
from vanthu_server.policy.catalogue import keys

TODAY = date(2026, 11, 20)
ORGANISATIONS = (
    "000-tuyen-quang-2018",
    "001-soc-trang-2019",
    "002-bac-giang-2015",
    "003-lai-chau-sct-2019",
    "004-bac-giang-2020",
    "nd30-2020",
)
# The switch table, row by row; "-": silent, so the last column's value applies.
TABLE = """
legal_value.unsigned_scan | forbid | info_only | valid_if_clerk_mailbox | forbid | forbid | info_only
sign.required | person+organ | person+organ+initials | organ_if_certified | person+organ | person+organ | person+organ
sign.initials_allowed | False | True | False | False | True | True
sign.organ.position | p1_top_right | tt01_2019 | p1_bottom_left | overlap_left_third | overlap_left_third | overlap_left_third
sign.organ.text | label agency time | name time | - | label time | none | none
sign.organ.agency | Tỉnh Tuyên Quang | - | - | - | none | none
sign.person.text | label email agency time | none | - | none | none | none
sign.attachment_separate | organ_signs_each | tt01_2019 | covered_by_main | organ_signs_each | organ_signs_each_hidden | organ_signs_each_hidden
sign.date_equals_issue_date | enforce | off | off | enforce | warn | warn
sign.timestamp | required_tsa | optional | optional | required_tsa | required_separate_and_copies | where_law_requires
incoming.on_invalid_signature | auto_return | clerk_return | clerk_refuse | auto_return | clerk_return | clerk_return
incoming.channels | axis | axis | email system | axis | axis | axis
incoming.check_reminders | on_arrival | on_arrival | end_of_morning end_of_afternoon | on_arrival | on_arrival | on_arrival same_day_alarm
outgoing.origin | born_digital | born_digital | paper_scan | born_digital | both | both
outgoing.recipient_split | False | False | True | False | False | False
outgoing.paper_list | 000 | 001 | 002 | 003 | 004 | qd28-2018
outgoing.archive_print | always | no_rule | source_is_paper | always | if_system_not_conforming | if_system_not_conforming
register.print_period | - | quarter | - | - | organ_regulation | organ_regulation
register.bind | - | year_end | - | - | each_print | each_print
token.person_held_by_clerk | if_organ_regulation_allows | no_rule | - | no | no | no
security.scan_before_issue | recommended | required | recommended | recommended | recommended | required
report.periods | half_year year | on_demand | half_year year | unit_to_office | year | organ_regulation
ops.upgrade_notice_hours | - | 4 | - | - | - | 4
"""  # noqa: E501 - a row of the table stays one row
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()]


def value(policy: Policy, key: str) -> object:
    found: object = policy
    for part in key.split("."):
        found = getattr(found, part)
    return found


def shown(policy: Policy, key: str) -> str:
    found = value(policy, key)
    if key == "outgoing.paper_list":
        return policy.outgoing.paper_list.id
    if isinstance(found, tuple):
        return " ".join(map(str, found)) or "none"
    return str(found) or "none"


@pytest.fixture(scope="module")
def policies() -> list[Policy]:
    shelf = load_policies()
    return [shelf.for_document(key, TODAY) for key in ORGANISATIONS]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_regulation_has_its_value_and_where_silent_the_national_one_marked_inherited(
    row: list[str], policies: list[Policy]
) -> None:
    """R-LAW-02, R-GEN-11: a silent regulation falls back to the norms in force."""
    key, *cells = row
    for policy, cell in zip(policies, cells, strict=True):
        silent = cell == "-"
        assert shown(policy, key) == (cells[-1] if silent else cell), policy.key
        assert policy.sources[key].inherited is silent, policy.key


def test_the_table_above_and_the_recipients_are_all_the_keys() -> None:
    recipients = {"report.recipient", "incident.recipient", "cert.recipient"}
    assert {row[0] for row in ROWS} | recipients == set(keys())


def test_the_days_in_force_are_those_of_the_decisions() -> None:
    """R-LAW-03: 000 15/04/2019, 001 from signing, 002 ten days after signing; 003, 004 assumed."""
    shelf = load_policies()
    assert shelf.versions() == (
        "000-tuyen-quang-2018@2019-04-15",
        "001-soc-trang-2019@2019-04-05",
        "002-bac-giang-2015@2015-04-20",
        "003-lai-chau-sct-2019@2019-10-02",
        "004-bac-giang-2020@2020-03-05",
        "nd30-2020@2020-03-05",
    )
    assumed = [key for key in shelf.policies() if shelf.for_document(key, TODAY).effective_note]
    assert assumed == ["003-lai-chau-sct-2019", "004-bac-giang-2020"]


def test_every_value_names_its_article_and_a_silent_one_the_national_norm(
    policies: list[Policy],
) -> None:
    """R-GEN-11."""
    for policy in policies:
        assert set(policy.sources) == set(keys())
        for source in policy.sources.values():
            assert source.article
            assert source.inherited is (source.instrument != policy.instrument), source
    tuyen_quang = policies[0].sources
    assert tuyen_quang["sign.organ.position"].article == "Điều 13 khoản 4 điểm a"
    assert tuyen_quang["register.print_period"].instrument == "Nghị định 30/2020/NĐ-CP"


def test_recipients_are_data_that_name_the_office_then_and_now(policies: list[Policy]) -> None:
    """R-REP-03, R-SEC-14, R-TOK-11: the Sở TT&TT of the seeds was merged in 2025."""
    tuyen_quang, soc_trang, bac_giang, *_ = policies
    assert [one.current for one in tuyen_quang.report.recipient] == [
        "Sở Khoa học và Công nghệ tỉnh Tuyên Quang"
    ]
    assert soc_trang.incident.recipient[0].named == "Sở Thông tin và Truyền thông"
    assert [one.named for one in bac_giang.incident.recipient][-1].endswith("(VNCERT)")
    assert tuyen_quang.sources["incident.recipient"].inherited
