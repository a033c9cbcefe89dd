import io

import pytest
from PIL import Image

from tests.signing.drafts import seal_png, signature_png
from vanthu_server.signing.limits import IMAGE_BYTES_MAX
from vanthu_server.signing.picture import read_picture
from vanthu_server.signing.problem import SigningProblem


def _png(image: Image.Image, **options: object) -> bytes:
    output = io.BytesIO()
    image.save(output, "PNG", **options)
    return output.getvalue()


def _gradient(mode: str) -> Image.Image:
    return Image.radial_gradient("L").resize((61, 47)).convert("RGBA").convert(mode)


@pytest.mark.parametrize("png", [seal_png(), signature_png(), _png(_gradient("RGBA"))])
def test_pixels_are_those_that_an_imaging_library_reads(png: bytes) -> None:
    """Every row filter of PNG occurs in a smooth picture."""
    picture = read_picture(png)
    reference = Image.open(io.BytesIO(png)).convert("RGBA")
    assert (picture.width, picture.height) == reference.size
    assert picture.colours == reference.convert("RGB").tobytes()
    assert picture.opacity == reference.getchannel("A").tobytes()


def test_the_sample_seal_lets_the_text_under_it_be_read() -> None:
    """R-SIG-08: most of the seal's square is clear and even its ink is not opaque."""
    opacity = read_picture(seal_png()).opacity
    assert opacity.count(0) > len(opacity) / 2
    assert max(opacity) < 255


@pytest.mark.parametrize(
    "png",
    [
        b"",
        b"\xff\xd8\xff\xe0 a photo",
        _png(Image.new("L", (5, 5))),
        _png(Image.new("RGB", (5, 5))),
        seal_png()[:-40],
        seal_png()[:900] + b"\0" + seal_png()[901:],
        _png(Image.new("RGBA", (3000, 3000))),
        seal_png() + bytes(IMAGE_BYTES_MAX),
    ],
    ids=["empty", "jpeg", "grey", "rgb", "cut", "changed", "vast", "heavy"],
)
def test_other_pictures_are_refused_with_the_form_that_is_wanted(png: bytes) -> None:
    with pytest.raises(SigningProblem) as caught:
        read_picture(png)
    assert caught.value.code == "SIGN_IMAGE_UNFIT"
    assert "PNG 8 bit" in caught.value.next_step
