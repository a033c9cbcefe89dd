"""A wrong file is refused with its place, the allowed values and the next step."""

from importlib import resources

import pytest

from vanthu_server.policy import PolicyCode, PolicyError
from vanthu_server.policy.policy_file import FILE_BYTES_MAX, read_policy

GOOD = (
    (resources.files("vanthu_server.policy") / "files" / "000-tuyen-quang-2018.toml")
    .read_bytes()
    .decode()
)


def refusal(text: str | bytes) -> PolicyError:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(PolicyError) as caught:
        read_policy(data, "thu.toml", complete=True)
    assert caught.value.file == "thu.toml"
    assert caught.value.text
    assert caught.value.next_step
    return caught.value


def changed(before: str, after: str) -> str:
    assert GOOD.count(before) == 1, before
    return GOOD.replace(before, after)


def test_the_good_file_reads() -> None:
    assert read_policy(GOOD.encode(), "thu.toml", complete=True).version.endswith("@2019-04-15")


def test_a_wrong_value_names_its_key_and_the_allowed_values() -> None:
    error = refusal(changed('position = "p1_top_right"', 'position = "góc phải"'))
    assert (error.code, error.key) == (PolicyCode.VALUE, "sign.organ.position")
    assert error.allowed == ("p1_top_right", "p1_bottom_left", "overlap_left_third", "tt01_2019")
    assert "p1_bottom_left" in error.next_step


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('text = ["label", "agency", "time"]', 'text = ["label", "label"]', "sign.organ.text"),
        ('channels = ["axis"]', "channels = []", "incoming.channels"),
        ("recipient_split = false", 'recipient_split = "off"', "outgoing.recipient_split"),
        ('receivers = ["district_committee"]', 'receivers = ["huyện"]', "outgoing.paper_list"),
        ("effective_from = 2019-04-15", 'effective_from = "15/04/2019"', "effective_from"),
        ('level = "province"', 'level = "tỉnh"', "level"),
        ('inherited = [\n  "register.print_period",', "inherited = [\n  7,", "inherited"),
    ],
)
def test_a_value_of_another_type_or_twice_the_same_is_refused(
    before: str, after: str, key: str
) -> None:
    error = refusal(changed(before, after))
    assert (error.code, error.key) == (PolicyCode.VALUE, key)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('timestamp = "required_tsa"\n', "sign.timestamp"),
        ('  "register.bind",\n', "register.bind"),
        ('title = "Quy chế văn bản điện tử tỉnh Tuyên Quang"\n', "title"),
    ],
)
def test_a_missing_key_is_named(line: str, key: str) -> None:
    error = refusal(changed(line, ""))
    assert (error.code, error.key) == (PolicyCode.KEY_MISSING, key)


def test_a_key_that_is_given_and_called_silent_is_refused() -> None:
    error = refusal(changed('  "register.bind",\n', '  "register.bind",\n  "sign.timestamp",\n'))
    assert (error.code, error.key) == (PolicyCode.KEY_MISSING, "sign.timestamp")


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('timestamp = "required_tsa"', 'time_stamp = "required_tsa"', "sign.time_stamp"),
        ('  "register.bind",', '  "register.bnd",', "register.bnd"),
        ('"report.periods" =', '"report.period" =', "report.period"),
        ('level = "province"', 'level = "province"\nauthor = "x"', "author"),
    ],
)
def test_an_unknown_key_is_named(before: str, after: str, key: str) -> None:
    error = refusal(changed(before, after))
    assert (error.code, error.key) == (PolicyCode.KEY_UNKNOWN, key)


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('"sign.required" = "Điều 12 khoản 1"\n', "", "sign.required"),
        ('"sign.required" = "Điều 12 khoản 1"', '"sign.required" = " "', "sign.required"),
        ("[articles]", '[articles]\n"register.bind" = "Điều 1"', "register.bind"),
    ],
)
def test_a_value_without_article_and_an_article_without_value_are_refused(
    before: str, after: str, key: str
) -> None:
    error = refusal(changed(before, after))
    assert (error.code, error.key) == (PolicyCode.ARTICLE_MISSING, key)


@pytest.mark.parametrize(
    "broken",
    ["key = ", b"\xff\xfe", "a = 1\n" + "#" * FILE_BYTES_MAX],
    ids=["syntax", "encoding", "length"],
)
def test_a_file_that_is_no_toml_is_refused(broken: str | bytes) -> None:
    assert refusal(broken).code is PolicyCode.FILE


@pytest.mark.parametrize(
    ("before", "after", "code", "key"),
    [
        ("[articles]", "[[articles]]", PolicyCode.VALUE, "articles"),
        ('timestamp = "required_tsa"', "timestamp.a = 1", PolicyCode.VALUE, "sign.timestamp"),
        (
            '[security]\nscan_before_issue = "recommended"',
            "[security.scan]\nbefore = 1",
            PolicyCode.KEY_UNKNOWN,
            "security.scan.before",
        ),
    ],
)
def test_a_table_where_a_value_belongs_and_the_reverse_are_refused(
    before: str, after: str, code: PolicyCode, key: str
) -> None:
    error = refusal(changed(before, after))
    assert (error.code, error.key) == (code, key)


def test_an_organs_own_file_may_leave_keys_out() -> None:
    """R-LAW-02."""
    own = """
key = "ubnd-xa-a"
level = "organ"
title = "Quy chế văn thư, lưu trữ của UBND xã A"
instrument = "Quyết định 12/QĐ-UBND của UBND xã A"
effective_from = 2026-01-01
inherits = "000-tuyen-quang-2018"
register.print_period = "month"
articles."register.print_period" = "Điều 9"
"""
    file = read_policy(own.encode(), "xa-a.toml", complete=False)
    assert file.values == {"register.print_period": "month"}
