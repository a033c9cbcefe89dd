"""The question before each signature (SG20, SG21). Only "ký" signs; silence is a refusal."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from vanthu_signer.problem import SignerProblem
from vanthu_signer.review import Reviewed
from vanthu_signer.terminal import Terminal, shown
from vanthu_signer.token import TEST_KEY_NAME

YES = "ký"
NO = "không"
_ROLES = {"person": "cá nhân", "organ": "cơ quan"}


@dataclass(frozen=True)
class Setting:
    """Where the signature is asked for and which token would make it."""

    server: str
    token_label: str
    token_serial: str
    test_key: bool


def ask_consent(
    terminal: Terminal, reviewed: Reviewed, setting: Setting, pages: tuple[Path, ...]
) -> None:
    """Show what is to be signed and ask; return only after "ký". Raises SG21 otherwise."""
    for line in question_lines(reviewed, setting, pages):
        terminal.say(line)
    while True:
        answer = terminal.ask(f"Trả lời “{YES}” để ký, “{NO}” để từ chối:")
        if answer is None:
            raise SignerProblem("SG21", "không có câu trả lời")
        match unicodedata.normalize("NFC", answer).lower():
            case "ký":
                return
            case "không":
                raise SignerProblem("SG21")
            case _:
                terminal.say(f"Chỉ nhận “{YES}” hoặc “{NO}”.")


def question_lines(reviewed: Reviewed, setting: Setting, pages: tuple[Path, ...]) -> list[str]:
    """The question's lines: what the file itself says, and what the node says of it."""
    job, values = reviewed.job, reviewed.changes.values
    number = values.get("SoVanBan") or "(chưa cấp số)"
    day = values.get("NgayThang") or "(chưa ghi ngày)"
    test = f" — {TEST_KEY_NAME.upper()}" if setting.test_key else ""
    lines = [
        "",
        "════════ YÊU CẦU KÝ SỐ ════════",
        f"Văn bản:      {shown(job.title)}",
        f"Số, ký hiệu:  {shown(number)}   (máy xã ghi: {shown(job.symbol) or 'chưa có'})",
        f"Ngày:         {shown(day)}",
        f"Cơ quan:      {shown(job.organ_name)}",
        f"Người ký:     {shown(job.signer_name)} ({_ROLES[job.role]}), ô {shown(job.field)}",
        f"Thiết bị ký:  {shown(setting.token_label)}, số {setting.token_serial}{test}",
        f"Chứng thư:    {job.certificate_serial}",
        f"Giờ sẽ ghi:   {reviewed.signing_time:%d/%m/%Y %H:%M:%S %z}",
        f"Máy xã:       {setting.server}",
        f"Số trang:     {reviewed.page_count}",
        f"SHA-256:      {job.prepared_sha256}",
    ]
    lines += _history_lines(reviewed)
    lines += [f"Hình trang:   {path}" for path in pages]
    return [*lines, f"LƯU Ý: {reviewed.warning}"] if reviewed.warning else lines


def _history_lines(reviewed: Reviewed) -> list[str]:
    changes = reviewed.changes
    if not changes.signers:
        return ["Chữ ký trước: chưa có ai ký"]
    lines = [f"Chữ ký trước: {shown(signer)}, còn nguyên vẹn" for signer in changes.signers]
    if not changes.filled:
        return [*lines, "Từ chữ ký trước đến nay: không đổi gì"]
    return lines + [
        f"Từ chữ ký trước: ô {shown(name)}: {shown(old) or '(trống)'} → {shown(new)}"
        for name, (old, new) in changes.filled.items()
    ]
