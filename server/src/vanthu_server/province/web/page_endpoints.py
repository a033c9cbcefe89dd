"""The province page: login, overview, pairing codes, approvals, delegations, numbers; as JSON too.

A person is known by a cookie that scripts cannot read and other sites cannot send; a form that
comes from another origin is refused as well.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_form
from vanthu_server.http.threads import Threads
from vanthu_server.province.domain.limits import PAGE_SESSION_LIFE
from vanthu_server.province.domain.ports import StoreFailed
from vanthu_server.province.services.accounts import Accounts
from vanthu_server.province.services.give_number import GiveNumber
from vanthu_server.province.services.pair_codes import PairCodes
from vanthu_server.province.services.province_acts import Delegate, Ratify
from vanthu_server.province.services.show_overview import ShowOverview
from vanthu_server.province.web.pages import Pages
from vanthu_sync.errors import Refused

COOKIE: Final = "vanthu_province"
_DIGITS_MAX: Final = 9


class Health(msgspec.Struct):
    """GET /health: whether the hub can work."""

    ok: bool


@dataclass(frozen=True)
class PageEndpoints:
    """The endpoints for people; `is_secure` marks the cookie for TLS only."""

    accounts: Accounts
    pair_codes: PairCodes
    show_overview: ShowOverview
    ratify: Ratify
    delegate: Delegate
    give_number: GiveNumber
    pages: Pages
    threads: Threads
    checks: Threads
    is_secure: bool

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/", self.overview, methods=["GET"]),
            Route("/login", self.log_in, methods=["POST"]),
            Route("/logout", self.log_out, methods=["POST"]),
            Route("/pair-codes", self.make_pair_code, methods=["POST"]),
            Route("/take-overs/ratify", self.ratify_take_over, methods=["POST"]),
            Route("/delegations", self.delegate_book, methods=["POST"]),
            Route("/numbers", self.give, methods=["POST"]),
            Route("/api/numbers", self.numbers_json, methods=["GET"]),
            Route("/api/overview", self.overview_json, methods=["GET"]),
            Route("/health", self.health, methods=["GET"]),
        ]

    async def overview(self, request: Request) -> Response:
        """GET: the overview, or the login form."""
        try:
            account = await self._person(request)
        except Refused as refused:
            return self.pages.login(None if refused.code == "AUTH_REQUIRED" else refused)
        return await self._overview(account)

    async def overview_json(self, request: Request) -> Response:
        """GET: Overview."""
        await self._person(request)
        return json_reply(await self.threads.run(self.show_overview))

    async def log_in(self, request: Request) -> Response:
        """POST account and password: a cookie, and on to the overview."""
        _check_origin(request)
        form = await read_form(request)
        account, password = form.get("account", ""), form.get("password", "")
        try:
            token = await self.checks.run(partial(self.accounts.log_in, account, password))
        except Refused as refused:
            return self.pages.login(refused, account=account)
        reply = RedirectResponse("/", 303)
        reply.set_cookie(
            COOKIE,
            token,
            max_age=int(PAGE_SESSION_LIFE.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self.is_secure,
        )
        return reply

    async def log_out(self, request: Request) -> Response:
        """POST: the session ends."""
        _check_origin(request)
        token = request.cookies.get(COOKIE, "")
        await self.threads.run(partial(self.accounts.log_out, token))
        reply = RedirectResponse("/", 303)
        reply.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self.is_secure)
        return reply

    async def make_pair_code(self, request: Request) -> Response:
        """POST commune: the overview with a new code, shown this once."""
        _check_origin(request)
        account = await self._person(request)
        commune = (await read_form(request)).get("commune", "")
        code = await self.threads.run(partial(self.pair_codes.make, commune))
        return await self._overview(account, code=(code, commune))

    async def ratify_take_over(self, request: Request) -> Response:
        """POST journal and epoch: approved, and back to the overview."""
        _check_origin(request)
        account = await self._person(request)
        form = await read_form(request)
        epoch = _whole(form.get("epoch", ""), field="epoch")
        act = partial(self.ratify, form.get("journal", ""), epoch, by=account)
        await self.threads.run(act)
        return RedirectResponse("/", 303)

    async def delegate_book(self, request: Request) -> Response:
        """POST organ, book, year and owner: signed and sent, and back to the overview."""
        _check_origin(request)
        account = await self._person(request)
        form = await read_form(request)
        year = _whole(form.get("year", ""), field="year")
        organ, book, owner = (form.get(name, "") for name in ("organ", "book", "owner"))
        act = partial(self.delegate, organ, book, year, owner=owner, by=account)
        await self.threads.run(act)
        return RedirectResponse("/", 303)

    async def give(self, request: Request) -> Response:
        """POST organ, slip and number ("" for the next): signed and sent, and back to the list."""
        _check_origin(request)
        account = await self._person(request)
        form = await read_form(request)
        text = form.get("number", "").strip()
        number = _whole(text, field="number") if text else None
        organ, slip = form.get("organ", ""), form.get("slip", "")
        await self.threads.run(partial(self.give_number, organ, slip, number=number, by=account))
        return RedirectResponse("/#cho-so", 303)

    async def numbers_json(self, request: Request) -> Response:
        """GET: Numbers, of one `organ` or of all."""
        await self._person(request)
        organ = request.query_params.get("organ", "")
        return json_reply(await self.threads.run(partial(self.give_number.waiting, organ)))

    async def health(self, request: Request) -> Response:
        """GET: {"ok": true}, or 503 when the database is away."""
        del request
        try:
            await self.threads.run(self.show_overview.check)
        except StoreFailed:
            return json_reply(Health(ok=False), status=503)
        return json_reply(Health(ok=True))

    async def _overview(self, account: str, *, code: tuple[str, str] | None = None) -> Response:
        overview = await self.threads.run(self.show_overview)
        numbers = await self.threads.run(self.give_number.waiting)
        return self.pages.overview(overview, numbers, account=account, code=code)

    async def _person(self, request: Request) -> str:
        token = request.cookies.get(COOKIE, "")
        return await self.threads.run(partial(self.accounts.know, token))


def _whole(text: str, *, field: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MAX):
        raise Refused("FIELDS_INVALID", detail="Nhập một số.", field=field)
    return int(text)


def _check_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Refused("REQUEST_FOREIGN")
