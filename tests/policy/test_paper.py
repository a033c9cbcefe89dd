"""The lists of documents that also go on paper."""

from datetime import date

import pytest

from vanthu_server.policy import load_policies
from vanthu_server.policy.paper import DocumentClass, Obligation, PaperList, ReceiverClass

TODAY = date(2026, 11, 20)
SHELF = load_policies()


def paper_list(key: str) -> PaperList:
    return SHELF.for_document(key, TODAY).outgoing.paper_list


@pytest.mark.parametrize(
    ("key", "articles"),
    [
        ("000-tuyen-quang-2018", [f"Điều 9 khoản {n}" for n in (1, 2, 3, 4)]),
        ("001-soc-trang-2019", [f"Điều 6 khoản 2 điểm {n}" for n in "abc"]),
        ("002-bac-giang-2015", [f"Điều 3 khoản 2 điểm {n}" for n in "abcd"]),
        ("003-lai-chau-sct-2019", [f"Điều 9 khoản {n}" for n in (1, 2, 3)]),
    ],
)
def test_a_list_has_a_line_for_each_point_of_its_article(key: str, articles: list[str]) -> None:
    """R-PAP-01 to R-PAP-04."""
    assert [line.basis for line in paper_list(key).lines] == articles


def test_only_soc_trang_merely_permits_paper() -> None:
    """R-PAP-02: "được gửi bản giấy" permits; the other lists demand."""
    permitting = [
        key for key in SHELF.policies() if paper_list(key).obligation is Obligation.PERMITTED
    ]
    assert permitting == ["001-soc-trang-2019"]


def test_a_submission_to_the_province_goes_on_paper_in_tuyen_quang_and_not_in_soc_trang() -> None:
    """R-PAP-06."""
    asked = (DocumentClass.SUBMISSION, ReceiverClass.PROVINCE_COMMITTEE)
    lines = paper_list("000-tuyen-quang-2018").proposing(*asked, on=TODAY)
    assert [line.id for line in lines] == ["000.2"]
    assert paper_list("001-soc-trang-2019").proposing(*asked, on=TODAY) == ()


def test_anything_for_an_individual_goes_on_paper_in_bac_giang_2015() -> None:
    """R-PAP-03."""
    lines = paper_list("002-bac-giang-2015").proposing(
        DocumentClass.FINANCE, ReceiverClass.INDIVIDUAL, on=TODAY
    )
    assert [line.id for line in lines] == ["002.d"]


def test_the_district_line_ended_with_the_districts() -> None:
    """R-PAP-01, R-PAP-06: lines have validity dates; no district since 01/07/2025."""
    asked = (DocumentClass.SUBMISSION, ReceiverClass.DISTRICT_COMMITTEE)
    tuyen_quang = paper_list("000-tuyen-quang-2018")
    assert tuyen_quang.proposing(*asked, on=date(2025, 6, 30))
    assert tuyen_quang.proposing(*asked, on=date(2025, 7, 1)) == ()


def test_bac_giang_2020_waits_for_the_chairmans_list() -> None:
    """R-PAP-05."""
    found = paper_list("004-bac-giang-2020")
    assert found.proposing(DocumentClass.ANY, ReceiverClass.GOVERNMENT, on=TODAY)
    assert not found.complete
