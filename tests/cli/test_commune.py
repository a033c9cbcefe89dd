"""`vanthu commune …`: a node is set up, run, stopped; what goes wrong is said in words."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commune.node import NODE_NAME, UBND, Office, RealNode
from tests.commune.stores import assert_whole, journal
from tools.world.process import ProcessFailed, run, vanthu
from vanthu_server.__main__ import main
from vanthu_server.commune.config import NodeConfig
from vanthu_server.platform.lock import FolderLock

Words = pytest.CaptureFixture[str]

OFFICE = """
name = "Máy xã Đông Thạnh"

[[organ]]
id = "ubnd-dong-thanh"
code = "H99.10.01"
name = "Ủy ban nhân dân xã Đông Thạnh"

[[organ.person]]
account = "lan"
name = "Nguyễn Thị Lan"
roles = ["van_thu"]
"""


def act(folder: Path, *words: str) -> int:
    return main(["commune", words[0], "--data", str(folder), *words[1:]])


def test_a_node_is_set_up_and_works_with_the_password_that_was_asked_for(
    tmp_path: Path,
) -> None:
    """R-GEN-02, R-ACC-01: the real argon2 cost, the real process, stopped by asking."""
    data = tmp_path / "data"
    organ = ("--id", "ubnd", "--code", "H1", "--name", "Ủy ban nhân dân xã Thử")
    assert act(data, "setup", "--name", "Máy thử") == 0
    assert act(data, "organ", *organ) == 0
    person = ("lan", "--name", "Nguyễn Thị Lan", "--organ", "ubnd", "--role", "van_thu")
    told = run(
        vanthu("commune", "account", "--data", str(data), *person), answers="mật khẩu của Lan\n"
    )
    assert "Đã thêm Nguyễn Thị Lan (lan)." in told
    node = RealNode(NodeConfig(data=data)).start()
    try:
        client = node.client()
        body = {"account": "lan", "password": "mật khẩu của Lan"}
        assert client.post("/api/session", json=body).status_code == 200
        assert node.process is not None
        os.kill(node.process.id, signal.SIGTERM)
        assert node.process.stop() == 0
    finally:
        node.stop()
    assert [event.header.kind for event in journal(node.config)] == [
        "node.started",
        "organ.added",
        "register.opened",
        "register.opened",
        "register.opened",
        "person.added",
        "roles.given",
    ]
    assert_whole(node.config)


def test_an_office_file_sets_up_all_at_once(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text(OFFICE, encoding="utf-8")
    words = ("setup", "--data", str(tmp_path / "data"), "--office", str(file))

    told = run(vanthu("commune", *words), answers="mật khẩu của Lan\n")

    assert "1 cơ quan, 1 người" in told
    assert len(journal(NodeConfig(data=tmp_path / "data"))) == 7


@pytest.mark.parametrize(
    "text", ["", "name = 5", OFFICE.replace("roles", "rôles"), OFFICE + "x = 1", "["]
)
def test_an_office_file_that_is_wrong_makes_nothing(
    tmp_path: Path, capsys: Words, text: str
) -> None:
    file = tmp_path / "office.toml"
    file.write_text(text, encoding="utf-8")

    assert act(tmp_path / "data", "setup", "--office", str(file)) == 1

    assert "office.toml" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_weak_password_adds_nobody(office: Office) -> None:
    office.close()
    events = len(journal(office.config))
    person = ("moi", "--name", "Người mới", "--organ", UBND, "--role", "van_thu")
    words = ("account", "--data", str(office.config.data), *person)

    with pytest.raises(ProcessFailed, match="từ 8 đến 200 ký tự"):
        run(vanthu("commune", *words), answers="ngắn\n")

    assert len(journal(office.config)) == events


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("organ", "--id", "x", "--code", "x", "--name", "X", "--policy", "la"), "nd30-2020"),
        (("bind", "--serial", "ff", "--organ", UBND), "Không tìm thấy"),
        (("pair-hub", "--url", "http://tinh.test", "--code", "1"), "https"),
        (("pair-hub", "--url", "http://127.0.0.1:9", "--code", "1"), "Chưa liên lạc được"),
        (("picture", "--holder", "x", "khong-co.png"), "khong-co.png"),
        (("trust", "khong-co"), "khong-co"),
    ],
)
def test_an_act_that_fails_says_why_and_changes_nothing(
    office: Office, capsys: Words, words: tuple[str, ...], said: str
) -> None:
    office.close()

    assert act(office.config.data, *words) in {1, 2}

    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("word", ["run", "organ", "agent-code", "certificates"])
def test_a_wrong_folder_makes_no_second_node(tmp_path: Path, capsys: Words, word: str) -> None:
    """A slip in --data would begin another journal beside the real one."""
    more = ("--id", "x", "--code", "x", "--name", "X") if word == "organ" else ()

    assert act(tmp_path / "typo", word, *more) == 2

    assert "vanthu commune setup" in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()


def test_a_folder_that_a_node_works_on_is_left_alone(office: Office, capsys: Words) -> None:
    lock = FolderLock(office.config.lock)
    try:
        assert act(office.config.data, "agent-code") == 1
    finally:
        lock.release()

    assert "dừng nó trước" in capsys.readouterr().err


def test_plain_http_for_the_office_network_is_refused(office: Office, capsys: Words) -> None:
    """R-OUT-20."""
    office.close()

    assert act(office.config.data, "run", "--host", "0.0.0.0") == 2  # noqa: S104 - refused

    assert "--tls-cert" in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(office: Office, capsys: Words) -> None:
    office.close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert act(office.config.data, "run", "--port", port) == 1

    told = capsys.readouterr().err
    assert "Không mở được máy xã" in told
    assert "in use" in told


def test_a_node_that_stays_closed_says_why_and_serves_its_lists(real_node: RealNode) -> None:
    """NB10."""
    real_node.config.sidecar.unlink()

    clerk = real_node.start().person("vanthu")

    assert clerk.read("state")["notices"][0]["code"] == "NODE_NOT_OPEN"
    assert clerk.read("incoming")["total"] == 0
    log = real_node.config.data.with_name("node.log").read_text(encoding="utf-8")
    assert "Không thấy bản ghi kèm" in log


def test_a_damaged_key_or_database_is_named_with_the_next_step(
    office: Office, capsys: Words
) -> None:
    office.close()
    for path in (office.config.key, office.config.database):
        kept = path.read_bytes()
        path.write_bytes(b"damaged" * 1000)
        assert act(office.config.data, "certificates") == 1
        assert "vanthu doctor" in capsys.readouterr().err
        path.write_bytes(kept)


def test_an_agent_code_has_six_digits(office: Office, capsys: Words) -> None:
    office.close()

    assert act(office.config.data, "agent-code") == 0

    assert capsys.readouterr().out.strip().isdecimal()


def test_the_sidecar_may_lie_anywhere(tmp_path: Path) -> None:
    stick = tmp_path / "stick" / "so.jsonl"

    words = ("setup", "--name", NODE_NAME, "--sidecar", str(stick))
    assert act(tmp_path / "data", *words) == 0

    assert stick.read_bytes().count(b"\n") == 1
    assert not (tmp_path / "data-sidecar").exists()


def test_help_speaks_vietnamese_and_english(capsys: Words) -> None:
    for words in (["--help"], ["commune", "--help"], ["doctor", "--help"], ["rebuild", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        told = " ".join(capsys.readouterr().out.split())
        assert "máy xã" in told.lower() or "Văn thư xã" in told
        assert "node" in told or "offline-first" in told


def test_a_command_loads_only_what_it_needs() -> None:
    """`vanthu verify --help` starts no web server."""
    script = (
        "import sys; from vanthu_server.__main__ import main\n"
        "try: main(['verify', '--help'])\n"
        "except SystemExit: print('uvicorn' in sys.modules, 'sqlite_utils' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "False False"
