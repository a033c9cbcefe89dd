"""All policies a node knows, chosen by key and day or by a document's remembered version.

Rules:
1. Versions of one key follow each other without overlap; only the last may be open-ended.
2. A policy's version id is its own "key@date"; bases that a file does not pin to a date are
   named after it with "+", so that the id alone gives the same rules back for ever.
"""

from collections.abc import Callable, Iterable
from datetime import date
from importlib import resources
from itertools import pairwise
from pathlib import Path

from vanthu_server.policy.catalogue import keys
from vanthu_server.policy.policy import Policy, resolve
from vanthu_server.policy.policy_error import PolicyCode, PolicyError
from vanthu_server.policy.policy_file import PolicyFile, read_policy
from vanthu_server.policy.values import Level

CHAIN_MAX = 4
"""Organ, province and nation make three; a fourth leaves room for a department's rules."""

_Pick = Callable[[str], PolicyFile]


class PolicyShelf:
    """The policies at hand. Immutable; made by `load_policies`."""

    def __init__(self, files: Iterable[PolicyFile]) -> None:
        """Check dates and bases of `files`. Raises PolicyError."""
        self._by_version: dict[str, PolicyFile] = {}
        self._by_key: dict[str, list[PolicyFile]] = {}
        self._made: dict[str, Policy] = {}
        for file in sorted(files, key=lambda one: one.head.effective_from):
            versions = self._by_key.setdefault(file.head.key, [])
            if versions:
                _refuse_overlap(versions[-1], file)
            versions.append(file)
            self._by_version[file.version] = file
        for file in self._by_version.values():
            self._chain(file, self._earliest)

    def policies(self) -> tuple[str, ...]:
        """The policies that an organ may choose, sorted."""
        return tuple(sorted(self._by_key))

    def versions(self) -> tuple[str, ...]:
        """The ids of all versions of all files, sorted."""
        return tuple(sorted(self._by_version))

    def for_document(self, organ_policy: str, on: date) -> Policy:
        """The policy of that key in force on that day (R-LAW-01, R-LAW-02).

        Raises PolicyError: POLICY_UNKNOWN, or POLICY_NOT_IN_FORCE before the first and after
        the last day of the regulation.
        """
        file = next((one for one in self._versions(organ_policy) if one.in_force(on)), None)
        if file is None:
            raise _not_in_force(organ_policy, on, self._versions(organ_policy))

        def on_the_day(key: str) -> PolicyFile:
            return next(
                (one for one in self._versions(key) if one.in_force(on)), self._earliest(key)
            )

        return self._resolved(file, on_the_day)

    def by_version(self, version: str) -> Policy:
        """The policy that a document remembers. Raises PolicyError POLICY_UNKNOWN."""
        own, *bases = version.split("+")
        named = {part.split("@", 1)[0]: part for part in bases}
        policy = self._resolved(self._version(own), lambda key: self._version(named.get(key, key)))
        if policy.version != version:
            raise _unknown(version, self.versions())
        return policy

    def _resolved(self, file: PolicyFile, pick: _Pick) -> Policy:
        chain = self._chain(file, pick)
        floating = [
            base.version for above, base in pairwise(chain) if "@" not in above.head.inherits
        ]
        version = "+".join([file.version, *floating])
        if version not in self._made:  # every number asks for the policy of its day
            self._made[version] = resolve(chain, version)
        return self._made[version]

    def _chain(self, file: PolicyFile, pick: _Pick) -> tuple[PolicyFile, ...]:
        chain = [file]
        while base := chain[-1].head.inherits:
            if len(chain) == CHAIN_MAX:
                raise _bad_base(file, "nối quá dài hoặc thành vòng")
            chain.append(self._version(base) if "@" in base else pick(base))
        if len(chain[-1].values) < len(keys()):
            raise _bad_base(file, "không dẫn về một tệp có đủ mọi khóa")
        if any(_narrower(below, above) for above, below in pairwise(chain)):
            raise _bad_base(file, "dẫn từ cấp rộng xuống cấp hẹp hơn")
        return tuple(chain)

    def _earliest(self, key: str) -> PolicyFile:
        return self._versions(key)[0]

    def _versions(self, key: str) -> list[PolicyFile]:
        if key not in self._by_key:
            raise _unknown(key, self.policies())
        return self._by_key[key]

    def _version(self, version: str) -> PolicyFile:
        if version not in self._by_version:
            raise _unknown(version, self.versions())
        return self._by_version[version]


def load_policies(*, overlays: Iterable[Path] = ()) -> PolicyShelf:
    """Read the six shipped policies and the organs' own files at `overlays`.

    Raises PolicyError for the first file that is wrong.
    """
    folder = resources.files("vanthu_server.policy") / "files"
    shipped = [
        read_policy(entry.read_bytes(), entry.name, complete=True)
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return PolicyShelf([*shipped, *(_overlay(path) for path in overlays)])


def _overlay(path: Path) -> PolicyFile:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise PolicyError(
            PolicyCode.FILE,
            f"Không đọc được tệp chính sách {path.name} ({fault.strerror}).",
            next_step="Kiểm tra đường dẫn và quyền đọc của tệp.",
            file=path.name,
        ) from fault
    return read_policy(data, path.name, complete=False)


def _narrower(base: PolicyFile, above: PolicyFile) -> bool:
    order = list(Level)
    return order.index(base.head.level) > order.index(above.head.level)


def _refuse_overlap(earlier: PolicyFile, later: PolicyFile) -> None:
    ends = earlier.head.effective_to
    if ends is None or ends >= later.head.effective_from:
        raise PolicyError(
            PolicyCode.DATES_OVERLAP,
            f"Hai tệp {earlier.name} và {later.name} cùng có hiệu lực từ "
            f"{later.head.effective_from:%d/%m/%Y}.",
            next_step=f"Ghi effective_to của {earlier.name} trước ngày đó.",
            file=later.name,
            key="effective_from",
        )


def _bad_base(file: PolicyFile, cause: str) -> PolicyError:
    return PolicyError(
        PolicyCode.BASE,
        f"Tệp {file.name}: `inherits` {cause}.",
        next_step="Ghi khóa của quy chế tỉnh, hoặc nd30-2020, vào `inherits`.",
        file=file.name,
        key="inherits",
    )


def _unknown(wanted: str, allowed: tuple[str, ...]) -> PolicyError:
    return PolicyError(
        PolicyCode.UNKNOWN,
        f"Không có chính sách “{wanted}”.",
        next_step=f"Chọn một trong: {', '.join(allowed)}.",
        key=wanted,
        allowed=allowed,
    )


def _not_in_force(key: str, on: date, versions: list[PolicyFile]) -> PolicyError:
    known = tuple(one.version for one in versions)
    return PolicyError(
        PolicyCode.NOT_IN_FORCE,
        f"Chính sách {key} không có bản nào có hiệu lực ngày {on:%d/%m/%Y}.",
        next_step=f"Chọn chính sách khác hoặc nạp bản còn thiếu; đã có: {', '.join(known)}.",
        key=key,
        allowed=known,
    )
