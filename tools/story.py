"""`make story`: a real week registered while the province is cut off, reconciled, signed, verified.

Real processes over loopback: the hub with its PostgreSQL, two commune nodes, a signer agent. The
wire to the hub is cut while 355 documents are registered by several devices at once, one of them
over a wire that loses replies. What is counted at the end lies in the stores and files
(tools/story_count.py); this program only does, and says how far it is on stderr.
"""

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from tools.sample_communes import DONG_THANH, TAN_LAP
from tools.story_count import Evidence, count
from tools.test_pki import make_test_pki
from tools.world.agent import PASSPHRASE, Agent
from tools.world.commune import PASSWORD, Commune
from tools.world.device import Device, Json, until
from tools.world.province import Province
from tools.world.relay import Relay
from vanthu_server.samples.regulation import Regulation, regulations, typeset_regulation
from vanthu_server.samples.week import SampleDocument, typeset_cover, week_intake

UBND: Final = DONG_THANH.organs[0].id
HDND: Final = DONG_THANH.organs[1].id
RECEIVER: Final = TAN_LAP.organs[0]
LOSE_ONE_REPLY_IN: Final = 5
"""Every fifth reply of the second device is lost, on average."""

SCAN_EVERY: Final = 10
"""Every tenth document comes with its scan, as a week does on a slow scanner."""

HDND_EVERY: Final = 7
"""Every seventh document is for the council, so that two registers grow at once."""


