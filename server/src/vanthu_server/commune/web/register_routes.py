"""Routes about registers: the questions at opening, take-over, numbers, who holds what."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.query import NumberQuery
from vanthu_server.commune.services.opening_answers import Answers, Seizure
from vanthu_server.commune.services.register_reading import Registers
from vanthu_server.commune.services.sessions import Sessions
from vanthu_server.commune.web.gate import Gate, require_own_page
from vanthu_server.http.reply import json_reply
from vanthu_server.http.request_body import read_message
from vanthu_server.http.threads import Threads
from vanthu_sync import limits, wire
from vanthu_sync.errors import Refused
from vanthu_sync.vocabulary import NumberState


class RegisterRoutes:
    """See the messages in `vanthu_sync.wire.registers`."""

    def __init__(
        self,
        answers: Answers,
        *,
        state: Callable[[], wire.OpeningState],
        sessions: Sessions,
        registers: Registers,
        gate: Gate,
        threads: Threads,
    ) -> None:
        self._answers = answers
        self._state = state
        self._sessions = sessions
        self._registers = registers
        self._gate = gate
        self._threads = threads

    def routes(self) -> list[Route]:
        """Return the routes."""
        organ = "/api/organs/{organ}"
        return [
            Route("/api/opening", self.opening, methods=["GET"]),
            Route("/api/opening", self.answer, methods=["POST"]),
            Route("/api/take-over", self.take_over, methods=["POST"]),
            Route(f"{organ}/holding", self.holding),
            Route(f"{organ}/numbers/{{book}}/{{year:int}}", self.numbers),
            Route(f"{organ}/copies", self.copies),
            Route(f"{organ}/asked", self.asked),
        ]

    async def opening(self, request: Request) -> Response:
        """→ OpeningState."""
        await self._gate.person(request)
        return json_reply(await self._threads.run(self._state))

    async def answer(self, request: Request) -> Response:
        """OpeningAnswer of a văn thư → OpeningState."""
        person, _ = await self._gate.person(request)
        if not any(rights.may(person, "opening.answer", organ) for organ in person.roles):
            raise Refused("RIGHT_MISSING")
        said = await read_message(request, wire.OpeningAnswer)

        def answer() -> wire.OpeningState:
            self._answers.answer(said, actor=person.account)
            return self._state()

        return json_reply(await self._threads.run(answer))

    async def take_over(self, request: Request) -> Response:
        """TakeOver with the passwords of clerk and leader → OpeningState."""
        require_own_page(request)
        wanted = await read_message(request, wire.TakeOver)

        def take_over() -> wire.OpeningState:
            clerk = self._sessions.check(wanted.clerk.strip(), wanted.clerk_password)
            leader = self._sessions.check(wanted.leader.strip(), wanted.leader_password)
            self._answers.take_over(
                Seizure(
                    reason=wanted.reason,
                    clerk=clerk,
                    leader=leader,
                    paper=wanted.paper,
                    day=wanted.day,
                )
            )
            return self._state()

        return json_reply(await self._threads.run(take_over))

    async def holding(self, request: Request) -> Response:
        """→ Holding."""
        person, organ = await self._gate.reader(request, "read.state")
        reads = rights.may(person, "read", organ)
        return json_reply(
            await self._threads.run(lambda: self._registers.holding(organ, with_subjects=reads))
        )

    async def numbers(self, request: Request) -> Response:
        """→ NumberPage; bad query values are the defaults."""
        _, organ = await self._gate.reader(request)
        query = NumberQuery(
            book=str(request.path_params["book"]),
            year=int(request.path_params["year"]),
            state=_state(request.query_params.get("state", "")),
            before=_whole(request.query_params.get("before", "")),
            limit=min(_whole(request.query_params.get("limit", "")) or 50, limits.PAGE_ROWS_MAX),
        )
        return json_reply(await self._threads.run(lambda: self._registers.numbers(organ, query)))

    async def copies(self, request: Request) -> Response:
        """→ Copies of a year."""
        _, organ = await self._gate.reader(request)
        year = _whole(request.query_params.get("year", "")) or 0
        return json_reply(await self._threads.run(lambda: self._registers.copies(organ, year)))

    async def asked(self, request: Request) -> Response:
        """→ AskedList."""
        _, organ = await self._gate.reader(request)
        return json_reply(await self._threads.run(lambda: self._registers.asked(organ)))


def _state(text: str) -> str:
    return text if text in set(NumberState) else ""


def _whole(text: str) -> int | None:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(limits.NUMBER_MAX))
    return int(text) if digits else None
