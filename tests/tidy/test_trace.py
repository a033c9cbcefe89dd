"""Requirements are listed in full, citations are found, and the trace judges them rightly."""

from collections import Counter
from pathlib import Path

from tools.citations import Citation, all_citations, citations_in, faults
from tools.requirements import Requirement, load_requirements
from tools.trace import outcomes, summary, verdict
from tools.tree import ROOT

SAMPLE = '''
class TestNumbering:
    """R-IN-16."""

    def test_r_in_15_numbers_follow_each_other(self) -> None:
        """No gap either (R-BK-01)."""

async def test_a_name_alone() -> None: ...
'''


def test_the_list_is_complete() -> None:
    requirements = load_requirements()
    kinds = Counter(one.kind for one in requirements.values())
    assert kinds == {"S": 161, "P": 42, "W": 30, "D": 8, "X": 9}
    assert len(requirements) == 250
    assert all(one.sentence and one.source for one in requirements.values())


def test_no_test_of_this_workspace_breaks_the_rules_of_citing() -> None:
    assert not faults(all_citations(ROOT), set(load_requirements()))


def test_citations_come_from_names_docstrings_and_the_class() -> None:
    (one,) = citations_in(SAMPLE, "tests/e2e/test_a.py")
    assert one.key == "tests.e2e.test_a.TestNumbering.test_r_in_15_numbers_follow_each_other"
    assert one.ids == ("R-BK-01", "R-IN-15", "R-IN-16")
    assert one.counts


def test_a_test_that_works_from_inside_does_not_count() -> None:
    (one,) = citations_in(SAMPLE, "tests/sync/test_a.py")
    assert not one.counts


def test_four_ids_in_a_test_and_an_unknown_id_are_faults() -> None:
    known = {f"R-IN-0{number}" for number in range(1, 5)}
    many = Citation(key="a", path="tests/e2e/a.py", ids=tuple(sorted(known)))
    unknown = Citation(key="b", path="tests/e2e/a.py", ids=("R-IN-99",))
    assert len(faults([many], known)) == 1
    assert len(faults([unknown], known)) == 1


def test_a_parameter_that_fails_fails_the_test(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        '<testcase classname="tests.e2e.test_a" name="test_x[1]"/>'
        '<testcase classname="tests.e2e.test_a" name="test_x[2]"><failure/></testcase>'
        '<testcase classname="tests.e2e.test_a" name="test_y"/>'
        '<testcase classname="tests.e2e.test_a" name="test_z"><skipped/></testcase>'
        "</testsuite></testsuites>",
        encoding="utf-8",
    )
    assert outcomes(report) == {
        "tests.e2e.test_a.test_x": False,
        "tests.e2e.test_a.test_y": True,
        "tests.e2e.test_a.test_z": False,
    }


def test_one_failing_test_keeps_a_requirement_from_passing() -> None:
    tests = [Citation(key=key, path="tests/e2e/a.py", ids=("R-IN-01",)) for key in ("a", "b")]
    assert verdict(tests, {"a": True, "b": False}) == "FAILED"
    assert verdict(tests, {"a": True}) == "passed"
    assert verdict(tests, {}) == "not run"
    assert verdict([], {}) == "not cited"


def test_the_summary_counts_by_area_and_kind() -> None:
    rows = [
        Requirement(id=f"R-IN-0{number}", kind=kind, area="R-IN", sentence="x", source="y")
        for number, kind in enumerate("SSP")
    ]
    verdicts = {"R-IN-00": "passed", "R-IN-01": "FAILED", "R-IN-02": "not cited"}
    assert summary(rows, verdicts) == {
        "requirements": 3,
        "cited": 2,
        "passed": 1,
        "areas": {"R-IN": {"S": [2, 2], "P": [0, 1]}},
    }
