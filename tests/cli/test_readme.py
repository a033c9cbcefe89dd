"""The commands that README.md shows can be typed as they stand there."""

import argparse
import importlib
import shlex
from pathlib import Path

import pytest

from vanthu_server.__main__ import COMMANDS
from vanthu_signer.app import command_line

README = Path(__file__).parent.parent.parent / "README.md"
LINES = [
    line.partition(" #")[0].replace("\\", "/").strip()
    for line in README.read_text(encoding="utf-8").splitlines()
    if line.startswith(("vanthu ", "vanthu-signer "))
]


def parser_of(program: str) -> argparse.ArgumentParser:
    if program == "vanthu-signer":
        return command_line()
    parser = argparse.ArgumentParser(prog="vanthu")
    commands = parser.add_subparsers(required=True)
    for name in COMMANDS:
        importlib.import_module(f"vanthu_server.cli.{name}").add_parser(commands)
    return parser


def test_the_readme_shows_commands() -> None:
    assert len(LINES) >= 8


@pytest.mark.parametrize("line", LINES)
def test_a_command_of_the_readme_is_understood(line: str) -> None:
    program, *arguments = shlex.split(line)
    assert vars(parser_of(program).parse_args(arguments))
