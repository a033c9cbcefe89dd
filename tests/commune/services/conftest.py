"""A hub at the courier's port, and the courier of an office that is paired with it."""

import pytest

from tests.commune.letters import FakeHub
from tests.commune.node import Office
from vanthu_server.commune.services.courier import Courier


@pytest.fixture
def hub() -> FakeHub:
    """A hub that works, until the test says otherwise."""
    return FakeHub()


@pytest.fixture
def courier(office: Office, hub: FakeHub) -> Courier:
    """The office's courier; its rounds are the test's."""
    return office.courier(hub)
