"""The administrator's routes: accounts, signer agents, whose certificate is whose (R-ACC-06)."""

from asn1crypto import x509
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.services.agents import CODE_LIFE, Agents
from vanthu_server.commune.services.library import Library
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_server.commune.services.passwords import require_strength
from vanthu_server.commune.services.sessions import Sessions
from vanthu_server.commune.web.gate import Gate
from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_message
from vanthu_server.http.threads import Threads
from vanthu_server.verification.expected import serial_hex
from vanthu_sync import wire

RIGHT = "office.manage"


class OfficeRoutes:
    """Routes that only a quản trị of the organ may use; none of them touches a document."""

    def __init__(
        self,
        setup: OfficeSetup,
        *,
        sessions: Sessions,
        agents: Agents,
        library: Library,
        gate: Gate,
        threads: Threads,
    ) -> None:
        self._setup = setup
        self._sessions = sessions
        self._agents = agents
        self._library = library
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        organ = "/api/organs/{organ}"
        return [
            Route(f"{organ}/accounts", self.people, methods=["GET"]),
            Route(f"{organ}/accounts", self.add_account, methods=["POST"]),
            Route(f"{organ}/agent-code", self.agent_code, methods=["POST"]),
            Route(f"{organ}/certificates", self.certificates, methods=["GET"]),
            Route(f"{organ}/certificates", self.bind, methods=["POST"]),
        ]

    async def people(self, request: Request) -> Response:
        """→ People: everybody with a role here."""
        _, organ = await self._gate.reader(request, RIGHT)
        return json_reply(await self._threads.run(lambda: self._library.people(organ, "")))

    async def add_account(self, request: Request) -> Response:
        """NewAccount → 204; the password is kept apart from the journal."""
        person, organ = await self._gate.reader(request, RIGHT)
        wanted = await read_message(request, wire.NewAccount)
        require_strength(wanted.password)
        new = NewPerson(
            account=wanted.account,
            name=wanted.name,
            position=wanted.position,
            organ=organ,
            roles=wanted.roles,
        )

        def add() -> None:
            self._setup.add_person(new, actor=person.account)
            self._sessions.set_password(wanted.account, wanted.password, check=require_strength)

        await self._threads.run(add)
        return Response(status_code=204)

    async def agent_code(self, request: Request) -> Response:
        """→ AgentCode."""
        await self._gate.reader(request, RIGHT)
        code = await self._threads.run(self._agents.new_code)
        return json_reply(wire.AgentCode(code=code, minutes=CODE_LIFE.seconds // 60))

    async def certificates(self, request: Request) -> Response:
        """→ Certificates of all paired agents."""
        _, organ = await self._gate.reader(request, RIGHT)
        return json_reply(await self._threads.run(lambda: self._certificates(organ)))

    async def bind(self, request: Request) -> Response:
        """BindCertificate → 204 (R-SIG-02, R-TOK-01)."""
        person, organ = await self._gate.reader(request, RIGHT)
        wanted = await read_message(request, wire.BindCertificate)

        def bind() -> None:
            bound = self._agents.binding(
                wanted.serial,
                holder=wanted.account or organ,
                role="person" if wanted.account else "organ",
                organ=organ,
            )
            self._setup.bind_certificate(bound, actor=person.account)

        await self._threads.run(bind)
        return Response(status_code=204)

    def _certificates(self, organ: str) -> wire.Certificates:
        holders = self._library.certificate_holders(organ)
        found = []
        for agent, offer in self._agents.offered():
            certificate = x509.Certificate.load(offer.der)
            serial = serial_hex(certificate)
            found.append(
                wire.CertificateRef(
                    serial=serial,
                    subject=_shown(certificate),
                    agent=agent.name,
                    test_key=offer.test_key,
                    holders=holders.get(serial, ()),
                )
            )
        return wire.Certificates(certificates=tuple(found))


def _shown(certificate: x509.Certificate) -> str:
    """Return who a certificate names, for people: name, organisation, identifier."""
    names = certificate.subject.native
    parts = (names.get(key, "") for key in ("common_name", "organization_name", "user_id"))
    return " · ".join(str(part) for part in parts if part)
