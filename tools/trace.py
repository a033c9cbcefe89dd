"""Requirement -> its sentence -> the tests that cite it -> passed or not.

Theory of operation:
1. `make test` marks the tree's fingerprint and leaves a JUnit report. While the tree is the same,
   that report says what passed; otherwise the files that cite are run now (not the long ones).
2. A requirement counts as cited when a test that acts from outside cites it, and as passed when
   at least one such test ran and none of them failed.
3. The table goes to stdout, its last line is one JSON object. Exit code 1 when a test breaks the
   rules of citations.py; what merely fails or is not cited is reported, not judged.
"""

import argparse
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from tools.citations import Citation, all_citations, faults
from tools.requirements import Requirement, load_requirements
from tools.tree import ROOT, fingerprint

REPORT = ROOT / ".build" / "pytest-report.xml"
MARK = ROOT / ".build" / "pytest-report.tree"
OWN_REPORT = ROOT / ".build" / "trace-report.xml"


def mark() -> None:
    """Remembers which tree the next report speaks of, and forgets the last one."""
    MARK.parent.mkdir(exist_ok=True)
    REPORT.unlink(missing_ok=True)
    MARK.write_text(fingerprint(), encoding="utf-8")


def outcomes(report: Path) -> dict[str, bool]:
    """Test key -> whether it passed with every parameter; a skipped test did not pass."""
    found: dict[str, bool] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 -- pytest wrote it just now
        key = f"{case.get('classname')}.{case.get('name', '').split('[')[0]}"
        passed = all(case.find(fault) is None for fault in ("failure", "error", "skipped"))
        found[key] = found.get(key, True) and passed
    return found


def current_outcomes(citations: Iterable[Citation], workers: int) -> dict[str, bool]:
    """The outcomes of this very tree: from the last `make test`, or from a run of our own."""
    if REPORT.exists() and MARK.exists() and MARK.read_text(encoding="utf-8") == fingerprint():
        return outcomes(REPORT)
    paths = sorted({one.path for one in citations})
    if not paths:
        return {}
    OWN_REPORT.parent.mkdir(exist_ok=True)
    OWN_REPORT.unlink(missing_ok=True)
    options = ["-q", "-n", str(workers), "-m", "not long", "--junitxml", str(OWN_REPORT)]
    command = [sys.executable, "-m", "pytest", *options, *paths]
    subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr)
    return outcomes(OWN_REPORT) if OWN_REPORT.exists() else {}


def verdict(tests: list[Citation], passed: dict[str, bool]) -> str:
    """passed, FAILED, not run, or not cited."""
    ran = [passed[one.key] for one in tests if one.key in passed]
    if not tests:
        return "not cited"
    if not ran:
        return "not run"
    return "passed" if all(ran) else "FAILED"


def summary(requirements: Iterable[Requirement], verdicts: dict[str, str]) -> dict[str, object]:
    """The JSON of the last line: areas -> kind -> [cited, all]."""
    areas: dict[str, dict[str, list[int]]] = {}
    for one in requirements:
        count = areas.setdefault(one.area, {}).setdefault(one.kind, [0, 0])
        count[0] += verdicts[one.id] != "not cited"
        count[1] += 1
    said = list(verdicts.values())
    return {
        "requirements": len(said),
        "cited": len(said) - said.count("not cited"),
        "passed": said.count("passed"),
        "areas": areas,
    }


def main() -> int:
    """Prints the table and the JSON; 1 when a test breaks the rules of citing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mark", action="store_true", help="remember the tree of the next report")
    parser.add_argument("--workers", type=int, default=2, help="processes that run the tests")
    options = parser.parse_args()
    if options.mark:
        mark()
        return 0
    requirements = load_requirements()
    citations = all_citations(ROOT)
    wrong = faults(citations, set(requirements))
    counted = [one for one in citations if one.counts]
    passed = current_outcomes(counted, options.workers)
    verdicts = {}
    for one in requirements.values():
        tests = [citation for citation in counted if one.id in citation.ids]
        verdicts[one.id] = verdict(tests, passed)
        print(f"{one.id} {one.kind} {verdicts[one.id]}: {one.sentence}")
        for test in tests:
            print(f"    {test.key}")
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    print(json.dumps(summary(requirements.values(), verdicts), ensure_ascii=False))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
