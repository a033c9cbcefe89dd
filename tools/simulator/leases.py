"""`python -m tools.simulator.leases`: what several sites cost, as a table and as JSON.

A model of offices, not of faults: documents come at random through the working day, one site holds
the register, the others have a lease; the links are down for an hour, a day or a week and up for as
long, the outages in turn at each site. A block holds what a site needs while its link is down, at
least half a day's documents, for void_daily at most a day's. Blocks, spending and their end are the
product's (`numbering.lease`, `spend`, `outlived`).

Counted per 1,000 numbers: *voids* (numbers that no document has), *inversions* (numbers received
before a lower number of the book) and those of them that are *of another day*. Where a site has no
number left it writes slips, whose documents get the number at the next contact; *slips* counts
them per 1,000 documents.
"""

import math
import random
import sys
from typing import Final

import msgspec

from vanthu_server.commune.services.leases import LEASE_NUMBERS_MAX
from vanthu_sync import numbering
from vanthu_sync.numbering import Lease, NumberRefused, Register

DAYS: Final = 20
HOURS: Final = 8
SITES: Final = (1, 2, 3)
DOCUMENTS: Final = (20, 50, 100)
OUTAGES: Final = (("hour", 1), ("day", HOURS), ("week", 5 * HOURS))
ORDERS: Final = ("void_daily", "carry_over", "separate")
SEEDS: Final = 5


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one way costs, per 1,000 numbers; `slips` per 1,000 documents."""

    sites: int
    documents_a_day: int
    outage: str
    order: str
    block: int
    voids: float
    inversions: float
    of_another_day: float
    slips: float


class Branch:
    """A second site with its blocks and its waiting slips."""

    def __init__(self) -> None:
        self.leases: list[Lease] = []
        self.waiting: list[float] = []
        self.closed_day = 0


class Office:
    """One organ: a register, its branches, and the book that grows."""

    def __init__(self, order: str, *, sites: int, block: int) -> None:
        self.order = order
        self.block = block
        self.registers = [Register(organ="ubnd", book="den", year=2026)]
        self.branches = [Branch() for _ in range(sites - 1)]
        if order == "separate":
            self.registers *= sites
        self.books: list[dict[int, float]] = [{} for _ in self.registers]
        self.void = 0
        self.slips = 0

    def take(self, book: int, at: float) -> None:
        """Number a document at a register's owner."""
        taken = numbering.take(self.registers[book])
        self.registers[book] = taken.register
        self.books[book][taken.number] = at

    def spend(self, place: int, at: float) -> None:
        """Number a document at a branch, or write a slip."""
        branch = self.branches[place]
        try:
            lease = numbering.spend(branch.leases, day=_day(at))
        except NumberRefused:
            branch.waiting.append(at)
            self.slips += 1
            return
        self.books[0][lease.next] = at
        spent = msgspec.structs.replace(lease, next=lease.next + 1)
        branch.leases = [spent if each.id == lease.id else each for each in branch.leases]

    def end_day(self, at: float) -> None:
        """Void what is left of blocks of earlier days (void_daily)."""
        for branch in self.branches:
            over = numbering.outlived(branch.leases, day=_day(at))
            self.void += sum(lease.last - lease.next + 1 for lease in over)
            gone = {lease.id for lease in over}
            branch.leases = [lease for lease in branch.leases if lease.id not in gone]

    def contact(self, place: int, at: float) -> None:
        """Bring slips in, and fetch a block where little of the last is left."""
        branch = self.branches[place]
        for received in branch.waiting:
            self.take(0, received)
        branch.waiting.clear()
        day = _day(at)
        left = sum(lease.last - lease.next + 1 for lease in branch.leases if lease.day in {"", day})
        if left <= self.block // 4:
            self.registers[0], numbers = numbering.lease(self.registers[0], self.block)
            fresh = Lease(
                id=str(numbers.start),
                first=numbers.start,
                last=numbers.stop - 1,
                next=numbers.start,
                day=day if self.order == "void_daily" else "",
            )
            branch.leases.append(fresh)

    def close(self) -> None:
        """End of the year: what is leased and not spent is void."""
        for branch in self.branches:
            self.void += sum(lease.last - lease.next + 1 for lease in branch.leases)

    def inversions(self) -> tuple[int, int]:
        """Return how many numbers were received before a lower one, and on an earlier day."""
        count = days = 0
        for book in self.books:
            newest = 0.0
            for number in sorted(book):
                at = book[number]
                count += at < newest
                days += at // HOURS < newest // HOURS
                newest = max(newest, at)
        return count, days


