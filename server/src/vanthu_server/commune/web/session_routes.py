"""Log-in, log-out, who am I."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.session import Session
from vanthu_server.commune.services.library import Library
from vanthu_server.commune.services.sessions import Sessions
from vanthu_server.commune.web.gate import COOKIE, Gate, require_own_page
from vanthu_server.http.limits import CHECKS_AT_ONCE_MAX
from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_message
from vanthu_server.http.threads import Threads
from vanthu_sync import wire
from vanthu_sync.clock import instant


class SessionRoutes:
    """The routes under /api/session."""

    def __init__(
        self, sessions: Sessions, *, gate: Gate, library: Library, threads: Threads, secure: bool
    ) -> None:
        self._sessions = sessions
        self._gate = gate
        self._library = library
        self._threads = threads
        self._checks = Threads(CHECKS_AT_ONCE_MAX)
        self._secure = secure

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/api/session", self.log_in, methods=["POST"]),
            Route("/api/session", self.me, methods=["GET"]),
            Route("/api/session", self.log_out, methods=["DELETE"]),
        ]

    async def log_in(self, request: Request) -> Response:
        """POST /api/session LogIn → Me, with the session's cookie."""
        require_own_page(request)
        wanted = await read_message(request, wire.LogIn)
        opened = await self._checks.run(
            lambda: self._sessions.open(wanted.account.strip(), wanted.password)
        )
        answer = json_reply(await self._me(opened.person, opened.session))
        answer.set_cookie(
            COOKIE,
            opened.token,
            httponly=True,
            samesite="strict",
            secure=self._secure,
            path="/",
        )
        return answer

    async def me(self, request: Request) -> Response:
        """GET /api/session → Me."""
        person, session = await self._gate.person(request)
        return json_reply(await self._me(person, session))

    async def log_out(self, request: Request) -> Response:
        """DELETE /api/session → 204."""
        require_own_page(request)
        token = request.cookies.get(COOKIE)
        await self._threads.run(lambda: self._sessions.end(token))
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    async def _me(self, person: Person, session: Session) -> wire.Me:
        organs = await self._threads.run(self._library.organs)
        return wire.Me(
            account=person.account,
            name=person.name,
            memberships=tuple(
                wire.Membership(
                    organ=wire.OrganRef(id=organ.id, code=organ.code, name=organ.name),
                    roles=person.roles_in(organ.id),
                )
                for organ in organs
                if person.roles_in(organ.id)
            ),
            expires_at=instant(session.ends_at()),
        )
