"""Printing a register: sổ đăng ký văn bản đến or đi of one organ and year, as PDF."""

from typing import Final, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.services.register_print import PrintAsked, RegisterPrint
from vanthu_server.commune.web.gate import Gate
from vanthu_server.http.threads import Threads
from vanthu_server.typesetting.register_book_line import BookName
from vanthu_sync.errors import Refused

BOOKS: Final[dict[str, BookName]] = {name: name for name in get_args(BookName)}
YEAR_DIGITS: Final = 4
NUMBER_DIGITS_MAX: Final = 10
"""NĐ 30/2020 Phụ lục VI: a number has at most ten digits."""


class BookRoutes:
    """Routes of the printed registers."""

    def __init__(self, printing: RegisterPrint, *, gate: Gate, threads: Threads) -> None:
        self._printing = printing
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [Route("/api/organs/{organ}/registers/{book}/{year}/print", self.print)]

    async def print(self, request: Request) -> Response:
        """?from=&to=&copy= → the register as PDF; what is left out stands for all of it."""
        _, organ = await self._gate.reader(request)
        asked = _asked(request, organ)
        pdf = await self._threads.run(lambda: self._printing.pdf(asked))
        name = f"so-{asked.book}-{asked.year}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return Response(pdf, media_type="application/pdf", headers=headers)


def _asked(request: Request, organ: str) -> PrintAsked:
    book, year = BOOKS.get(request.path_params["book"]), str(request.path_params["year"])
    if book is None or not _is_number(year, YEAR_DIGITS):
        raise Refused("NOT_FOUND")
    return PrintAsked(
        organ=organ,
        book=book,
        year=int(year),
        first=_number(request, "from"),
        last=_number(request, "to"),
        copy=_number(request, "copy") or 0,
    )


def _number(request: Request, name: str) -> int | None:
    """Return what was asked, None where nothing was; raises Refused(PRINT_ASKED_WRONG)."""
    text = request.query_params.get(name, "").strip()
    if not text:
        return None
    if not _is_number(text, NUMBER_DIGITS_MAX):
        raise Refused("PRINT_ASKED_WRONG", detail=f"{name}: {text[:NUMBER_DIGITS_MAX]}", field=name)
    return int(text)


def _is_number(text: str, digits_max: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= digits_max
