"""Where "mật" means a state secret and where it only looks so.

"Mật" is also dense, honey, gall, intimate, password, and part of names. Each occurrence is
judged by the words beside it; an unknown neighbour counts as suspicious, because a warning
costs the clerk one answer and a missed secret costs more.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")

_BEFORE: Final = frozenset(
    [
        "bảo",
        "cơ",
        "thân",
        "trù",
        "nghiêm",
        "chu",
        "cẩn",
        "nồng",
        "giải",
        "túi",
        "sỏi",
        "đường",
        "ống",
        "dẫn",
        "lấy",
        "rỉ",
        "rút",
        "hút",
        "hoa",
        "mía",
        "khoai",
        "kẹo",
        "bánh",
        "lăng",
        "gấu",
        "ong",
        "ngọt",
        "giàu",
        "cây",
    ]
)
"""bảo mật, cơ mật, thân mật, trù mật, giải mật (declassify), túi mật, hoa mật, cây mật nhân…"""

_AFTER: Final = frozenset(
    [
        "khẩu",
        "mã",
        "độ",
        "ong",
        "mía",
        "gấu",
        "thiết",
        "vụ",
        "danh",
        "tông",
        "cật",
        "hiệu",
        "thám",
        "ngọt",
        "hoa",
        "vịt",
        "heo",
        "lợn",
    ]
)
"""mật khẩu, mật mã, mật độ, mật ong, mật thiết, mật danh, Mật tông…"""

_PLACE_OR_PERSON: Final = frozenset(
    [
        "phường",
        "xã",
        "thôn",
        "phố",
        "chợ",
        "làng",
        "ấp",
        "khu",
        "khóm",
        "núi",
        "sông",
        "suối",
        "cầu",
        "chùa",
        "đình",
        "đền",
        "đèo",
        "buôn",
        "ông",
        "bà",
        "anh",
        "chị",
    ]
)
_PAPERS: Final = frozenset([("tài", "liệu"), ("văn", "bản"), ("hồ", "sơ"), ("công", "văn")])
_PRIVATE: Final = frozenset(["kinh", "đời", "cá", "gia", "thư", "thương", "công"])
"""bí mật kinh doanh, đời tư, cá nhân, gia đình, thư tín, thương mại, công nghệ: other laws."""

_STATE: Final = ("nhà", "nước")
_HOLDING: Final = frozenset(["thuộc", "chứa", "mang"])
_DENIALS: Final = frozenset(
    ("không", word) for word in ("mật", "có", "phải", "thuộc", "mang", "chứa")
)
_EXCLUSIONS: Final = frozenset(
    [("không", "áp"), *(("trừ", word) for word in ("văn", "tài", "các", "những"))]
)
_REACH: Final = 5
"""Words back: "không có tính chất mật", "thuộc danh mục bí mật nhà nước"."""
_EXCLUSION_REACH: Final = 14
"""Words back: "không áp dụng đối với văn bản có nội dung thuộc bí mật nhà nước"."""

_PLAIN: Final = frozenset(["thường", "không", "bình"])
_LEVELS: Final = frozenset(["tối", "tuyệt"])


def suspicious_phrases(text: str) -> list[str]:
    """Return the phrases of `text` (mended) that may mark a secret, in order, each once."""
    words: list[str] = _TOKEN.findall(text)
    low = [word.lower() for word in words]
    found = (_phrase(words, low, at) for at, word in enumerate(low) if word == "mật")
    return list(dict.fromkeys(phrase for phrase in found if phrase))


def _phrase(words: Sequence[str], low: Sequence[str], at: int) -> str:
    """The suspicious phrase around the "mật" at that place, or ""."""
    before = low[at - 1] if at else ""
    after = low[at + 1] if at + 1 < len(low) else ""
    if _denied(low, at):
        return ""
    if before == "bí":
        return " ".join(words[at - 1 : at + 3]) if _state_secret(low, at) else ""
    if after in _AFTER and not _paper(low, at):
        return ""
    if before in _LEVELS or _paper(low, at) or not _looks_only(words, low, at):
        return " ".join(words[max(0, at - 1) : at + 1])
    return ""


def _denied(low: Sequence[str], at: int) -> bool:
    near = pairwise(low[max(0, at - _REACH) : at + 1])
    far = pairwise(low[max(0, at - _EXCLUSION_REACH) : at + 1])
    return any(pair in _DENIALS for pair in near) or any(pair in _EXCLUSIONS for pair in far)


def _state_secret(low: Sequence[str], at: int) -> bool:
    if tuple(low[at + 1 : at + 3]) == _STATE:
        return bool(_HOLDING & set(low[max(0, at - _REACH) : at]))
    return _paper(low, at - 1) and low[at + 1 : at + 2] not in [[word] for word in _PRIVATE]


def _paper(low: Sequence[str], at: int) -> bool:
    """Whether "tài liệu", "văn bản"… stands right before that place, "cơ" or "tối" between."""
    end = at - 1 if low[at - 1 : at] in (["cơ"], ["tối"], ["tuyệt"]) else at
    return tuple(low[max(0, end - 2) : end]) in _PAPERS


def _looks_only(words: Sequence[str], low: Sequence[str], at: int) -> bool:
    before = low[at - 1] if at else ""
    if before in _BEFORE or before in _PLACE_OR_PERSON:
        return True
    if before == "độ":
        following = [word for word in low[at + 1 : at + 3] if word.isalpha()]
        return bool(following) and following[0] in _PLAIN
    return _is_name(words, at)


def _is_name(words: Sequence[str], at: int) -> bool:
    """A capital beside another capitalised word: Mật Sơn, Nguyễn Văn Mật."""
    neighbours = [*words[max(1, at - 1) : at], *words[at + 1 : at + 2]]
    return words[at].istitle() and any(word.istitle() for word in neighbours)
