"""The rules of each province and organ as data, versioned by the day they take effect.

Start at `load_policies`; `README.md` lists every key with its meaning and values.
"""

from vanthu_server.policy.policy import Gap, Policy, RuleSource
from vanthu_server.policy.policy_error import PolicyCode, PolicyError
from vanthu_server.policy.shelf import PolicyShelf, load_policies

__all__ = [
    "Gap",
    "Policy",
    "PolicyCode",
    "PolicyError",
    "PolicyShelf",
    "RuleSource",
    "load_policies",
]
