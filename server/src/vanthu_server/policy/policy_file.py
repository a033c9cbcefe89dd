"""One TOML file of a policy: read, checked key by key, kept as typed values.

Rules:
1. The head says whose rules they are and from when (`key`, `level`, `title`, `instrument`,
   `effective_from`, …); the sections hold the values, `[articles]` their Điều, khoản.
2. A complete file gives each key exactly once: as a value with its article, or by its name in
   `inherited` where the regulation is silent. An organ's own file may leave keys out.
3. `inherits` names the file that answers for the silent keys: "key@date" is that version for
   ever, "key" the version in force on the day asked for.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from vanthu_server.policy.catalogue import Key, keys
from vanthu_server.policy.policy_error import PolicyCode, PolicyError
from vanthu_server.policy.values import Level

FILE_BYTES_MAX = 65_536
"""The longest shipped file has under 8 KiB; more is no policy file."""


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file says about itself.

    `effective_note` is empty when the date is certain; otherwise it says how it was assumed.
    """

    key: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{1,79}$")]
    level: Level
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    instrument: Annotated[str, Meta(min_length=1, max_length=200)]
    effective_from: date
    effective_to: date | None = None
    effective_note: Annotated[str, Meta(max_length=300)] = ""
    inherits: Annotated[str, Meta(max_length=100)] = ""


class PolicyFile(msgspec.Struct, frozen=True, kw_only=True):
    """A checked file: its head, the typed values it gives by dotted key, and their articles."""

    name: str
    head: Head
    values: dict[str, object]
    articles: dict[str, str]

    @property
    def version(self) -> str:
        """The stable id of this version: key and first day in force."""
        return f"{self.head.key}@{self.head.effective_from.isoformat()}"

    def in_force(self, on: date) -> bool:
        """Whether this version applies on that day (both ends belong to it)."""
        ends = self.head.effective_to
        return self.head.effective_from <= on and (ends is None or on <= ends)


def read_policy(data: bytes, name: str, *, complete: bool) -> PolicyFile:
    """Read one policy file; `complete` demands every key (rule 2).

    Raises PolicyError naming file, key and allowed values.
    """
    tree = _parsed(data, name)
    silent = tree.pop("inherited", [])
    articles = tree.pop("articles", {})
    sections = {key.split(".", 1)[0] for key in keys()}
    head = _head({part: tree.pop(part) for part in list(tree) if part not in sections}, name)
    leaves = dict(_leaves(tree, ""))
    _refuse_unknown([*leaves, *_names(silent, "inherited", name)], name)
    _refuse_unknown(_names(articles, "articles", name), name)
    if complete:
        _refuse_missing(leaves, silent, name)
    return PolicyFile(
        name=name,
        head=head,
        values={key: _value(keys()[key], value, name) for key, value in leaves.items()},
        articles=_articles(leaves, articles, name),
    )


def _parsed(data: bytes, name: str) -> dict[str, object]:
    if len(data) > FILE_BYTES_MAX:
        raise _broken(name, f"dài {len(data)} byte, quá {FILE_BYTES_MAX} byte")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise _broken(name, "không phải UTF-8") from fault
    except tomllib.TOMLDecodeError as fault:
        raise _broken(name, f"sai cú pháp TOML ({fault})") from fault


def _broken(name: str, cause: str) -> PolicyError:
    return PolicyError(
        PolicyCode.FILE,
        f"Tệp chính sách {name} {cause}.",
        next_step="Sửa tệp theo mẫu trong thư mục policy/files rồi nạp lại.",
        file=name,
    )


def _head(raw: dict[str, object], name: str) -> Head:
    fields = {field.name: field for field in msgspec.structs.fields(Head)}
    for part in raw:
        if part not in fields:
            raise _unknown(part, name)
    for part, field in fields.items():
        if field.required and part not in raw:
            raise _missing(part, name)
        if part in raw:
            _converted(raw[part], field.type, (name, part), ("theo mẫu của nd30-2020.toml",))
    return msgspec.convert(raw, Head)


def _leaves(tree: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for part, value in tree.items():
        name = prefix + part
        if isinstance(value, dict) and name not in keys():
            yield from _leaves(value, f"{name}.")
        else:
            yield name, value


def _names(raw: object, part: str, name: str) -> list[str]:
    if isinstance(raw, dict if part == "articles" else list) and all(
        isinstance(item, str) for item in raw
    ):
        return list(raw)
    raise _wrong((name, part), ("tên các khóa",), "không phải danh sách tên khóa")


def _refuse_unknown(names: list[str], file: str) -> None:
    for key in names:
        if key not in keys():
            raise _unknown(key, file)


def _refuse_missing(leaves: Mapping[str, object], silent: object, file: str) -> None:
    named = _names(silent, "inherited", file)
    for key in keys():
        if (key in leaves) == (key in named):
            raise _missing(key, file)


def _value(key: Key, raw: object, file: str) -> object:
    value = _converted(raw, key.type, (file, key.name), key.allowed)
    if key.repeated and isinstance(value, tuple) and any(value.count(one) > 1 for one in value):
        raise _wrong((file, key.name), key.allowed, "nêu một giá trị hai lần")
    return value


def _converted(
    raw: object, wanted: object, place: tuple[str, str], allowed: tuple[str, ...]
) -> object:
    try:
        return msgspec.convert(raw, wanted, builtin_types=(date,))
    except msgspec.ValidationError as fault:
        raise _wrong(place, allowed, f"có giá trị không hợp lệ: {raw!r:.80}") from fault


def _articles(leaves: Mapping[str, object], articles: object, file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    given = articles if isinstance(articles, dict) else {}
    for key in [*leaves, *given]:
        article = given.get(key)
        if key not in leaves or not isinstance(article, str) or not article.strip():
            raise PolicyError(
                PolicyCode.ARTICLE_MISSING,
                f"Tệp {file}: mỗi khóa có giá trị phải có đúng một căn cứ; khóa {key} chưa đúng.",
                next_step=f"Ghi Điều, khoản của {key} vào bảng [articles], hoặc bỏ dòng thừa.",
                file=file,
                key=key,
            )
        found[key] = article
    return found


def _unknown(key: str, file: str) -> PolicyError:
    return PolicyError(
        PolicyCode.KEY_UNKNOWN,
        f"Tệp {file} có khóa lạ: {key}.",
        next_step="Xem danh sách khóa trong policy/README.md, sửa tên hoặc bỏ khóa này.",
        file=file,
        key=key,
        allowed=tuple(keys()),
    )


def _missing(key: str, file: str) -> PolicyError:
    allowed = keys()[key].allowed if key in keys() else ()
    return PolicyError(
        PolicyCode.KEY_MISSING,
        f"Tệp {file}: khóa {key} phải có đúng một lần, bằng giá trị hoặc trong `inherited`.",
        next_step=f"Thêm khóa này. Giá trị được phép: {', '.join(allowed) or 'xem README'}.",
        file=file,
        key=key,
        allowed=allowed,
    )


def _wrong(place: tuple[str, str], allowed: tuple[str, ...], cause: str) -> PolicyError:
    file, key = place
    return PolicyError(
        PolicyCode.VALUE,
        f"Tệp {file}: khóa {key} {cause}.",
        next_step=f"Giá trị được phép: {', '.join(allowed)}.",
        file=file,
        key=key,
        allowed=allowed,
    )
