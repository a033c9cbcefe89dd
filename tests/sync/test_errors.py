"""ER: every refusal has a stable code, a cause and a next step in Vietnamese."""

import ast
import re
from pathlib import Path

import msgspec
import pytest

from vanthu_sync import errors, text
from vanthu_sync.error_text import ErrorText
from vanthu_sync.errors import ERRORS, Refused, problem
from vanthu_sync.wire import Notice, Problem

SOURCES = Path(__file__).parents[2]
VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]")


def unknown_codes(source: str) -> set[str]:
    """Codes that a source refuses with and that nobody registered."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "Refused"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    return {str(code) for code in named} - set(ERRORS)


@pytest.mark.parametrize(("code", "said"), ERRORS.items(), ids=list(ERRORS))
def test_er2_a_code_names_cause_and_next_step_in_vietnamese(code: str, said: ErrorText) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", code)
    assert 400 <= said.status <= 599
    for sentence in (said.title, said.next_step):
        assert sentence == text.mend(sentence)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert VIETNAMESE.search(sentence)


def test_er2_no_two_codes_say_the_same() -> None:
    assert len({said.title for said in ERRORS.values()}) == len(ERRORS)


def test_er3_a_refusal_becomes_problem_details_with_everything_it_knows() -> None:
    notice = Notice(code="FIELD_REQUIRED", text="Chưa nhập trích yếu.", field="subject")
    refused = Refused("FIELDS_INVALID", detail="subject", field="subject", fields=(notice,))
    assert problem(refused) == Problem(
        type="urn:vanthu:fields-invalid",
        title=ERRORS["FIELDS_INVALID"].title,
        status=422,
        code="FIELDS_INVALID",
        detail="subject",
        next_step=ERRORS["FIELDS_INVALID"].next_step,
        field="subject",
        fields=(notice,),
    )
    assert str(refused) == "FIELDS_INVALID: subject"


@pytest.mark.parametrize("code", ERRORS)
def test_er3_every_code_makes_a_problem_that_travels(code: str) -> None:
    made = problem(Refused(code))
    assert msgspec.json.decode(msgspec.json.encode(made), type=Problem) == made
    assert made.type.startswith(errors.TYPE_PREFIX)


def test_er1_every_code_that_the_sources_refuse_with_is_registered() -> None:
    folders = [SOURCES / name / "src" for name in ("sync", "server", "signer-agent")]
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    assert paths
    said = {path.name: unknown_codes(path.read_text(encoding="utf-8")) for path in paths}
    assert not {name: codes for name, codes in said.items() if codes}


def test_er1_the_check_reports_a_code_that_nobody_registered() -> None:
    assert unknown_codes("raise Refused('NO_SUCH_CODE', detail='x')") == {"NO_SUCH_CODE"}
    assert not unknown_codes("raise Refused('NOT_FOUND')")
