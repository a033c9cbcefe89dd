"""The TypeScript messages are made from the Python ones, and nothing else."""

from pathlib import Path

from tools import wire_types


def test_the_generated_typescript_is_up_to_date() -> None:
    assert wire_types.TARGET.read_text(encoding="utf-8") == wire_types.render(), (
        "run tools/wire_types.py"
    )


def test_check_fails_when_the_file_has_been_edited(tmp_path: Path) -> None:
    edited = tmp_path / "wire.gen.ts"
    edited.write_text(wire_types.render() + "// edited by hand\n", encoding="utf-8")
    assert wire_types.main(["--check"], target=edited) == 1
    assert wire_types.main([], target=edited) == 0
    assert wire_types.main(["--check"], target=edited) == 0


def test_a_device_may_leave_out_what_has_a_default() -> None:
    text = wire_types.render()
    assert "readonly duplicate_ok?: boolean;" in text


def test_what_the_node_sends_holds_every_key() -> None:
    text = wire_types.render()
    page = text.partition("export interface IncomingPage {")[2].partition("}")[0]
    assert "readonly next_before: number | null;" in page
