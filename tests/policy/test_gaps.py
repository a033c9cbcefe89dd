"""What a regulation leaves to the organ is shown as a gap until the organ sets it."""

from datetime import date
from pathlib import Path

import pytest

from vanthu_server.policy import load_policies

TODAY = date(2026, 11, 20)


def gaps(key: str, *overlays: Path) -> set[tuple[str, str]]:
    policy = load_policies(overlays=overlays).for_document(key, TODAY)
    assert all(gap.text and gap.next_step for gap in policy.gaps())
    return {(gap.code, gap.key) for gap in policy.gaps()}


@pytest.mark.parametrize(
    ("key", "open_period"),
    [("004-bac-giang-2020", True), ("nd30-2020", True), ("001-soc-trang-2019", False)],
)
def test_the_print_period_is_a_gap_where_it_is_left_to_the_organ(
    key: str, *, open_period: bool
) -> None:
    """R-BK-02, R-BK-03: Sóc Trăng prints each quarter, 004 asks the organ."""
    assert (("GAP_ORGAN_DECIDES", "register.print_period") in gaps(key)) is open_period


def test_an_assumed_date_a_missing_list_and_missing_recipients_are_gaps() -> None:
    """R-LAW-03, R-PAP-05."""
    assert gaps("004-bac-giang-2020") == {
        ("GAP_DATE_ASSUMED", "effective_from"),
        ("GAP_LIST_MISSING", "outgoing.paper_list"),
        ("GAP_ORGAN_DECIDES", "register.print_period"),
        ("GAP_RECIPIENT_UNCONFIRMED", "report.recipient"),
        ("GAP_RECIPIENT_MISSING", "incident.recipient"),
        ("GAP_RECIPIENT_MISSING", "cert.recipient"),
    }
    assert ("GAP_ORGAN_DECIDES", "report.periods") in gaps("nd30-2020")


def test_the_organs_own_file_closes_gaps_and_may_open_one(tmp_path: Path) -> None:
    """R-LAW-02."""
    path = tmp_path / "xa-a.toml"
    path.write_text(
        """
key = "xa-a"
level = "organ"
title = "Quy chế văn thư, lưu trữ của UBND xã A"
instrument = "Quyết định 12/QĐ-UBND của UBND xã A"
effective_from = 2026-01-01
inherits = "001-soc-trang-2019"
sign.organ.text = ["agency"]
[[report.recipient]]
named = "UBND tỉnh"
current = "UBND thành phố Cần Thơ"
confirmed = true
[articles]
"sign.organ.text" = "Điều 5"
"report.recipient" = "Điều 9"
""",
        encoding="utf-8",
    )
    found = gaps("xa-a", path)
    assert ("GAP_RECIPIENT_UNCONFIRMED", "report.recipient") not in found
    assert ("GAP_TEXT_MISSING", "sign.organ.agency") in found
