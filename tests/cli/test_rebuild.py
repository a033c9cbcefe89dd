"""`vanthu rebuild`: exit codes and words."""

from pathlib import Path

import pytest

from tests.commune.node import Office, hand_world
from tests.commune.stores import database, tables
from vanthu_server.__main__ import main
from vanthu_server.platform.lock import FolderLock


def test_i7_rebuild_says_that_every_table_is_as_before(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.person("vanthu").register("Văn bản một")
    office.close()
    before = tables(office.config)

    assert main(["rebuild", "--data", str(office.config.data)]) == 0

    assert "mọi bảng như trước" in capsys.readouterr().out
    assert tables(office.config) == before


def test_rebuild_names_the_tables_that_it_repaired(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.person("vanthu").register("Văn bản một")
    office.close()
    with database(office.config, writing=True) as db:
        db.conn.execute("update incoming set subject = 'khác'")

    assert main(["rebuild", "--data", str(office.config.data)]) == 0

    assert "có thay đổi: incoming." in capsys.readouterr().out
    assert office.reopen(hand_world(seed=2)).person("vanthu").read("incoming")["total"] == 1


def test_rebuild_of_a_broken_chain_changes_nothing_and_names_the_place(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.close()
    with database(office.config, writing=True) as db:
        db.conn.execute("update journal set actor = 'khác' where seq = 3")

    assert main(["rebuild", "--data", str(office.config.data)]) == 1

    told = capsys.readouterr().err
    assert "sự kiện 4 (broken_link)" in told
    assert "Chưa có gì thay đổi" in told


def test_rebuild_waits_for_nobody_who_works_on_the_folder(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = FolderLock(office.config.lock)
    try:
        assert main(["rebuild", "--data", str(office.config.data)]) == 1
    finally:
        lock.release()

    assert "Dừng máy xã" in capsys.readouterr().err


def test_rebuild_of_a_folder_without_a_node_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rebuild", "--data", str(tmp_path)]) == 1

    assert "Không có máy xã" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
