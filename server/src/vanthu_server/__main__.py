"""The command `vanthu`."""

import argparse
import sys

from vanthu_server.cli import commune, province, verify


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="vanthu",
        description="Văn thư xã: văn phòng văn bản làm việc cả khi mất mạng. / "
        "An offline-first document office for communes.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for module in (commune, province, verify):
        module.add_parser(commands)
    args = parser.parse_args(arguments)
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
