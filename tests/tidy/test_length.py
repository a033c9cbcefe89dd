"""No file over 400 lines, no function over 50; and the counter itself counts right."""

from tests.tidy.length import too_long, typescript_functions
from tools.tree import ROOT, files

SUFFIXES = {".py", ".ts", ".tsx"}
GENERATED = ".gen.ts"  # nobody reads or edits these


def test_no_file_and_no_function_is_too_long() -> None:
    found = []
    for path in files():
        if path.suffix in SUFFIXES and not path.name.endswith(GENERATED):
            name = path.relative_to(ROOT).as_posix()
            found += too_long(name, path.read_text(encoding="utf-8"))
    assert not found, "\n".join(f"{one.path} {one.name}: {one.lines} lines" for one in found)


def test_the_counter_reports_a_long_python_function_and_a_long_file() -> None:
    long_function = "def register():\n" + "    pass\n" * 50
    assert [one.name for one in too_long("a.py", long_function)] == ["register"]
    assert [one.lines for one in too_long("a.py", "x = 1\n" * 401)] == [401]


def test_the_counter_lets_fifty_lines_pass() -> None:
    assert not too_long("a.py", "def register():\n" + "    pass\n" * 49)


def test_the_counter_reports_each_shape_of_a_long_typescript_function() -> None:
    body = "  step();\n" * 50
    for head in (
        "function register(a: string): Promise<void> {\n",
        "const register = (a) => {\n",
        "class A {\n  register(a: number) {\n",
        "export const Row = ({ a, b }: Props): JSX.Element => {\n",
    ):
        assert too_long("a.ts", f"{head}{body}}}\n"), head


def test_the_counter_takes_no_block_for_a_function() -> None:
    loop = "for (const a of b) {\n" + "  step();\n" * 60 + "}\n"
    assert not too_long("a.ts", loop)


def test_braces_inside_texts_comments_and_patterns_do_not_count() -> None:
    text = "function f() {\n  // }\n  const a = '}' + `}` + \"{\";\n  const b = /[}/]}/;\n}\n"
    assert list(typescript_functions(text)) == [("line 1", 5)]
