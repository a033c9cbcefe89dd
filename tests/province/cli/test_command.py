"""`vanthu province` as a real process, with a PostgreSQL of its own, over loopback."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.province.fake_node import FakeNode
from vanthu_sync import sidecar

PASSWORD = "mật khẩu đủ dài"
START_SECONDS_MAX = 60


def vanthu(*arguments: str, feed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vanthu_server", "province", *arguments]
    return subprocess.run(
        command, input=feed, capture_output=True, text=True, check=False, encoding="utf-8"
    )


@contextmanager
def running(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield the hub's process and address."""
    command = [sys.executable, "-m", "vanthu_server", "province", "run", "--data", str(data)]
    with subprocess.Popen(
        [*command, "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        guard = threading.Timer(START_SECONDS_MAX, process.kill)
        guard.start()
        assert process.stdout is not None
        line = process.stdout.readline()
        guard.cancel()
        try:
            assert line.startswith("Máy tỉnh sẵn sàng: http://127.0.0.1:"), line
            yield process, line.rpartition(" ")[2].strip()
        finally:
            if process.poll() is None:  # not killed: its database stops with it
                stop(process, signal.SIGTERM)


def stop(process: subprocess.Popen[str], with_signal: signal.Signals) -> tuple[int, str]:
    process.send_signal(with_signal)
    _, errors = process.communicate(timeout=30)
    return process.returncode, errors


def server_runs(data: Path) -> bool:
    return (data / "postgres" / "postmaster.pid").exists()


async def test_a_node_pairs_sends_and_is_seen_by_a_person(tmp_path: Path) -> None:
    """The whole way by the command line and HTTP; afterwards an outside checker has the chain."""
    data = tmp_path / "hub"
    with running(data, "--name", "Tỉnh Thử") as (process, address):
        added = vanthu("account", "add", "quantri", "--data", str(data), feed=PASSWORD + "\n")
        assert added.returncode == 0, added.stderr
        code = vanthu("pair-code", "--commune", "Xã Đồng Hòa", "--data", str(data))
        assert code.returncode == 0, code.stderr
        async with httpx.AsyncClient(base_url=address) as client:
            node = FakeNode(client, slug="dong-hoa")
            (await node.pair(code.stdout.strip())).raise_for_status()
            await node.open()
            node.register(1)
            await node.send()
            form = {"account": "quantri", "password": PASSWORD}
            assert (await client.post("/login", data=form)).status_code == 303
            (commune,) = (await client.get("/api/overview")).json()["communes"]
        assert commune["name"] == "Xã Đồng Hòa"
        assert commune["head"]["hash"] == node.head.hash
        dump = vanthu("dump", "--data", str(data))
        assert sidecar.read(dump.stdout.encode()).events == tuple(node.events)
        assert stop(process, signal.SIGTERM) == (0, "")
    assert not server_runs(data)
    again = vanthu("dump", "--data", str(data))
    assert again.stdout == dump.stdout


def test_nb18_a_take_over_or_a_delegation_of_what_is_not_there_is_refused(tmp_path: Path) -> None:
    at = ("--data", str(tmp_path), "--journal", "khong-co")
    book = ("--organ", "ubnd", "--book", "den", "--year", "2026", "--owner", "province")
    for refused in (vanthu("take-over-code", *at), vanthu("delegate", *at, *book)):
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "NOT_FOUND: " in refused.stderr
    assert vanthu("delegate", *at, *book[:-1], "xa").returncode == 2


def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    with running(tmp_path) as (process, _):
        assert stop(process, signal.SIGINT) == (0, "")
    assert not server_runs(tmp_path)


def test_a_hub_that_was_killed_starts_again_and_stops_its_database(tmp_path: Path) -> None:
    with running(tmp_path) as (process, address):
        node_count = len(httpx.get(address + "/health").text)
        process.kill()
        process.wait()
    assert node_count
    with running(tmp_path) as (process, address):
        assert httpx.get(address + "/health").json() == {"ok": True}
        assert stop(process, signal.SIGTERM)[0] == 0
    assert not server_runs(tmp_path)


def test_the_access_log_has_no_token_and_comes_only_when_asked(tmp_path: Path) -> None:
    with running(tmp_path, "--verbose") as (process, address):
        httpx.get(address + "/link/inbox", headers={"authorization": "Bearer bi-mat-cua-xa"})
        _, errors = stop(process, signal.SIGTERM)
    assert "/link/inbox" in errors
    assert "bi-mat" not in errors


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "tinh.example"])  # noqa: S104 - refused
def test_plain_http_beyond_this_machine_is_refused(tmp_path: Path, host: str) -> None:
    refused = vanthu("run", "--data", str(tmp_path), "--host", host)
    assert refused.returncode == 2
    assert "--tls-cert" in refused.stderr
    assert not server_runs(tmp_path)


def test_a_database_that_is_away_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "vanthu_server", "province", "dump", "--data", str(tmp_path)]
    environment = {**os.environ, "VANTHU_PROVINCE_DATABASE": "postgresql://127.0.0.1:1/none"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert "Không dùng được cơ sở dữ liệu" in done.stderr.decode()


def test_a_short_password_is_refused_with_the_reason(tmp_path: Path) -> None:
    done = vanthu("account", "add", "quantri", "--data", str(tmp_path), feed="ngắn\n")
    assert done.returncode == 1
    assert "FIELDS_INVALID" in done.stderr
    assert "10 đến 200" in done.stderr


def test_help_speaks_both_languages() -> None:
    text = vanthu("run", "--help").stdout
    assert "chạy máy tỉnh / run the hub" in text


def test_the_overview_is_json(tmp_path: Path) -> None:
    with running(tmp_path) as (_, address):
        told = json.loads(httpx.get(address + "/api/overview").text)
    assert told["code"] == "AUTH_REQUIRED"
