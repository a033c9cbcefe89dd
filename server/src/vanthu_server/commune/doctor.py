"""What `vanthu doctor` looks at: may the node stamp, is the chain whole, is there room.

Theory of operation: nothing is changed and no lock is taken, so that it may run beside the node.
The sidecar is read before the database: what the node writes in between then looks like a
sidecar that is a transaction behind, which is no fault. A fault keeps the node from its work or
endangers it; a warning is worth a look.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.opening_texts import TEXTS, OpeningText
from vanthu_server.commune.services.opening_evidence import (
    Beside,
    Here,
    follows,
    gather,
    recalled,
    told,
)
from vanthu_server.commune.storage import journal_table, office_table
from vanthu_server.commune.storage.database import connect, snapshot
from vanthu_server.commune.storage.opening_rows import OpeningRows
from vanthu_server.commune.storage.rebuild import verify_chain
from vanthu_server.commune.storage.rows import one, scalar
from vanthu_server.platform.machine import binding
from vanthu_server.policy.policy_error import PolicyError
from vanthu_server.policy.shelf import load_policies
from vanthu_sync import opening, sidecar
from vanthu_sync.clock import moment, vietnam_day
from vanthu_sync.journal import ChainBroken

ROOM_FAULT_BYTES: Final = 200 * 1024**2
"""Two scans of the largest size: the next one may not fit."""

ROOM_WARNING_BYTES: Final = 2 * 1024**3
"""Some weeks of scans."""

SILENT: Final = timedelta(days=3)
"""A hub that was not reached for longer than a weekend."""


class Level(StrEnum):
    """How grave a finding is."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at; `next_step` is "" where nothing is to be done."""

    code: str
    level: Level
    text: str
    next_step: str = ""


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """All findings; `healthy` unless one is a fault."""

    healthy: bool
    findings: tuple[Finding, ...]


def examine(config: NodeConfig, now: datetime) -> Examination:
    """Look at the node in `config.data`; `now` is an aware moment."""
    findings = tuple(_findings(config, now))
    healthy = all(finding.level != Level.FAULT for finding in findings)
    return Examination(healthy=healthy, findings=findings)


def _findings(config: NodeConfig, now: datetime) -> Iterator[Finding]:
    if not config.database.is_file():
        text = f"Không có máy xã ở {config.data}."
        yield _fault("NODE_MISSING", text, "Xem lại đường dẫn sau --data.")
        return
    try:
        yield from _inside(config, now)
    except sqlite3.Error as error:
        text = f"Không đọc được cơ sở dữ liệu: {error}."
        yield _fault("DATABASE_UNREADABLE", text, "Giữ nguyên thư mục dữ liệu và báo cán bộ CNTT.")
    yield _place(config)
    yield _room(config.data)


def _inside(config: NodeConfig, now: datetime) -> Iterator[Finding]:
    beside, line = _beside(config)
    db = connect(config.database, writing=False)
    try:
        with snapshot(db):
            yield _opening(config, OpeningRows(db), beside, now=now, line=line)
            yield _chain(db)
            yield from _hub(db, now)
            yield from _policies(db, now)
    finally:
        db.conn.close()


def _beside(config: NodeConfig) -> tuple[Beside, int]:
    """Return the sidecar, and which line is damaged (0: none)."""
    try:
        return Beside(sidecar.read(config.sidecar.read_bytes()).events), 0
    except FileNotFoundError:
        return Beside(None), 0
    except sidecar.SidecarDamaged as damaged:
        return Beside((), damaged=True), damaged.line


def _opening(
    config: NodeConfig, rows: OpeningRows, beside: Beside, *, now: datetime, line: int
) -> Finding:
    """What the screen would say, of the same evidence and in the same words."""
    here = Here(binding(config.data), vietnam_day(now + rows.correction()))
    decided = opening.decide(gather(rows, rows, beside=beside, here=here))
    head, standing = rows.head(), rows.standing()
    if follows(decided, standing):
        return _good("NODE_FOLLOWS", f"{TEXTS['follower'].title}, đến sự kiện {head.seq}.")
    if decided.action in {"ask", "closed"}:
        gone = recalled(decided.cause, decided.witness, standing=standing)
        return _asked(decided.cause, told(decided.cause, recalled=gone), line=line)
    if decided.action == "recover":
        held = beside.events or ()
        missing = f"Cơ sở dữ liệu thiếu {held[-1].header.seq - head.seq} sự kiện"
        text = f"{missing} mà bản ghi kèm đang giữ."
        return _warning("DATABASE_BEHIND", text, "Chạy máy xã: nó lấy lại rồi mới mở sổ.")
    return _good("REGISTERS_MAY_OPEN", f"Dữ liệu khớp bản ghi kèm đến sự kiện {head.seq}.")


