"""Who asks, and whether the request comes from our own page.

Every request but the log-in is authenticated. The session is a cookie that no script reads and
no other site sends (HttpOnly, SameSite=Strict); a request that changes something must also carry
the header X-Vanthu, which a foreign form cannot set, and our own Origin where it names one.
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.domain.session import Session
from vanthu_server.commune.services.reading import require_member
from vanthu_server.commune.services.sessions import Sessions
from vanthu_server.http.threads import Threads
from vanthu_sync.errors import Refused

COOKIE: Final = "vanthu_session"
OWN_HEADER: Final = "x-vanthu"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """Lets known people in."""

    def __init__(self, sessions: Sessions, threads: Threads) -> None:
        self._sessions = sessions
        self._threads = threads

    async def person(self, request: Request) -> tuple[Person, Session]:
        """Return who asks; raises Refused: AUTH_REQUIRED, AUTH_EXPIRED, REQUEST_FOREIGN."""
        require_own_page(request)
        token = request.cookies.get(COOKIE)
        return await self._threads.run(lambda: self._sessions.find(token))

    async def reader(self, request: Request, right: str = "read") -> tuple[Person, str]:
        """Return person and organ of the path; raises Refused: NOT_FOUND, RIGHT_MISSING."""
        person, _ = await self.person(request)
        organ = str(request.path_params["organ"])
        require_member(person, organ)
        rights.require(person, right, organ)
        return person, organ


def require_own_page(request: Request) -> None:
    """Raise Refused(REQUEST_FOREIGN) for a change that did not start on our own page."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    if origin is not None and _place(origin) != request.headers.get("host", ""):
        raise Refused("REQUEST_FOREIGN", detail=origin)
    if OWN_HEADER not in request.headers:
        raise Refused("REQUEST_FOREIGN")


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
