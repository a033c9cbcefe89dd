import sys
from pathlib import Path

import pytest

from vanthu_signer.keys import create_key, load_key, verifies
from vanthu_signer.problem import SignerProblem

SEED = bytes(range(32))


def test_the_stored_key_is_the_same_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "agent.key"
    made = create_key(path, SEED)
    loaded = load_key(path)
    assert verifies(loaded.public, made.sign(b"x"), b"x")
    assert not verifies(loaded.public, made.sign(b"x"), b"y")
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "agent.key"
    create_key(path, SEED)
    with pytest.raises(FileExistsError, match=r"agent\.key"):
        create_key(path, bytes(32))


def test_sg50_a_damaged_or_missing_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "agent.key"
    for prepare in (lambda: None, lambda: path.write_bytes(b"short")):
        prepare()
        with pytest.raises(SignerProblem) as caught:
            load_key(path)
        assert caught.value.code == "SG50"
