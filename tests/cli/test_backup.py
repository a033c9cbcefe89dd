"""`vanthu backup`: what it holds, while the node works, exit codes and words."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.commune.node import Json, Office, RealNode
from tests.commune.stores import database, numbers_in_order, sidecar_events
from vanthu_server.__main__ import main
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage.backup import LOCK, Stage
from vanthu_server.commune.storage.backup import back_up as back_up_now
from vanthu_server.platform.lock import FolderLock

Words = pytest.CaptureFixture[str]
SCAN = b"%PDF-1.4 scan"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "usb" / "sao-luu"


def backups(shelf: Path) -> list[Path]:
    return sorted(path for path in shelf.glob("vanthu-*") if path.is_dir())


def back_up(config: NodeConfig, shelf: Path, *more: str) -> int:
    return main(["backup", "--data", str(config.data), "--to", str(shelf), *more])


def manifest(backup: Path) -> Json:
    read: Json = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
    return read


def keep_blob(office: Office, content: bytes) -> str:
    return office.node.blob_store.put((content,), size_max=10**6).sha256


def test_a_backup_holds_database_key_trust_pictures_and_files_but_never_the_sidecar(
    office: Office, shelf: Path, capsys: Words
) -> None:
    office.person("vanthu").register("Văn bản một")
    (office.config.trust / "root.pem").write_text("root", encoding="utf-8")
    (office.config.pictures / "chutich.png").write_bytes(b"png")
    sha256 = keep_blob(office, SCAN)
    head = office.node.ledger.head()

    assert back_up(office.config, shelf) == 0

    (backup,) = backups(shelf)
    held = manifest(backup)
    assert (held["journal"], held["epoch"]) == (head.journal, head.epoch)
    assert (held["seq"], held["hash"]) == (head.seq, head.hash)
    paths = [item["path"] for item in held["files"]]
    assert paths == ["vanthu.sqlite", "node.key", "pictures/chutich.png", "trust/root.pem"]
    for item in held["files"]:
        content = (backup / item["path"]).read_bytes()
        assert item["sha256"] == hashlib.sha256(content).hexdigest()
        assert item["size"] == len(content)
    assert held["blobs"] == [{"sha256": sha256, "size": len(SCAN)}]
    assert (shelf / "blobs" / sha256[:2] / sha256[2:4] / sha256).read_bytes() == SCAN
    assert sorted(path.name for path in backup.iterdir()) == [
        "manifest.json",
        "node.key",
        "pictures",
        "trust",
        "vanthu.sqlite",
    ]
    told = capsys.readouterr()
    assert "Đang sao cơ sở dữ liệu" in told.err
    assert "cùng ổ đĩa" in told.err
    assert f"đến sự kiện {head.seq}" in told.out.splitlines()[-1]
    assert "Bản ghi kèm giữ riêng" in told.out.splitlines()[-1]


def test_nb7_a_sidecar_inside_the_data_folder_is_not_taken_along(
    office: Office, shelf: Path
) -> None:
    inside = office.config.data / "kem" / "journal.jsonl"
    inside.parent.mkdir()
    shutil.copyfile(office.config.sidecar, inside)

    assert back_up(office.config, shelf) == 0

    assert not list(shelf.rglob("*.jsonl"))


def test_a_node_at_work_is_backed_up_while_the_clerk_goes_on(
    real_node: RealNode, shelf: Path
) -> None:
    """R-FIL-15: the copy is a state that was committed, whole."""
    clerk = real_node.start().person("vanthu")
    clerk.register("Văn bản một")

    assert back_up(real_node.config, shelf) == 0
    assert clerk.register("Văn bản hai")["number"] == 2
    assert back_up(real_node.config, shelf) == 0

    first, second = backups(shelf)
    events = {event.header.seq: event.hash for event in sidecar_events(real_node.config)}
    assert manifest(second)["seq"] == manifest(first)["seq"] + 1
    for backup in (first, second):
        assert events[manifest(backup)["seq"]] == manifest(backup)["hash"]


def test_the_clerk_registers_in_the_middle_of_a_backup(office: Office, shelf: Path) -> None:
    """What comes after the copy of the database is not in this backup, and is not kept waiting."""
    clerk = office.person("vanthu")
    before = clerk.register("Văn bản một")["number"]
    seq = office.node.ledger.head().seq
    given: list[int] = []

    def tell(stage: Stage, _done: int, _of: int) -> None:
        if stage == Stage.BLOBS:
            given.append(clerk.register(f"Văn bản {len(given)}", duplicate_ok=True)["number"])

    kept = back_up_now(office.config, shelf, now=office.clock.now(), tell=tell)

    assert given == [before + 1]
    assert kept.manifest.seq == seq


def test_a_second_backup_copies_only_files_that_are_new(
    office: Office, shelf: Path, capsys: Words
) -> None:
    first = keep_blob(office, SCAN)
    assert back_up(office.config, shelf) == 0
    place = shelf / "blobs" / first[:2] / first[2:4] / first
    written = place.stat().st_mtime_ns
    second = keep_blob(office, SCAN + b" 2")
    capsys.readouterr()

    assert back_up(office.config, shelf) == 0

    assert "1 tệp mới, " in capsys.readouterr().out
    assert place.stat().st_mtime_ns == written
    assert {blob["sha256"] for blob in manifest(backups(shelf)[-1])["blobs"]} == {first, second}


def test_a_file_that_was_cut_short_on_the_shelf_is_copied_again(
    office: Office, shelf: Path
) -> None:
    sha256 = keep_blob(office, SCAN)
    assert back_up(office.config, shelf) == 0
    place = shelf / "blobs" / sha256[:2] / sha256[2:4] / sha256
    place.write_bytes(b"")

    assert back_up(office.config, shelf) == 0

    assert place.read_bytes() == SCAN


def test_a_file_that_is_damaged_on_the_node_is_named_and_stops_nothing(
    office: Office, shelf: Path, capsys: Words
) -> None:
    sha256 = keep_blob(office, SCAN)
    office.node.blob_store.path(sha256).write_bytes(b"rot")

    assert back_up(office.config, shelf) == 0

    assert sha256 in capsys.readouterr().err
    assert manifest(backups(shelf)[0])["blobs"] == []


def test_older_backups_go_only_after_the_new_one_and_with_the_files_that_only_they_need(
    office: Office, shelf: Path, capsys: Words
) -> None:
    gone = keep_blob(office, SCAN)
    stays = keep_blob(office, SCAN + b" 2")
    assert back_up(office.config, shelf) == 0
    office.node.blob_store.remove(gone)
    for _ in range(2):
        assert back_up(office.config, shelf) == 0
    oldest, *newer = backups(shelf)

    assert back_up(office.config, shelf, "--keep", "3") == 0

    assert f"Đã bỏ bản cũ {oldest.name}." in capsys.readouterr().out
    assert backups(shelf)[:2] == newer
    assert len(backups(shelf)) == 3
    left = {path.name for path in (shelf / "blobs").rglob("*") if path.is_file()}
    assert left == {stays}


def test_backups_of_another_node_on_the_same_shelf_are_left_alone(
    office: Office, shelf: Path
) -> None:
    assert back_up(office.config, shelf) == 0
    (own,) = backups(shelf)
    other = own.with_name("vanthu-00ff00ff00ff00ff-20200101-000000")
    shutil.copytree(own, other)
    unfinished = own.with_name(f"vanthu-{manifest(own)['journal']}-20200101-000000")
    shutil.copytree(own, unfinished)
    (unfinished / "manifest.json").unlink()

    assert back_up(office.config, shelf, "--keep", "1") == 0

    assert other.is_dir()
    assert unfinished.is_dir()
    assert not own.exists()


def test_what_a_backup_that_was_cut_off_left_is_cleared_by_the_next(
    office: Office, shelf: Path
) -> None:
    left = shelf / "vanthu-20260101000000.dang-sao"
    left.mkdir(parents=True)
    (left / "vanthu.sqlite").write_bytes(b"half")

    assert back_up(office.config, shelf) == 0

    assert not left.exists()
    assert len(backups(shelf)) == 1


def test_a_broken_chain_is_not_backed_up_and_costs_no_older_backup(
    office: Office, shelf: Path, capsys: Words
) -> None:
    office.close()
    assert back_up(office.config, shelf) == 0
    before = backups(shelf)
    with database(office.config, writing=True) as db:
        db.conn.execute("update journal set actor = 'khác' where seq = 3")

    assert back_up(office.config, shelf, "--keep", "1") == 1

    assert backups(shelf) == before
    assert "sự kiện 4 (broken_link)" in capsys.readouterr().err


def test_a_damaged_database_is_not_backed_up(office: Office, shelf: Path, capsys: Words) -> None:
    office.close()
    office.config.database.write_bytes(b"not a database" * 1000)

    assert back_up(office.config, shelf) == 1

    assert backups(shelf) == []
    assert "Cơ sở dữ liệu bị hỏng" in capsys.readouterr().err


def test_a_folder_without_a_node_gets_no_backup(tmp_path: Path, shelf: Path, capsys: Words) -> None:
    assert back_up(NodeConfig(data=tmp_path / "nowhere"), shelf) == 1

    assert "Không có máy xã" in capsys.readouterr().err
    assert not shelf.exists()


def test_a_shelf_inside_the_data_folder_is_refused(office: Office, capsys: Words) -> None:
    assert back_up(office.config, office.config.data / "sao-luu") == 1

    assert "nằm trong chính thư mục dữ liệu" in capsys.readouterr().err


def test_two_backups_do_not_write_to_one_shelf_at_a_time(
    office: Office, shelf: Path, capsys: Words
) -> None:
    lock = FolderLock(shelf / LOCK)
    try:
        assert back_up(office.config, shelf) == 1
    finally:
        lock.release()

    assert "Một lần sao lưu khác" in capsys.readouterr().err
    assert backups(shelf) == []


def test_keeping_none_is_no_choice(office: Office, shelf: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        back_up(office.config, shelf, "--keep", "0")

    assert stopped.value.code == 2
    assert numbers_in_order(office.config, "ubnd-dong-hoa") == []
