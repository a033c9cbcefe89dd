"""Pins carry hashes and no addresses; the bundled pip is the pinned one."""

import hashlib
import json
import re

from tools.tree import ROOT, files

PINS = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"://|--index-url|--extra-index-url|--find-links| @ ")


def unhashed(pins: str) -> list[str]:
    """The requirements of a pins file that have no hash."""
    whole = pins.replace("\\\n", " ").splitlines()
    return [
        line
        for line in whole
        if line.strip() and not line.startswith("#") and "--hash=" not in line
    ]


def with_addresses(lock: str) -> list[str]:
    """The packages of an npm lock that record where they were downloaded, or lack a hash."""
    packages: dict[str, dict[str, object]] = json.loads(lock)["packages"]
    return [
        name
        for name, entry in packages.items()
        if name and ("resolved" in entry or "integrity" not in entry)
    ]


def test_pins_name_no_address_and_every_one_has_a_hash() -> None:
    assert len(PINS) >= 5
    for file in PINS:
        text = file.read_text(encoding="utf-8")
        assert not ADDRESS.search(text), file.name
        assert not unhashed(text), file.name


def test_npm_locks_record_hashes_and_no_addresses() -> None:
    locks = [path for path in files() if path.name == "package-lock.json"]
    assert locks
    for lock in locks:
        assert not with_addresses(lock.read_text(encoding="utf-8")), lock.relative_to(ROOT)


def test_the_bundled_pip_is_the_pinned_one() -> None:
    (wheel,) = (ROOT / "tools" / "bootstrap").glob("pip-*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert digest in (ROOT / "requirements" / "workspace.txt").read_text(encoding="utf-8")


def test_the_checks_report_a_pin_without_hash_and_a_lock_with_an_address() -> None:
    assert unhashed("httpx==0.28.1\n") == ["httpx==0.28.1"]
    lock = {"packages": {"": {}, "node_modules/idb": {"integrity": "x", "resolved": "y"}}}
    assert with_addresses(json.dumps(lock)) == ["node_modules/idb"]
