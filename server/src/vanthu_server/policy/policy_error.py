"""What can be wrong with a policy file or with asking for a policy, as people read it."""

from enum import StrEnum


class PolicyCode(StrEnum):
    """Stable codes; the text beside them may be reworded, the code never."""

    FILE = "POLICY_FILE"
    KEY_MISSING = "POLICY_KEY_MISSING"
    KEY_UNKNOWN = "POLICY_KEY_UNKNOWN"
    VALUE = "POLICY_VALUE"
    ARTICLE_MISSING = "POLICY_ARTICLE_MISSING"
    BASE = "POLICY_BASE"
    DATES_OVERLAP = "POLICY_DATES_OVERLAP"
    NOT_IN_FORCE = "POLICY_NOT_IN_FORCE"
    UNKNOWN = "POLICY_UNKNOWN"


class PolicyError(Exception):
    """A policy cannot be read or chosen.

    `file` and `key` name the place ("" where none), `allowed` what may stand there; `text`
    names the cause and `next_step` what to do, both in Vietnamese.
    """

    def __init__(
        self,
        code: PolicyCode,
        text: str,
        *,
        next_step: str,
        file: str = "",
        key: str = "",
        allowed: tuple[str, ...] = (),
    ) -> None:
        super().__init__(f"{code}: {text} {next_step}")
        self.code = code
        self.text = text
        self.next_step = next_step
        self.file = file
        self.key = key
        self.allowed = allowed