def cost(order: str, *, sites: int, documents: int, outage: tuple[str, int]) -> Cost:
    """Return what one way costs, over SEEDS times DAYS working days."""
    block = _block(order, documents / sites, days=outage[1] / HOURS)
    offices = [
        _run(order, sites, documents, hours=outage[1], block=block, seed=seed)
        for seed in range(SEEDS)
    ]
    numbers = sum(register.mark for office in offices for register in office.registers)
    written = sum(len(book) for office in offices for book in office.books)
    inversions = [office.inversions() for office in offices]
    return Cost(
        sites=sites,
        documents_a_day=documents,
        outage=outage[0],
        order=order,
        block=block if order != "separate" and sites > 1 else 0,
        voids=round(1000 * sum(office.void for office in offices) / numbers, 1),
        inversions=round(1000 * sum(count for count, _ in inversions) / numbers, 1),
        of_another_day=round(1000 * sum(days for _, days in inversions) / numbers, 1),
        slips=round(1000 * sum(office.slips for office in offices) / written, 1),
    )


def _block(order: str, a_day: float, *, days: float) -> int:
    most = 1.0 if order == "void_daily" else days
    return min(math.ceil(a_day * max(0.5, min(days, most))), LEASE_NUMBERS_MAX)


def _run(order: str, sites: int, documents: int, *, hours: int, block: int, seed: int) -> Office:
    rng = random.Random(seed)
    office = Office(order, sites=sites, block=block)
    slots = sorted(rng.uniform(0, DAYS * HOURS) for _ in range(DAYS * documents))
    shift = [rng.uniform(0, 2 * hours) for _ in range(sites)]
    today = -1
    for at in slots:
        if int(at // HOURS) != today:
            today = int(at // HOURS)
            office.end_day(at)
        site = rng.randrange(sites)
        if order == "separate":
            office.take(site, at)
            continue
        for place in range(sites - 1):
            if (at + shift[place]) % (2 * hours) >= hours:
                office.contact(place, at)
        if site == 0:
            office.take(0, at)
        else:
            office.spend(site - 1, at)
    office.close()
    return office


def _day(at: float) -> str:
    return f"2026-01-{int(at // HOURS) + 1:02d}"


def costs() -> list[Cost]:
    """Return what every way costs; one site has nothing to choose."""
    return [
        cost(order, sites=sites, documents=documents, outage=outage)
        for sites in SITES
        for documents in DOCUMENTS
        for outage in OUTAGES
        for order in ORDERS
        if sites > 1 or order == "carry_over"
    ]


def table(found: list[Cost]) -> str:
    """Return the costs as a Markdown table."""
    names = ("sites", "documents a day", "outage", "order", "block", "voids", "inversions")
    head = " | ".join((*names, "of another day", "slips"))
    lines = [f"| {head} |", "| --- " * 9 + "|"]
    lines += [
        f"| {each.sites} | {each.documents_a_day} | {each.outage} | `{each.order}` |"
        f" {each.block or ''} | {each.voids} | {each.inversions} | {each.of_another_day} |"
        f" {each.slips} |"
        for each in found
    ]
    return "\n".join(lines)


def main() -> int:
    """Print the table, then the same as JSON in one line."""
    found = costs()
    print(table(found))
    print(msgspec.json.encode(found).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
