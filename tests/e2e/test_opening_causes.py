"""What keeps a real node closed, on a phone and an office PC: said, and what comes next."""

from pathlib import Path
from typing import Final

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Page, expect

from tests.commune.node import Office
from tests.commune.test_doctor_causes import CAUSES
from tests.e2e.conftest import OFFICE_PC, PHONE, Opened
from tests.e2e.desk import go, log_in
from tests.e2e.looks import look_at
from tests.e2e.test_opening import Desks
from vanthu_server.commune.domain.opening_texts import TEXTS

pytestmark = pytest.mark.browser

TAKE_OVER: Final = "Mở màn hình tiếp quản sổ"

NEXT: Final = {
    "rolled_back": "Xem số cuối cùng đã đóng dấu trên giấy",
    "witness_unread": "forget-witness",
    "other_machine": TAKE_OVER,
    "owner_changed": "forget-witness",
    "fork": "forget-witness",
}
"""Cause → what must stand there for whoever reads it."""


@pytest.mark.parametrize("cause", NEXT)
def test_a_closed_node_says_why_and_what_comes_next(
    open_page: Opened, tmp_path: Path, cause: str
) -> None:
    """R-IN-15: no dead end; the picture is .build/screens/dong-vi-<cause>-<width>.png."""
    desks = Desks(tmp_path)
    config = desks.furnished()
    with start_blocking_portal() as portal:
        office = Office(config, portal, world=desks.world)
        office.person("vanthu").register("Về việc rà soát biên chế")
        CAUSES[cause](office, tmp_path)
        office.close()
    try:
        address = desks.start(config).address
        for size in (PHONE, OFFICE_PC):
            page = open_page(size, address=address)
            log_in(page)
            band = page.locator(".band")
            expect(band).to_contain_text(TEXTS[cause].title)
            expect(band).to_contain_text(NEXT[cause])
            look_at(page, f"dong-vi-{cause}-{size[0]}")
            if band.get_by_role("link", name=TAKE_OVER).count():
                look_around(page, cause, size[0])
    finally:
        desks.stop()


def look_around(page: Page, cause: str, width: int) -> None:
    """Nothing claims the registers for this machine, and the way to take over is not a circle."""
    expect(page.get_by_text("Chưa rõ máy nào giữ sổ đến")).to_be_visible()
    go(page, "giu-so")
    expect(page.get_by_text("Chưa rõ máy nào giữ sổ, nên")).to_be_visible()
    expect(page.get_by_text("đang giữ sổ")).to_have_count(0)
    look_at(page, f"giu-so-vi-{cause}-{width}")
    go(page, "tiep-quan")
    expect(page.get_by_role("heading", name="Tiếp quản sổ")).to_be_visible()
    expect(page.get_by_role("link", name=TAKE_OVER)).to_have_count(0)
    look_at(page, f"tiep-quan-vi-{cause}-{width}")
