"""Every limit is a positive number with its reason, and they fit into each other."""

import ast
import inspect

from tools import protocol_tables
from vanthu_sync import limits


def without_reason(source: str) -> list[str]:
    """Names of constants that no docstring follows."""
    body = ast.parse(source).body
    return [
        statement.target.id
        for statement, following in zip(body, [*body[1:], None], strict=True)
        if isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and not (isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant))
    ]


def test_every_limit_is_positive_and_says_why() -> None:
    named = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert all(isinstance(value, int) and value > 0 for value in named.values())
    assert without_reason(inspect.getsource(limits)) == []
    table = protocol_tables.tables()["limits"]
    assert all(f"| `{name}` |" in table for name in named)


def test_the_check_reports_a_limit_without_a_reason() -> None:
    assert without_reason('A: Final = 1\n"""Why."""\nB: Final = 2\nC: Final = 3\n') == ["B", "C"]


def test_the_limits_fit_into_each_other() -> None:
    assert limits.COMMAND_BYTES_MAX < limits.BODY_BYTES_MAX
    assert limits.BODY_BYTES_MAX < limits.BATCH_BYTES_MAX < limits.UPLOAD_BYTES_MAX
    assert len(str(limits.NUMBER_MAX)) == 10
