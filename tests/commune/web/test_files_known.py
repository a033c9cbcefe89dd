"""Files asked for by hash: who hears that the node has one, and that nobody else does."""

import hashlib

from tests.commune.letters import FakeHub, document_letter
from tests.commune.node import UBND, Office
from tests.commune.papers import scan
from tests.commune.tus import added, ask, begun
from tests.commune.web.test_uploads import files_on_disk
from vanthu_sync import limits

CONTENT = scan("một")
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_up1_what_nobody_sent_is_missing(office: Office) -> None:
    assert ask(office.person(), CONTENT) == {"known": [], "begun": [], "missing": [SHA256]}


def test_up1_ones_own_upload_is_known_under_the_name_that_was_asked_with(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.kept("cũ.pdf", CONTENT)

    (known,) = ask(clerk, CONTENT, name="mới.pdf")["known"]

    assert (known["sha256"], known["name"], known["size"]) == (SHA256, "mới.pdf", len(CONTENT))
    assert [warning["code"] for warning in known["warnings"]] == ["PAGE1_UNREADABLE"]


def test_up1_a_file_of_a_document_that_one_may_open_is_known_and_can_be_named(
    office: Office,
) -> None:
    """R-IN-11: a circular that came already is not sent again."""
    clerk = office.person("vanthu")
    clerk.register("Thông tư", files=[clerk.kept("a.pdf", CONTENT)])
    leader = office.person("chutich")

    assert [known["sha256"] for known in ask(leader, CONTENT)["known"]] == [SHA256]


def test_up1_a_file_of_another_organ_is_missing_is_sent_and_is_kept_once(office: Office) -> None:
    """R-ACC-07: the answer does not tell that the file is there."""
    clerk = office.person("vanthu")
    clerk.register("Kỷ luật cán bộ", files=[clerk.kept("Kỷ luật ông A.pdf", CONTENT)])
    other = office.person("vanthu-hdnd")

    assert ask(other, CONTENT) == {"known": [], "begun": [], "missing": [SHA256]}
    added(other, begun(other, CONTENT, "b.pdf"), CONTENT, at=0)
    assert files_on_disk(office) == [SHA256]
    assert [known["name"] for known in ask(other, CONTENT, name="b.pdf")["known"]] == ["b.pdf"]


def test_up1_a_colleagues_upload_without_a_document_is_missing(office: Office) -> None:
    """R-ACC-07."""
    office.person("vanthu").kept("a.pdf", CONTENT)

    assert ask(office.person("chuyenvien"), CONTENT)["missing"] == [SHA256]


def test_up1_a_file_of_the_inbox_is_known_to_the_clerk_only(office: Office) -> None:
    """R-IN-02."""
    office.node.blob_store.put((CONTENT,), size_max=len(CONTENT))
    hub = FakeHub()
    hub.letters = [document_letter(1, organ=UBND, files=(CONTENT,))]
    office.courier(hub).round()

    assert [known["sha256"] for known in ask(office.person("vanthu"), CONTENT)["known"]] == [SHA256]
    assert ask(office.person("chutich"), CONTENT)["missing"] == [SHA256]


def test_up1_what_is_begun_says_where_it_goes_on(office: Office) -> None:
    clerk = office.person("vanthu")
    place = begun(clerk, CONTENT)
    added(clerk, place, CONTENT[:100], at=0)

    found = {"sha256": SHA256, "upload": place, "offset": 100, "size": len(CONTENT)}
    assert ask(clerk, CONTENT) == {"known": [], "begun": [found], "missing": []}


def test_up1_a_file_whose_bytes_are_not_here_is_missing(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.register("Văn bản", files=[clerk.kept("a.pdf", CONTENT)])
    office.node.blob_store.remove(SHA256)

    assert ask(clerk, CONTENT)["missing"] == [SHA256]


def test_up1_a_file_that_would_be_refused_under_its_new_name_is_missing(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.kept("a.pdf", CONTENT)

    assert ask(clerk, CONTENT, name="a.png")["missing"] == [SHA256]


def test_who_may_not_upload_asks_nothing(office: Office) -> None:
    """R-SEC-11."""
    for person, status in ((office.person("quantri").http, 403), (office.client(), 401)):
        reply = person.post("/api/files/known", json={"files": []})
        assert reply.status_code == status


def test_more_files_than_a_document_has_are_not_asked_for_at_once(office: Office) -> None:
    files = [{"sha256": f"{n:064x}", "name": "a"} for n in range(limits.FILES_ASKED_MAX + 1)]

    reply = office.person().http.post("/api/files/known", json={"files": files})

    assert reply.status_code == 413
