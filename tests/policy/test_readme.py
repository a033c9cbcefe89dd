"""policy/README.md and the code name the same keys, values, files and error codes."""

import re
from importlib import resources

from vanthu_server.policy import PolicyCode
from vanthu_server.policy.catalogue import keys, rules_table

FOLDER = resources.files("vanthu_server.policy")
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_readme_holds_the_table_of_keys_as_the_structs_give_it() -> None:
    assert rules_table() in README


def test_every_key_has_a_meaning() -> None:
    assert [key.name for key in keys().values() if not key.meaning] == []


def test_the_readme_lists_every_file_and_every_error_code() -> None:
    shipped = {entry.name for entry in (FOLDER / "files").iterdir()}
    assert set(re.findall(r"`([\w.-]+\.toml)`", README)) == shipped
    assert set(re.findall(r"`(POLICY_[A-Z_]+)`", README)) == {code.value for code in PolicyCode}
