import unicodedata

import pypdfium2
import pypdfium2.raw
import pytest

from tests.signing.drafts import notice
from tests.signing.office import DATE, NUMBER, Office
from vanthu_server.signing.fill import fill_number_and_date
from vanthu_server.signing.problem import SigningProblem


def shown(pdf: bytes) -> str:
    """The text of page 1 with its fields drawn, spaces and all."""
    document = pypdfium2.PdfDocument(pdf)
    pypdfium2.raw.FPDFPage_Flatten(document[0], 1)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return str(text)


def test_number_and_date_are_shown_as_written_in_the_signed_file() -> None:
    """NĐ 30/2020 Phụ lục I II.3, II.4."""
    office = Office()
    signed = office.leader_signed()
    filled = fill_number_and_date(signed, number_text=NUMBER, date_text=DATE)
    assert filled.pdf.startswith(signed)
    assert NUMBER in shown(filled.pdf)
    assert DATE in shown(filled.pdf)


def test_decomposed_text_is_written_composed() -> None:
    decomposed = unicodedata.normalize("NFD", DATE)
    filled = fill_number_and_date(notice(), number_text=NUMBER, date_text=decomposed)
    assert decomposed != DATE
    assert DATE in shown(filled.pdf)


def test_each_field_has_its_own_hash_and_another_text_has_another_hash() -> None:
    one = fill_number_and_date(notice(), number_text="01/TB-UBND", date_text=DATE)
    other = fill_number_and_date(notice(), number_text="02/TB-UBND", date_text=DATE)
    hashes = one.appearance_hashes
    assert set(hashes) == {"SoVanBan", "NgayThang"}
    assert hashes["SoVanBan"] != hashes["NgayThang"]
    assert hashes["SoVanBan"] != other.appearance_hashes["SoVanBan"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("125/" + "TB-UBND" * 6, "SIGN_TEXT_TOO_WIDE"),
        ("125/文", "SIGN_TEXT_UNKNOWN_LETTER"),
        ("125\n/TB", "SIGN_TEXT_UNKNOWN_LETTER"),
    ],
)
def test_a_text_that_cannot_be_shown_whole_is_refused(number: str, code: str) -> None:
    with pytest.raises(SigningProblem) as caught:
        fill_number_and_date(notice(), number_text=number, date_text=DATE)
    assert caught.value.code == code


def test_a_filled_field_is_not_filled_again() -> None:
    filled = fill_number_and_date(notice(), number_text=NUMBER, date_text=DATE)
    with pytest.raises(SigningProblem) as caught:
        fill_number_and_date(filled.pdf, number_text="126/TB-UBND", date_text=DATE)
    assert caught.value.code == "SIGN_FIELD_TAKEN"
