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


def left_out(lock: str) -> set[str]:
    """Packages that a locked package needs, on some platform, and the lock does not hold.

    npm leaves those out that a registry does not offer, and `npm ci` then refuses elsewhere.
    """
    packages: dict[str, dict[str, dict[str, str]]] = json.loads(lock)["packages"]
    held = {name.rpartition("node_modules/")[2] for name in packages}
    needed = {
        name
        for entry in packages.values()
        for kind in ("dependencies", "optionalDependencies")
        for name in entry.get(kind, {})
    }
    return needed - held


def test_pins_name_no_address_and_every_one_has_a_hash() -> None:
    assert len(PINS) >= 5
    for file in PINS:
        text = file.read_text(encoding="utf-8")
        assert not ADDRESS.search(text), file.name
        assert not unhashed(text), file.name


def test_npm_locks_are_complete_and_record_hashes_but_no_addresses() -> None:
    locks = [path for path in files() if path.name == "package-lock.json"]
    assert locks
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert not with_addresses(text), lock.relative_to(ROOT)
        assert not left_out(text), lock.relative_to(ROOT)


def test_the_bundled_pip_is_the_pinned_one() -> None:
    (wheel,) = (ROOT / "tools" / "bootstrap").glob("pip-*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert digest in (ROOT / "requirements" / "workspace.txt").read_text(encoding="utf-8")


def test_the_checks_report_a_pin_without_hash_and_a_lock_with_an_address() -> None:
    assert unhashed("httpx==0.28.1\n") == ["httpx==0.28.1"]
    lock = {
        "packages": {
            "": {"dependencies": {"gone": "1"}},
            "node_modules/idb": {"integrity": "x", "resolved": "y"},
        }
    }
    assert with_addresses(json.dumps(lock)) == ["node_modules/idb"]
    assert left_out(json.dumps(lock)) == {"gone"}
