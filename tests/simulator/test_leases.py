"""sync/LEASES.md says what the simulation says.

R-IN-15
"""

from tools.simulator.leases import ORDERS, costs, table
from tools.tree import ROOT


def test_nb14_nb15_the_page_on_leases_holds_the_table_that_is_computed() -> None:
    page = (ROOT / "sync" / "LEASES.md").read_text(encoding="utf-8")
    assert table(costs()) in page


def test_nb15_each_order_pays_with_what_it_says() -> None:
    found = costs()
    for each in found:
        if each.sites == 1 or each.order == "separate":
            assert (each.voids, each.inversions, each.slips) == (0, 0, 0)
    by_order = {order: [each for each in found if each.order == order] for order in ORDERS}
    pairs = zip(by_order["void_daily"], by_order["carry_over"][9:], strict=True)
    for daily, carried in pairs:
        assert daily.voids > carried.voids
        assert daily.of_another_day < carried.of_another_day
