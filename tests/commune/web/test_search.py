"""Finding a document again: without accents, by symbol, by number, page by page."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.node import HDND, UBND, Office, Person, copied, problem_of
from tests.commune.papers import draft, issued
from vanthu_server.commune.config import NodeConfig

SYMBOL = {"code_number": "45", "code_notation": "UBND-NV"}


@pytest.fixture(scope="module")
def clerk(
    furnished: NodeConfig, portal: BlockingPortal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Person]:
    """A clerk of an office with some documents that nobody changes."""
    office = Office(copied(furnished, tmp_path_factory.mktemp("search")), portal)
    clerk = office.person("vanthu")
    clerk.register("Về việc điều chỉnh Đề án đất đai", organ_name="Sở Nội vụ", **SYMBOL)
    clerk.register("Phòng, chống cháy rừng mùa khô", organ_name="Hạt Kiểm lâm")
    clerk.register("Thông báo lịch tiếp công dân", signer_name="Đặng Thị Đào")
    clerk.register("Kế hoạch phòng chống dịch", code_number="07", code_notation="-KH/ĐU")
    office.person("vanthu-hdnd").register("Điều chỉnh lịch họp Hội đồng")
    yield clerk
    office.close()


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", [4, 3, 2, 1]),
        ("điều chỉnh", [1]),
        ("dieu chinh", [1]),
        ("DIEU CHINH", [1]),
        ("đất ĐAI", [1]),
        ("dat dai", [1]),
        ("de an", [1]),
        ("đề an dat", [1]),
        ("chỉnh điều", [1]),
        ("phong chong", [4, 2]),
        ("phòng chống chay", [2]),
        ("phong, chong!", [4, 2]),
        ("kiem lam", [2]),
        ("dao dang", [3]),
        ("45/UBND-NV", [1]),
        ("45 UBND NV", [1]),
        ("45/ubnd-nv", [1]),
        ("45ubndnv", [1]),
        ("45UBND-NV", [1]),
        ("UBND-NV", [1]),
        ("07-KH/ĐU", [4]),
        ("07-kh/du", [4]),
        ("3", [3]),
        ("pho", [4, 2]),
        ("không có gì", []),
        ('"', [4, 3, 2, 1]),
        ("điều AND chỉnh", []),
        ("dieu* OR (chinh", []),
        ("NEAR(dieu chinh)", []),
        ("%", [4, 3, 2, 1]),
        ("' or 1=1 --", []),
    ],
)
def test_words_find_documents(clerk: Person, words: str, numbers: list[int]) -> None:
    page = clerk.read("incoming", q=words)

    assert [row["number"] for row in page["rows"]] == numbers
    assert page["total"] == len(numbers)


def test_a_search_of_thousands_of_words_is_answered(clerk: Person) -> None:
    """A pasted page: its first words count."""
    page = clerk.read("incoming", q="phong " * 3000)

    assert [row["number"] for row in page["rows"]] == [4, 2]


def test_pages_follow_each_other_without_a_row_twice(office: Office) -> None:
    clerk = office.person("vanthu")
    for place in range(1, 8):
        clerk.register(f"Văn bản {place}")
    first = clerk.read("incoming", limit=3)
    second = clerk.read("incoming", limit=3, before=first["next_before"])
    clerk.register("Văn bản chen ngang")
    third = clerk.read("incoming", limit=3, before=second["next_before"])

    pages = [[row["number"] for row in page["rows"]] for page in (first, second, third)]

    assert pages == [[7, 6, 5], [4, 3, 2], [1]]
    assert [page["total"] for page in (first, second, third)] == [7, 7, 8]
    assert third["next_before"] is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"limit": "0"}, 4),
        ({"limit": "-1"}, 4),
        ({"limit": "100000"}, 4),
        ({"limit": "x"}, 4),
        ({"limit": "1"}, 1),
        ({"before": "x"}, 4),
        ({"before": "9" * 400}, 4),
        ({"year": "2026"}, 4),
        ({"year": "1999"}, 0),
        ({"year": "năm nay"}, 4),
    ],
)
def test_odd_questions_have_plain_answers(clerk: Person, query: dict[str, str], count: int) -> None:
    assert len(clerk.read("incoming", **query)["rows"]) == count


def test_a_page_has_at_most_two_hundred_rows(office: Office) -> None:
    clerk = office.person("vanthu")
    for place in range(201):
        clerk.register(f"Văn bản {place}")

    page = clerk.read("incoming", limit=1000)

    assert len(page["rows"]) == 200
    assert (page["total"], clerk.numbers()) == (201, list(range(1, 202)))


def test_outgoing_documents_are_found_by_words_state_and_symbol(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.done("outgoing.draft", draft("Về việc đất đai"))
    issued(office, clerk, "Về việc phòng cháy")

    def found(**query: str) -> list[str]:
        return [row["subject"] for row in clerk.read("outgoing", **query)["rows"]]

    assert found(q="dat dai") == ["Về việc đất đai"]
    assert found(q="01/TB-UBND") == found(q="01tbubnd") == ["Về việc phòng cháy"]
    assert found(state="du_thao") == ["Về việc đất đai"]
    assert found(state="da_phat_hanh", q="phong") == ["Về việc phòng cháy"]
    assert found(state="khong-co") == []
    assert clerk.read("outgoing", limit=1)["total"] == 2


def test_people_are_chosen_by_role_and_organ(clerk: Person) -> None:
    """R-OUT-03: who may sign."""
    leaders = clerk.read("people", role="lanh_dao")["people"]
    everybody = {each["account"] for each in clerk.read("people")["people"]}

    assert [(each["account"], each["position"]) for each in leaders] == [("chutich", "Chủ tịch")]
    assert everybody == {"vanthu", "chutich", "chuyenvien", "quantri"}


@pytest.mark.parametrize(
    "path",
    [
        f"/api/organs/{UBND}/incoming/{'0' * 32}",
        f"/api/organs/{UBND}/outgoing/khong-co",
        f"/api/organs/{UBND}/outgoing/khong-co/preview",
        f"/api/organs/{UBND}/inbox/phu-lam:9",
        f"/api/organs/{UBND}/nothing",
        f"/api/organs/{HDND}/incoming",
        "/api/organs/khong-co/incoming",
        "/api/organs//incoming",
        "/api/nothing",
        "/agent/nothing",
        f"/api/organs/{UBND}/incoming/a/b/c",
    ],
)
def test_what_is_not_there_is_not_found(clerk: Person, path: str) -> None:
    assert problem_of(clerk.http.get(path))["code"] == "NOT_FOUND"
