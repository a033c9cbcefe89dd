"""A person of the office, as the rights see them."""

import msgspec


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An account with its roles by organ id."""

    account: str
    name: str
    position: str = ""
    roles: dict[str, tuple[str, ...]] = {}

    def roles_in(self, organ: str) -> tuple[str, ...]:
        """Return the roles in `organ`, () where there are none."""
        return self.roles.get(organ, ())
