import msgspec
import pytest

from tests.signing.drafts import notice
from tests.signing.office import Office, der, raw_signature
from vanthu_server.signing.fields import LEADER_FIELD
from vanthu_server.signing.finish import finish
from vanthu_server.signing.look import Look
from vanthu_server.signing.prepare import Prepared
from vanthu_server.signing.problem import SigningProblem


def _prepared(office: Office) -> Prepared:
    return office.prepared(notice(), name=LEADER_FIELD, by=office.pki.leader, look=Look())


def test_finishing_changes_nothing_but_the_placeholder() -> None:
    office = Office()
    made = _prepared(office)
    signature = raw_signature(office.pki.leader, made.signed_attributes)
    done = finish(made, signature, der(office.pki.leader))
    assert len(done) == len(made.pdf)
    assert done[: made.gap_start] == made.pdf[: made.gap_start]
    assert done[made.gap_end :] == made.pdf[made.gap_end :]
    assert done != made.pdf


def test_a_signature_by_another_key_is_not_put_in() -> None:
    office = Office()
    made = _prepared(office)
    wrong = raw_signature(office.pki.organ, made.signed_attributes)
    with pytest.raises(SigningProblem) as caught:
        finish(made, wrong, der(office.pki.leader))
    assert caught.value.code == "SIGN_SIGNATURE_WRONG"


def test_another_certificate_is_not_put_in() -> None:
    office = Office()
    made = _prepared(office)
    signature = raw_signature(office.pki.organ, made.signed_attributes)
    with pytest.raises(SigningProblem) as caught:
        finish(made, signature, der(office.pki.organ))
    assert caught.value.code == "SIGN_SIGNATURE_WRONG"


def test_a_prepared_file_that_changed_in_storage_is_not_finished() -> None:
    office = Office()
    made = _prepared(office)
    signature = raw_signature(office.pki.leader, made.signed_attributes)
    changed = msgspec.structs.replace(made, pdf=made.pdf.replace(b"%PDF-1", b"%PDF-2", 1))
    with pytest.raises(SigningProblem) as caught:
        finish(changed, signature, der(office.pki.leader))
    assert caught.value.code == "SIGN_SIGNATURE_WRONG"
