from datetime import date

import pytest

from tests.signing.drafts import notice
from tests.signing.office import SIGNED_AT
from tests.verification.codes import codes
from vanthu_server.policy.shelf import load_policies
from vanthu_server.signing.fill import Filled
from vanthu_server.verification.policy_rules import apply_policy
from vanthu_server.verification.trust import TrustStore
from vanthu_server.verification.verify import verify_pdf

TODAY = date(2026, 11, 20)


def test_the_default_policy_asks_for_no_more_than_person_and_organ(
    finished: bytes, trust: TrustStore
) -> None:
    """R-SIG-03."""
    policy = load_policies().for_document("nd30-2020", TODAY)
    assert apply_policy(verify_pdf(finished, trust, at=SIGNED_AT), policy).state == "valid"


@pytest.mark.parametrize("key", ["nd30-2020", "004-bac-giang-2020"])
def test_a_missing_organ_signature_is_named(
    numbered: Filled, trust: TrustStore, *, key: str
) -> None:
    """R-SIG-03: the leader's signature alone does not make a document of the organ."""
    policy = load_policies().for_document(key, TODAY)
    report = apply_policy(verify_pdf(numbered.pdf, trust, at=SIGNED_AT), policy)
    assert "POLICY_SIGNATURE_MISSING" in codes(report)


def test_a_policy_that_requires_the_time_stamp_server_is_not_met_without(
    finished: bytes, trust: TrustStore
) -> None:
    """R-SIG-14."""
    policy = load_policies().for_document("000-tuyen-quang-2018", TODAY)
    report = apply_policy(verify_pdf(finished, trust, at=SIGNED_AT), policy)
    assert report.state == "undetermined"
    assert "POLICY_TIMESTAMP_MISSING" in codes(report)


def test_an_unsigned_file_stays_without_signature(trust: TrustStore) -> None:
    policy = load_policies().for_document("nd30-2020", TODAY)
    assert apply_policy(verify_pdf(notice(), trust, at=SIGNED_AT), policy).state == "none"