def _asked(cause: str, said: OpeningText, *, line: int) -> Finding:
    """The day's first question is no fault: all work but numbers goes on."""
    where = f" Dòng {line}." if cause == "sidecar_damaged" else ""
    level = Level.WARNING if cause == "first_of_day" else Level.FAULT
    text = f"{said.title}. {said.text}{where}"
    return Finding(code=cause.upper(), level=level, text=text, next_step=said.next_step)


def _chain(db: Database) -> Finding:
    try:
        head = verify_chain(db)
    except ChainBroken as broken:
        text = f"Nhật ký không liền mạch ở sự kiện {broken.seq} ({broken.fault})."
        return _fault("CHAIN_BROKEN", text, "Không dùng máy này để cấp số; báo tỉnh đối chiếu.")
    return _good("CHAIN_WHOLE", f"Chuỗi nhật ký liền mạch, {head.seq} sự kiện.")


def _hub(db: Database, now: datetime) -> Iterator[Finding]:
    row = one(db, "select name, last_contact from hub")
    if row is None:
        yield _warning(
            "HUB_NOT_PAIRED", "Chưa ghép với máy tỉnh.", "Chạy «vanthu commune pair-hub»."
        )
        return
    waiting = journal_table.head(db).seq - scalar(db, "select max(seq) from receipt")
    said = f"{row['name']}: còn {waiting} sự kiện chưa có biên nhận"
    last = row["last_contact"]
    if last is None or now - moment(last) > SILENT:
        since = "chưa liên lạc lần nào" if last is None else f"liên lạc lần cuối {last}"
        yield _warning("HUB_SILENT", f"{said}, {since}.", "Kiểm tra mạng và địa chỉ máy tỉnh.")
        return
    yield _good("HUB_HEARD", f"{said}, liên lạc lần cuối {last}.")


def _policies(db: Database, now: datetime) -> Iterator[Finding]:
    shelf = load_policies()
    for organ in office_table.organs(db):
        try:
            gaps = shelf.for_document(organ.policy, vietnam_day(now)).gaps()
        except PolicyError as error:
            yield _fault(error.code, f"{organ.name}: {error.text}", error.next_step)
            continue
        for gap in gaps:
            yield _warning(gap.code, f"{organ.name}: {gap.key}: {gap.text}", gap.next_step)


def _place(config: NodeConfig) -> Finding:
    if not config.sidecar.is_file():
        text = f"Không có bản ghi kèm ở {config.sidecar}."
        return _fault("SIDECAR_PLACE", text, "Cắm lại ổ chứa bản ghi kèm, hoặc xem lại --sidecar.")
    if config.sidecar.stat().st_dev == config.data.stat().st_dev:
        text = "Bản ghi kèm nằm cùng ổ đĩa với dữ liệu: hỏng ổ là mất cả hai."
        return _warning("SIDECAR_SAME_DISK", text, "Đặt --sidecar trên ổ khác hoặc USB.")
    return _good("SIDECAR_OTHER_DISK", f"Bản ghi kèm ở ổ khác: {config.sidecar}.")


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"Ổ dữ liệu còn trống {free / 1024**3:.1f} GB."
    if free < ROOM_FAULT_BYTES:
        return _fault("DISK_FULL", text, "Giải phóng ổ đĩa trước khi vào sổ tiếp.")
    if free < ROOM_WARNING_BYTES:
        return _warning("DISK_NEARLY_FULL", text, "Giải phóng ổ đĩa trong tuần này.")
    return _good("DISK_ROOM", text)


def _good(code: str, text: str) -> Finding:
    return Finding(code=code, level=Level.GOOD, text=text)


def _warning(code: str, text: str, next_step: str) -> Finding:
    return Finding(code=code, level=Level.WARNING, text=text, next_step=next_step)


def _fault(code: str, text: str, next_step: str) -> Finding:
    return Finding(code=code, level=Level.FAULT, text=text, next_step=next_step)
