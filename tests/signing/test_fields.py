import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.signing.drafts import NOTICE, notice
from vanthu_server.signing.fields import ALL_FIELDS, LEADER_FIELD, ORGAN_FIELD, reserve_fields
from vanthu_server.signing.form import form_fields
from vanthu_server.signing.problem import SigningProblem
from vanthu_server.typesetting.draft import typeset_draft


def test_the_draft_is_one_revision_with_the_four_fields() -> None:
    draft = notice()
    assert draft.count(b"%%EOF") == 1
    assert set(form_fields(PdfFileReader(io.BytesIO(draft)))) == set(ALL_FIELDS)


def test_the_leader_locks_all_but_number_date_and_seal_and_the_organ_locks_everything() -> None:
    """R-SIG-05: the person signs first, the organ last."""
    fields = form_fields(PdfFileReader(io.BytesIO(notice())))
    leader = fields[LEADER_FIELD].get_object()["/Lock"]
    organ = fields[ORGAN_FIELD].get_object()["/Lock"]
    assert leader["/Action"] == "/Exclude"
    assert list(leader["/Fields"]) == ["DauCoQuan", "NgayThang", "SoVanBan"]
    assert organ["/Action"] == "/All"
    assert leader["/P"] == organ["/P"] == 2


def test_no_field_name_is_a_prefix_of_another_because_locks_match_by_prefix() -> None:
    pairs = [(a, b) for a in ALL_FIELDS for b in ALL_FIELDS if a != b]
    assert not [pair for pair in pairs if pair[1].startswith(pair[0])]


def test_a_missing_box_is_named() -> None:
    typeset = typeset_draft(NOTICE)
    boxes = {name: box for name, box in typeset.boxes.items() if name != ORGAN_FIELD}
    with pytest.raises(SigningProblem) as caught:
        reserve_fields(typeset.pdf, boxes)
    assert caught.value.code == "SIGN_FIELD_MISSING"
    assert ORGAN_FIELD in caught.value.text


def test_a_draft_that_has_a_form_is_refused() -> None:
    with pytest.raises(SigningProblem) as caught:
        reserve_fields(notice(), typeset_draft(NOTICE).boxes)
    assert caught.value.code == "SIGN_FIELD_TAKEN"


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\n", notice()[:3000]])
def test_a_broken_file_is_a_problem_with_a_next_step(broken: bytes) -> None:
    with pytest.raises(SigningProblem) as caught:
        reserve_fields(broken, typeset_draft(NOTICE).boxes)
    assert caught.value.code == "SIGN_PDF_BROKEN"
    assert caught.value.next_step