def main(arguments: list[str] | None = None) -> int:
    """Run the story; 0 only if all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="leave journals, dump, PDFs and byte counts here")
    chosen = parser.parse_args(arguments)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vanthu-story-", ignore_cleanup_errors=True) as folder:
        evidence = tell(Path(folder))
        counted = count(evidence)
        if chosen.out:
            keep(evidence, chosen.out)
    print(counted.line(seconds=round(time.monotonic() - started, 1)), flush=True)
    return 0 if counted.held() else 1


@dataclass
class World:
    """The running parts."""

    province: Province
    sender: Commune
    receiver: Commune
    agent: Agent
    wire: Relay
    folder: Path

    def stop(self) -> None:
        """Stop all, agents first."""
        self.agent.stop()
        for commune in (self.sender, self.receiver):
            commune.stop()
        self.wire.close()
        self.province.stop()


def tell(folder: Path) -> Evidence:
    """Do the whole day in `folder` and return where its traces lie."""
    world = begin(folder)
    try:
        say("cut the province off")
        world.wire.cut()
        replies_lost = register_week(world)
        say("the province is back")
        world.wire.mend()
        reconcile(world)
        answer_and_issue(world)
        until(lambda: _in_step(world.sender), "the last events at the hub")
        dump = folder / "hub.jsonl"
    finally:
        world.stop()
    dump.write_text(world.province.dump(), encoding="utf-8")
    return Evidence(
        sender=world.sender.data,
        receiver=world.receiver.data,
        hub_dump=dump,
        trust=folder / "pki" / "trust",
        wire_bytes={"up": world.wire.bytes_up, "down": world.wire.bytes_down},
        replies_lost=replies_lost,
        folder=folder,
    )


def begin(folder: Path) -> World:
    """Set everything up: keys, hub, communes, agent; paired and running."""
    say("make test keys")
    keys = folder / "pki"
    make_test_pki(keys, passphrase=PASSPHRASE)
    say("start the province")
    province = Province(folder / "province")
    province.set_up(PASSWORD)
    province.start()
    wire = Relay(province.target())
    sender = Commune(DONG_THANH, folder / "dong-thanh")
    receiver = Commune(TAN_LAP, folder / "tan-lap")
    for commune, address in ((sender, wire.address), (receiver, province.address)):
        say(f"set up {commune.sample.name}")
        commune.set_up(trust=keys / "trust", pictures=pictures(commune))
        commune.pair(address, province.pair_code(commune.sample.name))
        commune.start()
    agent = Agent(folder / "agent")
    pair_agent(sender, agent, (keys / "leader.p12", keys / "organ.p12"))
    return World(province, sender, receiver, agent, wire, folder)


def pair_agent(commune: Commune, agent: Agent, keys: tuple[Path, ...]) -> None:
    """Pair the agent and say whose certificate is whose."""
    say("pair the signer agent")
    office = commune.device("quantri", organ=UBND)
    agent.pair(commune.address, office.post("agent-code", {})["code"], keys)
    certificates = office.get("certificates")["certificates"]
    leader, organ = (certificate["serial"] for certificate in certificates)
    office.post("certificates", {"serial": leader, "account": "truong"})
    office.post("certificates", {"serial": organ, "account": ""})
    office.close()
    agent.start()


def pictures(commune: Commune) -> dict[str, Path]:
    """Return the sample seal and handwriting of the sending commune, by holder."""
    marks = Path(sys.modules["vanthu_server.samples"].__file__ or "").parent / "marks"
    if commune.sample is not DONG_THANH:
        return {}
    return {"truong": marks / "signature.png", UBND: marks / "seal.png"}


def register_week(world: World) -> int:
    """Register five regulations and 350 documents from several devices; return replies lost."""
    say("register the five regulations")
    clerk = world.sender.device("lan", organ=UBND)
    for regulation in regulations():
        register_regulation(clerk, regulation)
    lossy = Relay(world.sender.target(), seed=1, lose_one_reply_in=LOSE_ONE_REPLY_IN)
    second = world.sender.device("lan", organ=UBND, address=lossy.address)
    council = world.sender.device("hoa", organ=HDND)
    week = list(enumerate(week_intake()))
    say(f"register {len(week)} documents from three devices, one losing replies")
    shares = {
        council: [each for each in week if each[0] % HDND_EVERY == 0],
        clerk: [each for each in week if each[0] % HDND_EVERY in {1, 2, 3}],
        second: [each for each in week if each[0] % HDND_EVERY in {4, 5, 6}],
    }
    at_once([_share(device, share) for device, share in shares.items()])
    say(f"{lossy.replies_lost} replies lost, {second.retries} asked again")
    lossy.close()
    return lossy.replies_lost


def _share(device: Device, share: list[tuple[int, SampleDocument]]) -> Callable[[], None]:
    def work() -> None:
        for index, document in share:
            scan = (typeset_cover(document),) if index % SCAN_EVERY == 0 else ()
            files = [device.upload(f"quet-{index}.pdf", content) for content in scan]
            device.give("incoming.register", {"fields": entry_of(document), "files": files})

    return work


def at_once(works: list[Callable[[], None]]) -> None:
    """Do all at the same time; raises the first failure."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - carried to the main thread
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def register_regulation(clerk: Device, regulation: Regulation) -> None:
    """Register one of the five, with its typeset file."""
    sha256 = clerk.upload(f"quy-che-{regulation.key}.pdf", typeset_regulation(regulation.key))
    fields = {
        "organ_name": regulation.issuer,
        "code_number": regulation.number or "",
        "code_notation": regulation.notation or "",
        "issued_date": regulation.date.isoformat() if regulation.date else None,
        "type_name": regulation.type_name,
        "subject": regulation.subject,
        "signer_name": regulation.signer_name or "",
        "page_amount": regulation.pages,
    }
    clerk.give("incoming.register", {"fields": fields, "files": [sha256]})


def entry_of(document: SampleDocument) -> Json:
    """Return what a clerk would type of a document."""
    return {
        "organ_name": document.issuer,
        "code_number": document.number,
        "code_notation": document.notation,
        "issued_date": document.date.isoformat(),
        "type_name": document.type,
        "subject": document.subject,
        "signer_name": document.signer or "",
    }


def reconcile(world: World) -> None:
    """Wait until the province holds everything, telling how far it is."""
    clerk = world.sender.device("lan", organ=UBND)
    clerk.post("hub-now", {})
    said = ""

    def done() -> bool:
        nonlocal said
        hub = clerk.get("state")["hub"]
        now = f"{hub['hub_head'] or '—'} of {hub['node_head']} events, {hub['files_waiting']} files"
        if now != said:
            said = now
            say(f"at the province: {now} waiting")
        return _reconciled(hub)

    until(done, "the week at the province", seconds=300)
    clerk.close()


