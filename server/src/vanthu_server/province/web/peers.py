"""Who speaks: the node behind a bearer token."""

from starlette.requests import Request

from vanthu_server.http.threads import Threads
from vanthu_server.province.domain.peers import Peer
from vanthu_server.province.services.node_sessions import NodeSessions
from vanthu_sync.errors import Refused


class Peers:
    """Knows nodes by the Authorization header."""

    def __init__(self, sessions: NodeSessions, threads: Threads) -> None:
        self._sessions = sessions
        self._threads = threads

    async def of(self, request: Request) -> Peer:
        """Return the node that sent `request`; raises Refused: SESSION_ENDED, OWNER_CHANGED."""
        peer = await self.or_guest(request)
        if peer.guest:
            raise Refused("OWNER_CHANGED")
        return peer

    async def or_guest(self, request: Request) -> Peer:
        """Return the node, or a guest (LK7), that sent `request`; raises Refused(SESSION_ENDED)."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused("SESSION_ENDED")
        return await self._threads.run(lambda: self._sessions.know(token))
