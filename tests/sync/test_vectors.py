"""The files of sync/vectors are those that tools/make_vectors.py makes."""

import json
import unicodedata
from pathlib import Path

import pytest

from tests.sync.samples import VECTORS
from tools import make_vectors


@pytest.mark.parametrize("name", make_vectors.MAKERS)
def test_a_vector_file_is_up_to_date(name: str) -> None:
    held = (VECTORS / name).read_text(encoding="utf-8")
    assert held == make_vectors.render(name), "run tools/make_vectors.py"


@pytest.mark.parametrize("name", make_vectors.MAKERS)
def test_a_vector_file_says_what_it_is_about_and_hides_nothing(name: str) -> None:
    held = (VECTORS / name).read_text(encoding="utf-8")
    assert json.loads(held)["about"]
    assert unicodedata.is_normalized("NFC", held)
    assert held.isprintable() or not {
        char for char in held if not char.isprintable() and char != "\n"
    }


def test_every_vector_file_has_a_maker() -> None:
    assert {path.name for path in VECTORS.iterdir()} == set(make_vectors.MAKERS)


def test_check_fails_when_a_file_was_edited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_vectors.main([], folder=tmp_path) == 0
    assert make_vectors.main(["--check"], folder=tmp_path) == 0
    edited = tmp_path / "chain.json"
    edited.write_text(edited.read_text(encoding="utf-8").replace("1", "2"), encoding="utf-8")
    assert make_vectors.main(["--check"], folder=tmp_path) == 1
    assert "chain.json is not up to date" in capsys.readouterr().err
    edited.unlink()
    assert make_vectors.main(["--check"], folder=tmp_path) == 1
