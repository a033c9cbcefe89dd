import pytest

from tests.signing.drafts import notice, seal_png
from tests.signing.office import SIGNED_AT, Office
from tests.signing.test_fill import shown
from vanthu_server.signing.fields import LEADER_FIELD, ORGAN_FIELD
from vanthu_server.signing.look import Look
from vanthu_server.signing.problem import SigningProblem


def test_the_lines_are_those_of_the_templates_in_their_order() -> None:
    """R-SIG-11: 000 Mẫu 02 shows label, e-mail, agency and time."""
    look = Look(label="Nguyễn Văn Trường", email="t@x.vn", agency="UBND xã", show_time=True)
    assert look.lines(SIGNED_AT) == (
        "Người ký: Nguyễn Văn Trường",
        "Email: t@x.vn",
        "Cơ quan: UBND xã",
        "Thời gian ký: 20.11.2026 09:15:00 +07:00",
    )


def test_text_goes_under_a_seal_that_leaves_no_room_beside_it() -> None:
    """R-SIG-10."""
    office = Office()
    look = Look(picture_png=seal_png(), label="UBND XÃ ĐÔNG THẠNH", show_time=True)
    made = office.prepared(notice(), name=ORGAN_FIELD, by=office.pki.organ, look=look)
    assert "UBND XÃ ĐÔNG THẠNH" in shown(made.pdf).replace("\r\n", " ")


def test_an_empty_look_shows_nothing() -> None:
    office = Office()
    made = office.prepared(notice(), name=LEADER_FIELD, by=office.pki.leader, look=Look())
    assert shown(made.pdf) == shown(notice())


def test_text_that_fits_at_no_size_is_refused() -> None:
    office = Office()
    look = Look(picture_png=seal_png(), label="ỦY BAN " * 20, agency="TỈNH " * 20)
    with pytest.raises(SigningProblem) as caught:
        office.prepared(notice(), name=ORGAN_FIELD, by=office.pki.organ, look=look)
    assert caught.value.code == "SIGN_TEXT_TOO_WIDE"
