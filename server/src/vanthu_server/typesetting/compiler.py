"""Typst at work: a template and a value in, a PDF and the places it names out.

Rules:
1. A value travels as one JSON text in `sys.inputs.data`. Nothing of it is ever markup.
2. No font of the system, no file outside the templates, no clock: same value, same bytes.
3. A warning of Typst is an error here; so a missing font cannot pass unseen.
"""

from pathlib import Path
from typing import Final

import msgspec
import typst

from .boxes import A4, FieldBox
from .errors import TypesetterFailed
from .fonts import check_letters, font_folder

_TEMPLATES: Final = Path(__file__).parent / "templates"


class Compiled(msgspec.Struct, frozen=True):
    """A PDF and the boxes that its template names, in PDF points."""

    pdf: bytes
    boxes: dict[str, FieldBox]


class _Place(msgspec.Struct, frozen=True):
    """What a template says of a field: points from the top left, pages from 1."""

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float

    def box(self) -> FieldBox:
        top = A4.height - self.y
        return FieldBox(
            page=self.page - 1, x0=self.x, y0=top - self.height, x1=self.x + self.width, y1=top
        )


def compile_template(name: str, value: object) -> Compiled:
    """Set the template `name` (without ".typ") with `value`, which msgspec can write as JSON.

    Raises FontsMissing, LettersMissing, and TypesetterFailed where Typst itself refuses.
    """
    data = msgspec.json.encode(value).decode()
    check_letters(data)
    fonts = font_folder()
    try:
        compiler = typst.Compiler(
            input=_TEMPLATES / f"{name}.typ",
            root=_TEMPLATES,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
        pdf, warnings = compiler.compile_with_warnings(format="pdf")
        places = compiler.query("<field>", field="value")
    except RuntimeError as refusal:
        raise _failed(name, str(refusal)) from refusal
    if warnings or not isinstance(pdf, bytes):
        raise _failed(name, "; ".join(str(warning) for warning in warnings))
    found = msgspec.json.decode(places, type=list[_Place])
    return Compiled(pdf=pdf, boxes={place.name: place.box() for place in found})


def _failed(name: str, cause: str) -> TypesetterFailed:
    return TypesetterFailed(
        f"Không lập được bản PDF theo mẫu “{name}”: {cause}.",
        next_step="Nội dung vẫn còn nguyên; hãy thử lại và báo quản trị nếu lỗi lặp lại.",
    )
