"""The fonts have every letter that documents need, in both sizes of their grid."""

import pytest
from fontTools.ttLib import TTFont

from vanthu_server.typesetting.errors import LettersMissing
from vanthu_server.typesetting.fonts import (
    FontStyle,
    check_letters,
    font_folder,
    font_manifest,
    signing_font,
)

SMALL = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
SIGNS = "₫“”…§\u2013\u2018\u2019"
STYLES: tuple[FontStyle, ...] = ("regular", "bold", "italic", "bold_italic")


def test_the_alphabet_has_134_precomposed_letters() -> None:
    assert len(set(SMALL + SMALL.upper())) == 134


@pytest.mark.parametrize("style", STYLES)
def test_every_vietnamese_letter_is_in_both_fonts_of_a_style(style: FontStyle) -> None:
    """R-FMT-06: TCVN 6909:2001 in every face, for text and for signatures."""
    signing = signing_font(style)
    for path in (font_folder() / signing.name.replace("1000", ""), signing):
        covered = TTFont(path).getBestCmap()
        missing = [letter for letter in SMALL + SMALL.upper() + SIGNS if ord(letter) not in covered]
        assert missing == [], path.name


@pytest.mark.parametrize("style", STYLES)
def test_the_signing_font_has_a_grid_of_1000_units_and_no_hints(style: FontStyle) -> None:
    font = TTFont(signing_font(style))
    assert font["head"].unitsPerEm == 1000
    assert not {"fpgm", "prep", "cvt "} & set(font.keys())


@pytest.mark.parametrize("style", STYLES)
def test_a_letter_is_as_wide_in_the_signing_font_as_in_the_text_font(style: FontStyle) -> None:
    signing = TTFont(signing_font(style))
    text = TTFont(font_folder() / signing_font(style).name.replace("1000", ""))
    for letter in "aẾđỮm5":
        scaled = signing["hmtx"][signing.getBestCmap()[ord(letter)]][0]
        whole = text["hmtx"][text.getBestCmap()[ord(letter)]][0]
        assert scaled == pytest.approx(whole * 1000 / 2048, abs=1)


def test_the_manifest_names_version_package_and_licence() -> None:
    manifest = font_manifest()
    assert manifest.version.startswith("Version ")
    assert manifest.package.startswith("@fontsource/tinos@")
    assert "SIL OPEN FONT LICENSE" in (font_folder() / manifest.licence).read_text("utf-8")


def test_a_letter_outside_the_font_is_named_before_anything_is_set() -> None:
    check_letters(SMALL + SMALL.upper() + SIGNS)
    with pytest.raises(LettersMissing, match=r"“😀” \(U\+1F600\)") as refusal:
        check_letters("Kính gửi 😀")
    assert refusal.value.code == "LETTERS_MISSING"
    assert refusal.value.next_step
