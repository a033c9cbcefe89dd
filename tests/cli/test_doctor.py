"""`vanthu doctor`: what it finds, exit codes and JSON."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.commune.letters import FakeHub
from tests.commune.node import Json, Office, RealNode
from tests.commune.stores import database
from vanthu_server.__main__ import main
from vanthu_sync.clock import vietnam_day


def examined(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, Json]:
    """Run `vanthu doctor --json`; return its exit code and its findings by code."""
    code = main(["doctor", "--data", str(folder), "--json", *more])
    told = json.loads(capsys.readouterr().out)
    assert told["healthy"] is (code == 0)
    for finding in told["findings"]:
        assert finding["text"]
        assert finding["next_step"] or finding["level"] == "good"
    return code, {finding["code"]: finding for finding in told["findings"]}


def test_a_node_that_is_fit_for_work(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.person("vanthu").register("Văn bản một")
    office.node.holders.confirm_day(vietnam_day(datetime.now(UTC)))
    office.close()

    code, found = examined(office.config.data, capsys)

    assert code == 0
    assert found["REGISTERS_MAY_OPEN"]["level"] == "good"
    assert found["CHAIN_WHOLE"]["level"] == "good"
    assert found["SIDECAR_SAME_DISK"]["level"] == "warning"
    assert found["HUB_NOT_PAIRED"]["level"] == "warning"
    assert "GAP_RECIPIENT_MISSING" in found


def test_a_node_at_work_is_examined_without_disturbing_it(
    real_node: RealNode, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = real_node.start().person("vanthu")
    clerk.register("Văn bản một")

    code, found = examined(real_node.config.data, capsys)

    assert code == 0
    assert "REGISTERS_MAY_OPEN" in found
    assert clerk.register("Văn bản hai")["number"] == 2


def test_a_hub_that_was_heard_and_one_that_is_silent(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    courier = office.courier(FakeHub())
    while courier.round():
        pass
    office.close()
    for year, code in (("2001", "HUB_SILENT"), ("2999", "HUB_HEARD")):
        with database(office.config, writing=True) as db:
            sql = "update hub set last_contact = ?"
            db.conn.execute(sql, (f"{year}-01-01T00:00:00.000Z",))

        assert "còn 0 sự kiện" in examined(office.config.data, capsys)[1][code]["text"]


def lose_sidecar(office: Office) -> None:
    office.config.sidecar.unlink()


def damage_sidecar(office: Office) -> None:
    data = office.config.sidecar.read_bytes()
    office.config.sidecar.write_bytes(data.replace(b"node.started", b"node.stopped"))


def change_event(office: Office) -> None:
    with database(office.config, writing=True) as db:
        db.conn.execute("update journal set actor = 'khác' where seq = 3")


def unknown_policy(office: Office) -> None:
    with database(office.config, writing=True) as db:
        db.conn.execute("update organ set policy = 'quy-che-la'")


def garbage_database(office: Office) -> None:
    office.config.database.write_bytes(b"not a database" * 1000)


FAULTS: dict[str, Callable[[Office], None]] = {
    "SIDECAR_MISSING": lose_sidecar,
    "SIDECAR_PLACE": lose_sidecar,
    "SIDECAR_DAMAGED": damage_sidecar,
    "CHAIN_BROKEN": change_event,
    "POLICY_UNKNOWN": unknown_policy,
    "DATABASE_UNREADABLE": garbage_database,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_the_exit_code_is_1(
    office: Office, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    office.close()
    FAULTS[fault](office)

    code, found = examined(office.config.data, capsys)

    assert code == 1
    assert found[fault]["level"] == "fault"


def test_a_database_from_a_backup_is_a_warning_since_the_node_repairs_it_itself(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.close()
    older = office.config.database.read_bytes()
    office.reopen().person("vanthu").register("Văn bản một")
    office.close()
    office.config.database.write_bytes(older)

    code, found = examined(office.config.data, capsys)

    assert code == 0
    assert "thiếu 1 sự kiện" in found["DATABASE_BEHIND"]["text"]


def test_a_folder_without_a_node(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = examined(tmp_path, capsys)

    assert code == 1
    assert set(found) == {"NODE_MISSING"}
    assert list(tmp_path.iterdir()) == []


def test_without_json_people_read_a_line_a_finding(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.close()

    assert main(["doctor", "--data", str(office.config.data)]) == 0

    told = capsys.readouterr().out
    assert "[tốt] CHAIN_WHOLE: Chuỗi nhật ký liền mạch" in told
    assert "[lưu ý] SIDECAR_SAME_DISK" in told
    assert "    → Đặt --sidecar trên ổ khác hoặc USB." in told
