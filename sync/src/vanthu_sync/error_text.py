"""The texts of one error code."""

import msgspec


class ErrorText(msgspec.Struct, frozen=True):
    """HTTP status, title (the cause) and next step of a code."""

    status: int
    title: str
    next_step: str
