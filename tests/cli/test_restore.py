"""`vanthu restore`: nothing is lost, nothing is deleted, and it says what the next start does."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commune.node import Office, RealNode, furnish, hand_world, operation, present_world
from tests.commune.stores import assert_whole, database, numbers_in_order
from vanthu_server.__main__ import main
from vanthu_server.cli.backup_words import tell
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage.backup_manifest import BackupFailed, Fault
from vanthu_server.commune.storage.backup_restore import verify_backup
from vanthu_sync.clock import vietnam_day

Words = pytest.CaptureFixture[str]
Damage = Callable[[Path, Path], None]
SCAN = b"%PDF-1.4 scan"
UBND = "ubnd-dong-hoa"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "usb"


def backed_up(config: NodeConfig, shelf: Path) -> Path:
    before = set(shelf.glob("vanthu-*"))
    assert main(["backup", "--data", str(config.data), "--to", str(shelf)]) == 0
    (backup,) = {path for path in shelf.glob("vanthu-*") if path.is_dir()} - before
    return backup


def put_back(backup: Path, config: NodeConfig, *more: str) -> int:
    return main(["restore", "--from", str(backup), "--data", str(config.data), *more])


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def asides(config: NodeConfig) -> list[Path]:
    return list(config.data.parent.glob("data-truoc-khi-khoi-phuc-*"))


def blob_place(shelf: Path, sha256: str) -> Path:
    return shelf / "blobs" / sha256[:2] / sha256[2:4] / sha256


def test_nb8_an_older_backup_is_put_back_and_the_sidecar_brings_the_rest(
    office: Office, shelf: Path, capsys: Words
) -> None:
    """R-IN-15, R-IN-16: no number twice, none missing, the newer scan is there too."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản một", op=operation("một"))
    backup = backed_up(office.config, shelf)
    sha256 = clerk.kept("quét.txt", b"trang quet")
    made = clerk.register("Văn bản hai", op=operation("hai"), files=[sha256])
    office.close()
    kept = office.config.sidecar.read_bytes()
    capsys.readouterr()

    assert put_back(backup, office.config) == 0

    told = capsys.readouterr().out
    assert "Lần chạy tới: lấy lại phần thiếu từ bản ghi kèm rồi mở sổ" in told
    assert "thiếu 1 sự kiện" in told
    assert "lấy thêm 1 tệp mới hơn" in told
    assert office.config.sidecar.read_bytes() == kept
    office.reopen(hand_world(seed=4))
    assert office.opened.recovered == 1
    clerk = office.person("vanthu")
    assert clerk.register("Văn bản hai", op=operation("hai"), files=[sha256])["number"] == 2
    assert clerk.register("Văn bản ba")["number"] == 3
    assert clerk.read(f"incoming/{made['id']}")["files"][0]["sha256"] == sha256
    assert office.node.blob_store.has(sha256)
    office.close()
    assert_whole(office.config)


def test_the_folder_that_was_there_is_set_aside_whole(
    office: Office, shelf: Path, capsys: Words
) -> None:
    backup = backed_up(office.config, shelf)
    office.close()
    (office.config.trust / "newer.pem").write_text("x", encoding="utf-8")
    before = everything(office.config.data)

    assert put_back(backup, office.config) == 0

    (aside,) = asides(office.config)
    assert everything(aside) == before | {"lock": b""}
    assert str(aside) in capsys.readouterr().out
    assert not (office.config.trust / "newer.pem").exists()


def test_a_backup_goes_to_a_new_machine_and_its_key_is_its_owners_alone(
    office: Office, shelf: Path, tmp_path: Path
) -> None:
    office.person("vanthu").register("Văn bản một")
    backup = backed_up(office.config, shelf)
    office.close()
    new = NodeConfig(data=tmp_path / "may-moi" / "data", sidecar_file=office.config.sidecar)

    assert put_back(backup, new, "--sidecar", str(new.sidecar)) == 0

    assert new.key.read_bytes() == office.config.key.read_bytes()
    assert new.key.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert numbers_in_order(new, UBND) == [1]


