"""What the courier's tests share: rounds, faults of the hub, what the screen is told."""

from collections.abc import Callable

from tests.commune.node import UBND, Office, entry, operation
from vanthu_server.commune.services.courier import Courier
from vanthu_sync.errors import Refused
from vanthu_sync.wire import HubState


def settle(courier: Courier) -> None:
    """Do rounds until there is nothing more to do."""
    while courier.round():
        pass


def failing(code: str, *, at: str = "hello") -> Callable[[str], None]:
    """Return a fault that refuses one of the hub's calls."""

    def fault(call: str) -> None:
        if call == at:
            raise Refused(code)

    return fault


def well(_: str) -> None:
    """No fault."""


def state(office: Office, courier: Courier) -> HubState:
    """Return what the screen says of the province."""
    return courier.state(exposed=office.node.ledger.exposed)


def six_hundred(office: Office) -> None:
    """Register more documents than one batch holds, in three requests."""
    clerk = office.person("vanthu")
    for start in (0, 200, 400):
        commands = [
            {
                "op": operation(start + place),
                "kind": "incoming.register",
                "organ": UBND,
                "payload": entry(f"Văn bản {start + place}"),
            }
            for place in range(200)
        ]
        clerk.http.post("/api/commands", json={"v": 1, "commands": commands}).raise_for_status()
