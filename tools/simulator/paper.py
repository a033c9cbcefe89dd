"""The paper: every number that was exposed is stamped on it, and stamps do not go away."""

from tools.simulator.port import Key


class Violated(Exception):
    """An invariant does not hold: `rule` names it, the text says what was seen."""

    def __init__(self, rule: str, text: str) -> None:
        super().__init__(f"{rule}: {text}")
        self.rule = rule


class Stamp:
    """A number on paper: its document under every name that it had, and where it was stamped."""

    __slots__ = ("blind", "docs", "site", "void")

    def __init__(self, doc: str, *, blind: bool, site: bool) -> None:
        self.docs = [doc]
        self.blind = blind
        self.site = site
        self.void = False


class Paper:
    """All books on paper of one organ.

    `last` is what a person reads as the last number: a block for the second site is written into
    the book when it is given away; `site_last` is the same at the second site. `twice` are numbers
    that stand on two documents (I1b).
    """

    def __init__(self) -> None:
        self.stamps: dict[Key, dict[int, Stamp]] = {}
        self.last: dict[Key, int] = {}
        self.site_last: dict[Key, int] = {}
        self.numbers: dict[str, tuple[Key, int]] = {}
        self.twice: set[tuple[Key, int]] = set()

    def stamp(self, key: Key, number: int, doc: str, *, blind: bool, site: bool) -> bool:
        """Stamp a document; return False for a number that another has; raises Violated.

        Two documents under one number are a violation of I1a unless one of the stamps was made
        by a machine of which no witness knew that it is an old copy (`blind`, I1b).
        """
        book = self.stamps.setdefault(key, {})
        held = book.get(number)
        if held is None:
            book[number] = Stamp(doc, blind=blind, site=site)
            last = self.site_last if site else self.last
            if number > last.get(key, 0):
                last[key] = number
            self.numbers[doc] = (key, number)
            return True
        if doc in held.docs:
            return True
        if not (blind or held.blind):
            raise Violated("I1a", f"{key} {number} is on {held.docs[-1]} and on {doc}")
        self.twice.add((key, number))
        self.numbers[doc] = (key, number)
        return False

    def write_block(self, key: Key, last: int) -> None:
        """Write a block for a second site into the book."""
        self.last[key] = max(self.last.get(key, 0), last)

    def rename(self, key: Key, number: int, doc: str) -> None:
        """The entry was made again from this paper: the same document under another name."""
        held = self.stamps.get(key, {}).get(number)
        if held is not None:
            held.docs.append(doc)
            self.numbers[doc] = (key, number)

    def is_ahead(self, marks: dict[Key, int]) -> bool:
        """Tell whether the paper is ahead of a machine in any book that it knows."""
        return any(last > marks[key] for key, last in self.last.items() if key in marks)
