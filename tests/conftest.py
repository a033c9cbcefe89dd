"""What every test shares: how properties are searched, and the event loop of async tests."""

import pytest
from hypothesis import HealthCheck, settings

# A slow office PC is no failure of a property; the seed of a failure is printed.
settings.register_profile(
    "workspace",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("workspace")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as uvicorn does."""
    return "asyncio"
