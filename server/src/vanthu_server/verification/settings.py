import msgspec

from vanthu_server.verification.report import Role


class VerificationSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy decides about checking.

    `accept_without_revocation_data` is the soft fail: a chain that no CRL speaks of counts as
    good, with a notice. `known_roles` comes from the directory: certificate serial (hex) → role.
    """

    accept_without_revocation_data: bool = False
    known_roles: dict[str, Role] = {}
