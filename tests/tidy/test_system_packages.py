"""What the tests need from Debian is found where it is, and named where it is not."""

from pathlib import Path

from tools.system_packages import PACKAGES, missing, search_path


def test_everything_the_tests_drive_is_on_this_machine() -> None:
    assert not missing(search_path())


def test_an_empty_machine_lacks_every_package(tmp_path: Path) -> None:
    assert missing(str(tmp_path)) == list(PACKAGES)


def test_a_program_that_is_there_is_not_missed(tmp_path: Path) -> None:
    program = tmp_path / PACKAGES["strace"][0]
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    assert "strace" not in missing(str(tmp_path))
