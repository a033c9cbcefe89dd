"""The shown name of a file carries nothing that could mislead or harm."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu_server.intake.file_name import NAME_BYTES_MAX, NAMELESS, display_name, extension


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Báo cáo quý IV.pdf", "Báo cáo quý IV.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\lan\Cong van 12.docx", "Cong van 12.docx"),
        ("C:bao cao.pdf", "C_bao cao.pdf"),
        ("bao\u202egnp.exe", "baognp.exe"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("tên:có|dấu?.pdf", "tên_có_dấu_.pdf"),
        ("con.pdf", "_con.pdf"),
        ("COM1", "_COM1"),
        ("LPT9.tar.gz", "_LPT9.tar.gz"),
        ("AUX ", "_AUX"),
        ("conson.pdf", "conson.pdf"),
        ("quyet dinh.pdf. . .", "quyet dinh.pdf"),
        ("...", NAMELESS),
        ("", NAMELESS),
        ("\u200b\u202e/", NAMELESS),
        (unicodedata.normalize("NFD", "Tờ trình.pdf"), "Tờ trình.pdf"),
        ("\u00d0ề án.pdf", "Đề án.pdf"),
    ],
)
def test_a_name_is_shown_without_path_and_tricks(given_name: str, shown: str) -> None:
    assert display_name(given_name) == shown


def test_a_long_name_is_cut_at_a_letter_and_keeps_its_extension() -> None:
    shown = display_name("ệ" * 200 + ".pdf")
    assert shown == "ệ" * 83 + ".pdf"
    assert len(shown.encode()) <= NAME_BYTES_MAX


def test_the_tail_of_a_sentence_is_no_extension_to_keep() -> None:
    shown = display_name("a" * 240 + ".phan cuoi cua mot cau rat dai")
    assert shown == "a" * 240 + ".phan cuoi cua"


@given(st.text(max_size=400))
def test_any_name_comes_out_safe_and_stays_so(name: str) -> None:
    shown = display_name(name)
    assert shown
    assert len(shown.encode()) <= NAME_BYTES_MAX
    assert not set(shown) & set('/\\<>:"|?*\n\r\t\x00')
    assert shown.strip(" .") == shown
    assert display_name(shown) == shown


@pytest.mark.parametrize(("name", "found"), [("a.PDF", "pdf"), ("a.b.Docx", "docx"), ("a", "")])
def test_the_last_extension_counts(name: str, found: str) -> None:
    assert extension(name) == found
