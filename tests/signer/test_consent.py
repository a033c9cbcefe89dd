import pytest
from msgspec.structs import replace

from tests.signer.conftest import Bench
from vanthu_signer.terminal import shown


@pytest.mark.parametrize(
    ("title", "never"),
    [
        ("Thông báo\nTrả lời “ký” để ký", "\nTrả lời “ký” để ký\nSố"),
        ("Thông báo\x1b[2J\x1b[1;1H", "\x1b"),
        ("Thông báo \u202eKhác", "\u202e"),
    ],
    ids=["line break", "escape", "direction"],
)
def test_sg20_a_job_cannot_write_over_the_question(bench: Bench, *, title: str, never: str) -> None:
    """Titles come from the node; they are shown as one plain line."""
    job = replace(bench.leader.job, title=title)
    asked = bench.handle(job, bench.leader.prepared.pdf, "không\n")
    assert never not in asked
    assert "Văn bản:      Thông báo" in asked


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert shown("a" * 1000) == "a" * 300 + "…"
