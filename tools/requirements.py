"""The requirements of the five seed regulations, as tests/requirements.jsonl lists them."""

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "tests" / "requirements.jsonl"


@dataclass(frozen=True)
class Requirement:
    """One line of the list.

    `kind` is S software, P policy-dependent, W human act the software supports, D deployment,
    X outside the software; `source` names regulation and article: "004 Đ8.2".
    """

    id: str
    kind: str
    area: str
    sentence: str
    source: str


def load_requirements(file: Path = FILE) -> dict[str, Requirement]:
    """Every requirement by its id, in the order of the list; raises ValueError on a double id."""
    found: dict[str, Requirement] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = Requirement(**json.loads(line))
        if row.id in found:
            raise ValueError(f"{row.id} stands twice in {file.name}")
        found[row.id] = row
    return found
