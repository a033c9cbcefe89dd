from pathlib import Path

import pytest
from PIL import Image

from tests.signing.drafts import notice
from tests.signing.office import Office
from vanthu_signer.pages import draw_pages, remove_pages
from vanthu_signer.problem import SignerProblem

BLUE_OR_RED = 60
"""How far a colour is from grey when it is the signature's blue or the seal's red."""


def _colourful(path: Path) -> int:
    with Image.open(path) as picture:
        pixels = picture.convert("RGB").tobytes()
    return sum(
        max(pixels[at : at + 3]) - min(pixels[at : at + 3]) > BLUE_OR_RED
        for at in range(0, len(pixels), 3)
    )


def test_sg20_the_picture_shows_the_signature_and_the_numbers_that_are_in_the_file(
    office: Office, tmp_path: Path
) -> None:
    (plain,) = draw_pages(notice(), tmp_path, "a")
    (sealed,) = draw_pages(office.sealed(office.numbered().pdf), tmp_path, "b")
    assert _colourful(plain) == 0
    assert _colourful(sealed) > 1000
    with Image.open(sealed) as picture:
        assert picture.size == (893, 1263)


def test_the_pictures_are_removed(tmp_path: Path) -> None:
    paths = draw_pages(notice(), tmp_path, "a")
    remove_pages(paths)
    remove_pages(paths)
    assert list(tmp_path.iterdir()) == []


def test_sg12_a_file_that_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SignerProblem) as caught:
        draw_pages(b"%PDF-1.7", tmp_path, "a")
    assert caught.value.code == "SG12"
