"""The administrator's acts that need a certificate or a name, below HTTP."""

import pytest

from tests.commune.node import HDND, UBND, Office
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_sync.errors import Refused
from vanthu_sync.events import CertificateBound, OrganAdded


def setup(office: Office) -> OfficeSetup:
    return OfficeSetup(office.node.ledger, clock=office.clock, policies=office.node.policies)


def bound(holder: str, *, organ: str, role: str = "person") -> CertificateBound:
    return CertificateBound(
        holder=holder, organ=organ, role=role, agent="a", serial="0a", subject="CN=x", der=""
    )


def test_a_certificate_is_bound_to_people_of_the_organ_only(office: Office) -> None:
    """R-SIG-02: the other organ's administrator cannot change whose key signs."""
    setup(office).bind_certificate(bound("chutich", organ=UBND))

    for holder in ("chutich", "nobody"):
        with pytest.raises(Refused, match="NOT_FOUND"):
            setup(office).bind_certificate(bound(holder, organ=HDND))


def test_a_policy_that_does_not_exist_is_refused_with_those_that_do(office: Office) -> None:
    organ = OrganAdded(
        id="x", code="x", name="x", parent="", place="", abbreviation="", policy="quy-che-la"
    )

    with pytest.raises(Refused) as refused:
        setup(office).add_organ(organ)

    assert refused.value.fields[0].field == "policy"
    assert "nd30-2020" in refused.value.fields[0].text


def test_names_are_mended_and_the_year_has_its_two_books(office: Office) -> None:
    setup(office).add_person(
        NewPerson(account="moi", name="Nguyễn  Văn\u00a0Đức ", organ=UBND, roles=("van_thu",))
    )

    with office.node.ledger.read() as unit:
        person = unit.person("moi")
        books = [unit.register(UBND, book) for book in ("den", "di")]
    assert person is not None
    assert person.name == "Nguyễn Văn Đức"
    assert [(book.year, book.mark) for book in books if book] == [(2026, 0), (2026, 0)]