def test_nb10_without_its_sidecar_the_next_start_waits_for_a_person_and_that_is_said(
    office: Office, shelf: Path, capsys: Words
) -> None:
    backup = backed_up(office.config, shelf)
    office.close()
    office.config.sidecar.unlink()

    assert put_back(backup, office.config) == 0

    told = capsys.readouterr().out
    assert "chưa cấp số cho đến khi có người quyết định" in told
    assert "Không thấy bản ghi kèm" in told
    assert not office.config.sidecar.exists()


def test_an_equal_sidecar_opens_at_once_and_that_is_said(
    office: Office, shelf: Path, capsys: Words
) -> None:
    office.node.holders.confirm_day(vietnam_day(present_world().clock.now()))
    backup = backed_up(office.config, shelf)
    office.close()

    assert put_back(backup, office.config) == 0

    assert "mở sổ và cấp số ngay" in capsys.readouterr().out
    office.reopen(hand_world(seed=4))
    assert office.opened.open


def test_a_restore_waits_for_nobody_who_works_on_the_folder(
    real_node: RealNode, shelf: Path, capsys: Words
) -> None:
    backup = backed_up(real_node.config, shelf)
    clerk = real_node.start().person("vanthu")

    assert put_back(backup, real_node.config) == 1

    assert "Dừng máy xã" in capsys.readouterr().err
    assert clerk.register("Văn bản một")["number"] == 1
    assert asides(real_node.config) == []


