"""argon2id as it is used in earnest."""

import pytest

from vanthu_server.commune.services.passwords import Argon2Hasher, require_strength
from vanthu_sync.errors import Refused


def test_a_password_is_kept_as_argon2id_and_known_again() -> None:
    """R-ACC-01."""
    hasher = Argon2Hasher()
    kept = hasher.hash("đồng lúa bên sông")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3")
    assert hasher.hash("đồng lúa bên sông") != kept
    assert hasher.matches(kept, "đồng lúa bên sông")
    assert not hasher.matches(kept, "Đồng lúa bên sông")


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$v=19$m=65536", "$2b$12$abc"])
def test_a_damaged_hash_matches_nothing(kept: str) -> None:
    assert Argon2Hasher().matches(kept, "") is False


@pytest.mark.parametrize(("password", "good"), [("x" * 7, False), ("x" * 8, True)])
def test_a_password_has_at_least_eight_characters(password: str, good: bool) -> None:  # noqa: FBT001 - a case
    if good:
        require_strength(password)
        return
    with pytest.raises(Refused) as refused:
        require_strength(password)
    assert refused.value.fields[0].code == "PASSWORD_LENGTH"


def test_a_password_of_a_book_is_refused() -> None:
    with pytest.raises(Refused):
        require_strength("x" * 201)
