"""The week that every side sends: 350 real documents, each with three acts after its creation."""

import json
from pathlib import Path
from typing import Any, Final

from tools.story import entry_of
from vanthu_server.samples.week import week_intake

ACTS: Final = (
    {"to_places": "Văn phòng HĐND và UBND", "state": "da_chuyen"},
    {"officer": "Nguyễn Thị Hạnh", "due": "2026-12-05", "state": "dang_xu_ly"},
    {"note": "Đã trả lời bằng văn bản, lưu hồ sơ.", "state": "da_xong"},
)
"""What happens to a document in the field's systems: each act sets fields."""


def documents() -> list[dict[str, Any]]:
    """Return what a peer keeps of each document when it is created."""
    return [
        {
            "id": f"den-2026-{number:05}",
            "number": number,
            "arrival_date": "2026-11-20",
            **entry_of(document),
        }
        for number, document in enumerate(week_intake(), start=1)
    ]


def write_week(path: Path) -> Path:
    """Write documents and acts where a peer's client reads them."""
    week = {"documents": documents(), "acts": ACTS}
    path.write_text(json.dumps(week, ensure_ascii=False), encoding="utf-8")
    return path