def answer_and_issue(world: World) -> None:
    """Draft an answer, sign, number, seal, issue; the receiver verifies and accepts."""
    clerk = world.sender.device("lan", organ=UBND)
    leader = world.sender.device("truong", organ=UBND)
    document = clerk.give("outgoing.draft", {"fields": answer_fields(clerk)})["id"]
    step = {"id": document}
    clerk.give("outgoing.submit", step)
    leader.give("outgoing.sign", step)
    say(f"the agent asks the leader: {world.agent.answer()}")
    until(lambda: _state(clerk, document) == "da_ky", "the leader's signature")
    clerk.give("outgoing.number", step)
    clerk.give("outgoing.seal", step)
    say(f"the agent asks the clerk: {world.agent.answer()}")
    until(lambda: _state(clerk, document) == "da_dong_dau", "the organ's seal")
    clerk.give("outgoing.issue", step)
    say("issued; the other commune receives")
    accept_elsewhere(world)
    until(lambda: _delivered(clerk, document) == "03", "status 03 back at the sender")


def answer_fields(clerk: Device) -> Json:
    """Return the draft of an answer to the first document, addressed to the other commune."""
    until(lambda: bool(clerk.directory()["organs"]), "the directory of the province")
    first = clerk.get("incoming", limit="1")["rows"][0]
    return {
        "type_name": "Thông báo",
        "notation": "TB-UBND",
        "subject": "Về lịch tiếp công dân định kỳ tháng 12 năm 2026",
        "body": [
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            "Ủy ban nhân dân xã Đông Thạnh thông báo lịch tiếp công dân định kỳ tháng 12 năm 2026.",
            "Thời gian: sáng thứ Năm hằng tuần, từ 7 giờ 30 phút; địa điểm: trụ sở UBND xã.",
            "Đề nghị các cơ quan, đơn vị phối hợp, thông báo rộng rãi để Nhân dân biết./.",
        ],
        "recipients": [
            {"name": RECEIVER.name, "organ": RECEIVER.id},
            {"name": "Trưởng các ấp", "organ": ""},
        ],
        "signer": "truong",
        "signer_capacity": "TM. ỦY BAN NHÂN DÂN",
        "signer_position": "CHỦ TỊCH",
        "signer_name": "Nguyễn Văn Trường",
        "keep": "VT, VP",
        "answers": first["id"],
    }


def accept_elsewhere(world: World) -> None:
    """The other commune checks the signatures and accepts."""
    clerk = world.receiver.device("thu", organ=RECEIVER.id)
    until(lambda: bool(_whole(clerk)), "the document and its file at the other commune")
    item = _whole(clerk)[0]
    verdict = clerk.give("inbox.check", {"id": item["id"]})["verdict"]
    say(f"the other commune finds the signatures: {verdict}")
    accepted = clerk.give("inbox.accept", {"id": item["id"], "to_places": "Văn phòng"})
    say(f"accepted there under number {accepted['number']}")
    clerk.close()


def keep(evidence: Evidence, out: Path) -> None:
    """Leave for an outside checker: journals, hub dump, PDFs, trust, byte counts (design.md 5)."""
    out.mkdir(parents=True, exist_ok=True)
    for name, data in (("dong-thanh", evidence.sender), ("tan-lap", evidence.receiver)):
        (out / f"{name}.sqlite").write_bytes((data / "vanthu.sqlite").read_bytes())
        shutil.copytree(data / "blobs", out / f"{name}-blobs", dirs_exist_ok=True)
    shutil.copyfile(evidence.hub_dump, out / "hub.jsonl")
    shutil.copytree(evidence.trust, out / "trust", dirs_exist_ok=True)
    for path in evidence.issued_files():
        shutil.copyfile(path, out / f"{path.name}.pdf")
    wire = {**evidence.wire_bytes, "replies_lost": evidence.replies_lost}
    (out / "wire.json").write_bytes(msgspec.json.encode(wire))


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


def _reconciled(hub: Json) -> bool:
    return bool(hub["hub_head"] == hub["node_head"] and hub["files_waiting"] == 0)


def _in_step(commune: Commune) -> bool:
    clerk = commune.device("lan", organ=UBND)
    state = clerk.get("state")
    clerk.close()
    return _reconciled(state["hub"])


def _state(device: Device, document: str) -> str:
    return str(device.get(f"outgoing/{document}")["row"]["state"])


def _delivered(device: Device, document: str) -> str:
    deliveries = device.get(f"outgoing/{document}")["deliveries"]
    return next(str(each["status"]) for each in deliveries if each["organ"] == RECEIVER.id)


def _whole(device: Device) -> list[Json]:
    return [item for item in device.get("inbox")["items"] if item["files_missing"] == 0]


if __name__ == "__main__":
    sys.exit(main())
