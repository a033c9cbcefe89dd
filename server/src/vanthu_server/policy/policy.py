"""A policy ready to be asked: typed values, where each comes from, and what is still open."""

from collections.abc import Iterator
from datetime import date

import msgspec

from vanthu_server.policy.catalogue import keys
from vanthu_server.policy.policy_file import PolicyFile
from vanthu_server.policy.rules import Recipient, Rules
from vanthu_server.policy.values import PrintPeriod, ReportPeriod, SignatureLine


class RuleSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value stands: the version and instrument that give it, and its Điều, khoản."""

    key: str
    version: str
    instrument: str
    article: str
    inherited: bool


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A setting that nobody has made yet: the organ must see it, not a guess of ours."""

    code: str
    key: str
    text: str
    next_step: str


class Policy(Rules, frozen=True, kw_only=True):
    """The rules for one document: `policy.sign.organ.position` and so on.

    `version` is what the document remembers (R-LAW-01); `PolicyShelf.by_version` gives the
    same policy back for it.
    """

    key: str
    version: str
    title: str
    instrument: str
    effective_from: date
    effective_note: str
    sources: dict[str, RuleSource]

    def gaps(self) -> tuple[Gap, ...]:
        """What this policy leaves to the organ and the organ has not set, by key."""
        return tuple(_gaps(self))


def resolve(chain: tuple[PolicyFile, ...], version: str) -> Policy:
    """Lay `chain` (nearest file first) over each other; the last file gives every key."""
    tree: dict[str, object] = {}
    sources: dict[str, RuleSource] = {}
    for key in keys():
        file = next(file for file in chain if key in file.values)
        _put(tree, key, file.values[key])
        sources[key] = RuleSource(
            key=key,
            version=file.version,
            instrument=file.head.instrument,
            article=file.articles[key],
            inherited=file is not chain[0],
        )
    head = chain[0].head
    about = {
        "key": head.key,
        "version": version,
        "title": head.title,
        "instrument": head.instrument,
        "effective_from": head.effective_from,
        "effective_note": head.effective_note,
        "sources": sources,
    }
    return msgspec.convert(about | tree, Policy, from_attributes=True)


def _put(tree: dict[str, object], key: str, value: object) -> None:
    *branches, leaf = key.split(".")
    for branch in branches:
        found = tree.setdefault(branch, {})
        assert isinstance(found, dict), f"{key} runs through a value"
        tree = found
    tree[leaf] = value


def _gaps(policy: Policy) -> Iterator[Gap]:
    if policy.effective_note:
        yield _gap("GAP_DATE_ASSUMED", "effective_from", policy.effective_note)
    if SignatureLine.AGENCY in policy.sign.organ.text and not policy.sign.organ.agency:
        yield _gap("GAP_TEXT_MISSING", "sign.organ.agency", "Chưa có nội dung dòng “Cơ quan”.")
    if not policy.outgoing.paper_list.complete:
        yield _gap(
            "GAP_LIST_MISSING",
            "outgoing.paper_list",
            "Danh mục văn bản gửi kèm bản giấy do người có thẩm quyền quyết định chưa được nhập.",
        )
    if policy.register.print_period is PrintPeriod.ORGAN_REGULATION:
        yield _gap(
            "GAP_ORGAN_DECIDES",
            "register.print_period",
            "Kỳ in sổ do quy chế của cơ quan quy định và chưa được nhập.",
        )
    if ReportPeriod.ORGAN_REGULATION in policy.report.periods:
        yield _gap("GAP_ORGAN_DECIDES", "report.periods", "Kỳ báo cáo chưa được cơ quan quy định.")
    yield from _recipient_gaps("report.recipient", policy.report.recipient)
    yield from _recipient_gaps("incident.recipient", policy.incident.recipient)
    yield from _recipient_gaps("cert.recipient", policy.cert.recipient)


def _recipient_gaps(key: str, recipients: tuple[Recipient, ...]) -> Iterator[Gap]:
    if not recipients:
        yield _gap("GAP_RECIPIENT_MISSING", key, "Chưa có nơi nhận.")
    for one in recipients:
        if not one.confirmed:
            text = f"Quy chế ghi “{one.named}”; nay dự kiến là “{one.current}”, chưa xác nhận."
            yield _gap("GAP_RECIPIENT_UNCONFIRMED", key, text)


def _gap(code: str, key: str, text: str) -> Gap:
    step = f"Quản trị ghi {key} vào tệp chính sách của cơ quan, kèm Điều, khoản."
    if code == "GAP_DATE_ASSUMED":
        step = "Quản trị tìm bản có ngày hiệu lực và ghi lại effective_from."
    return Gap(code=code, key=key, text=text, next_step=step)
