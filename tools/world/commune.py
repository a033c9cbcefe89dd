"""A commune of the world: its node as a process, set up by the command line like a real one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.world.device import Device
from tools.world.process import run, vanthu
from tools.world.served import Served

PASSWORD: Final = "mau-thu-2026"  # noqa: S105 - it opens samples only
"""Every sample account's password; samples open nothing real."""


@dataclass(frozen=True)
class SamplePerson:
    """An account of a commune."""

    account: str
    name: str
    position: str
    role: str


@dataclass(frozen=True)
class SampleOrgan:
    """An organ of a commune with its people."""

    id: str
    code: str
    name: str
    abbreviation: str
    people: tuple[SamplePerson, ...]


@dataclass(frozen=True)
class SampleCommune:
    """A commune: the node's name, where it lies, its organs, its policy."""

    name: str
    place: str
    organs: tuple[SampleOrgan, ...]
    policy: str = "nd30-2020"

    def office(self) -> str:
        """Return the office file (TOML) by which the node is set up."""
        lines = [f"name = {_quoted(self.name)}"]
        for organ in self.organs:
            known = {
                "id": organ.id,
                "code": organ.code,
                "name": organ.name,
                "place": self.place,
                "abbreviation": organ.abbreviation,
                "policy": self.policy,
            }
            lines += ["", "[[organ]]", *(f"{key} = {_quoted(text)}" for key, text in known.items())]
            for person in organ.people:
                lines += _person_lines(person)
        return "\n".join(lines) + "\n"


def _person_lines(person: SamplePerson) -> list[str]:
    known = {"account": person.account, "name": person.name, "position": person.position}
    return [
        "",
        "[[organ.person]]",
        *(f"{key} = {_quoted(text)}" for key, text in known.items()),
        f"roles = [{_quoted(person.role)}]",
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string


class Commune(Served):
    """One node of the world."""

    def __init__(self, sample: SampleCommune, folder: Path) -> None:
        super().__init__(folder, log="node.log")
        self.sample = sample
        self.data = folder / "data"
        self.sidecar = folder / "sidecar" / "journal.jsonl"

    def set_up(self, *, trust: Path, pictures: dict[str, Path]) -> None:
        """Name the node, add organs and people, trust and pictures."""
        office = self.folder / "office.toml"
        office.write_text(self.sample.office(), encoding="utf-8")
        passwords = f"{PASSWORD}\n" * sum(len(organ.people) for organ in self.sample.organs)
        self._act("setup", "--office", str(office), answers=passwords)
        self._act("trust", str(trust))
        for holder, png in pictures.items():
            self._act("picture", "--holder", holder, str(png))

    def pair(self, hub: str, code: str) -> None:
        """Pair with the hub at an address."""
        self._act("pair-hub", "--url", hub, "--code", code)

    def start(self, *, port: int = 0) -> None:
        """Run the node and wait until it serves."""
        self.serve("commune", "run", *self._place(), "--port", str(port))

    def follow(self, owner: str, code: str, *, as_branch: bool = False, port: int = 0) -> None:
        """Run as a follower or branch of the node at `owner`; `code` lets it in once."""
        part = ("--branch" if as_branch else "--follow", owner)
        more = ("--code", code, "--name", self.sample.name) if code else ()
        self.serve("commune", "run", *self._place(), "--port", str(port), *part, *more)

    def device(self, account: str, *, organ: str, address: str = "") -> Device:
        """Return a device on which `account` is logged in."""
        device = Device(address or self.address, organ=organ)
        device.log_in(account, PASSWORD)
        return device

    def _act(self, act: str, *arguments: str, answers: str = "") -> str:
        return run(vanthu("commune", act, *self._place(), *arguments), answers=answers)

    def _place(self) -> tuple[str, ...]:
        return "--data", str(self.data), "--sidecar", str(self.sidecar)