def change_database(backup: Path, _shelf: Path) -> None:
    data = bytearray((backup / "vanthu.sqlite").read_bytes())
    data[len(data) // 2] ^= 1
    (backup / "vanthu.sqlite").write_bytes(bytes(data))


def lose_key(backup: Path, _shelf: Path) -> None:
    (backup / "node.key").unlink()


def change_blob(backup: Path, shelf: Path) -> None:
    held = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
    blob_place(shelf, held["blobs"][0]["sha256"]).write_bytes(b"rot")


def lose_blobs(_backup: Path, shelf: Path) -> None:
    shutil.rmtree(shelf / "blobs")


def lose_manifest(backup: Path, _shelf: Path) -> None:
    (backup / "manifest.json").unlink()


def cut_manifest(backup: Path, _shelf: Path) -> None:
    data = (backup / "manifest.json").read_bytes()
    (backup / "manifest.json").write_bytes(data[: len(data) // 2])


def newer_manifest(backup: Path, _shelf: Path) -> None:
    (backup / "manifest.json").write_text('{"v": 2}', encoding="utf-8")


def climb_out(backup: Path, _shelf: Path) -> None:
    text = (backup / "manifest.json").read_text(encoding="utf-8")
    changed = text.replace('"path": "node.key"', '"path": "../node.key"')
    assert changed != text
    (backup / "manifest.json").write_text(changed, encoding="utf-8")


def older_head(backup: Path, _shelf: Path) -> None:
    held = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
    held["seq"] -= 1
    (backup / "manifest.json").write_text(json.dumps(held), encoding="utf-8")


DAMAGES: dict[Damage, str] = {
    change_database: "vanthu.sqlite trong bản sao lưu đã bị hỏng",
    lose_key: "thiếu tệp node.key",
    change_blob: "trong bản sao lưu đã bị hỏng",
    lose_blobs: "Chép cả thư mục «blobs»",
    lose_manifest: "không phải một bản sao lưu hoàn chỉnh",
    cut_manifest: "không phải một bản sao lưu hoàn chỉnh",
    newer_manifest: "do chương trình mới hơn tạo ra",
    climb_out: "không phải một bản sao lưu hoàn chỉnh",
    older_head: "vanthu.sqlite trong bản sao lưu đã bị hỏng",
}


@pytest.mark.parametrize("more", [(), ("--check",)])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_is_changed(
    office: Office, shelf: Path, capsys: Words, damage: Damage, more: tuple[str, ...]
) -> None:
    office.node.blob_store.put((SCAN,), size_max=100)
    backup = backed_up(office.config, shelf)
    office.close()
    damage(backup, shelf)
    before = everything(office.config.data.parent)

    assert put_back(backup, office.config, *more) == 1

    assert DAMAGES[damage] in capsys.readouterr().err
    after = everything(office.config.data.parent)
    after.pop("data/lock", None)
    before.pop("data/lock", None)
    assert after == before


@pytest.mark.parametrize("damage", [change_database, change_blob])
def test_every_byte_is_read_before_anything_is_made(
    office: Office, shelf: Path, damage: Damage
) -> None:
    office.node.blob_store.put((SCAN,), size_max=100)
    backup = backed_up(office.config, shelf)
    assert verify_backup(backup, tell).blobs
    damage(backup, shelf)

    with pytest.raises(BackupFailed) as failed:
        verify_backup(backup, tell)

    assert failed.value.fault == Fault.FILE_CHANGED


def test_a_backup_is_tried_out_beside_a_node_at_work_and_leaves_no_trace(
    real_node: RealNode, shelf: Path, capsys: Words
) -> None:
    clerk = real_node.start().person("vanthu")
    clerk.register("Văn bản một")
    backup = backed_up(real_node.config, shelf)
    clerk.register("Văn bản hai")
    before = sorted(path.name for path in real_node.config.data.parent.iterdir())

    assert put_back(backup, real_node.config, "--check") == 0

    told = capsys.readouterr().out
    assert "nhật ký liền mạch, mọi bảng khớp" in told
    assert "thiếu 1 sự kiện" in told
    assert "Dữ liệu đang dùng không thay đổi." in told
    assert sorted(path.name for path in real_node.config.data.parent.iterdir()) == before
    assert clerk.register("Văn bản ba")["number"] == 3


def test_a_drill_of_the_newest_backup_foresees_an_opening_without_a_question(
    real_node: RealNode, shelf: Path, capsys: Words
) -> None:
    """The place beside is looked at as if it were the node's own, not as a copy."""
    real_node.start().person("vanthu").register("Văn bản một")
    backup = backed_up(real_node.config, shelf)

    assert put_back(backup, real_node.config, "--check") == 0

    assert "mở sổ và cấp số ngay" in capsys.readouterr().out


def test_a_drill_finds_rows_that_the_journal_does_not_give(
    office: Office, shelf: Path, capsys: Words
) -> None:
    office.person("vanthu").register("Văn bản một")
    office.close()
    with database(office.config, writing=True) as db:
        db.conn.execute("update incoming set subject = 'khác'")
    backup = backed_up(office.config, shelf)

    assert put_back(backup, office.config, "--check") == 1

    assert "bảng incoming khác với nhật ký" in capsys.readouterr().out


def test_a_backup_of_another_commune_gives_no_number_here(
    office: Office, shelf: Path, tmp_path: Path, capsys: Words
) -> None:
    other = furnish(tmp_path / "other", hand_world(seed=99))
    backup = backed_up(other, shelf)
    office.close()

    assert put_back(backup, office.config) == 0

    assert "chưa cấp số cho đến khi có người quyết định" in capsys.readouterr().out
    office.reopen(hand_world(seed=4))
    assert not office.opened.open


def test_a_restore_that_was_cut_off_between_the_two_renamings_is_done_again(
    office: Office, shelf: Path
) -> None:
    """The folder lies aside, nothing is in its place: its newer files come along all the same."""
    backup = backed_up(office.config, shelf)
    sha256 = office.node.blob_store.put((SCAN,), size_max=100).sha256
    office.close()
    aside = office.config.data.with_name("data-truoc-khi-khoi-phuc-20261120-091000")
    office.config.data.rename(aside)
    (office.config.data.parent / "data.dang-khoi-phuc").mkdir()

    assert put_back(backup, office.config) == 0

    office.reopen(hand_world(seed=4))
    assert office.opened.open
    assert office.node.blob_store.has(sha256)
