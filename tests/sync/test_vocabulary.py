"""The closed lists of the field are whole, and spelt as their sources spell them."""

from enum import Enum

import pytest

from vanthu_sync import text, vocabulary

NAMED: tuple[tuple[type[Enum], dict[str, str] | dict[int, str]], ...] = (
    (vocabulary.Urgency, vocabulary.URGENCY_NAMES),
    (vocabulary.Role, vocabulary.ROLE_NAMES),
    (vocabulary.Source, vocabulary.SOURCE_NAMES),
    (vocabulary.Book, vocabulary.BOOK_NAMES),
    (vocabulary.OutgoingState, vocabulary.OUTGOING_STATE_NAMES),
    (vocabulary.ExchangeStatus, vocabulary.EXCHANGE_STATUS_NAMES),
    (vocabulary.Verdict, vocabulary.VERDICT_NAMES),
)


@pytest.mark.parametrize(("values", "names"), NAMED, ids=lambda part: getattr(part, "__name__", ""))
def test_every_value_has_one_name(
    values: type[Enum], names: dict[str, str] | dict[int, str]
) -> None:
    assert list(names) == [value.value for value in values]
    assert len(set(names.values())) == len(names)
    assert all(text.mend(name) == name for name in names.values())


def test_the_29_types_have_the_abbreviations_of_nd_30_phu_luc_iii() -> None:
    types = vocabulary.DOCUMENT_TYPES
    assert len(types) == 29
    given = [short for short in types.values() if short]
    assert len(given) == 27
    assert len(set(given)) == len(given)
    assert [name for name, short in types.items() if not short] == ["Công văn", "Thư công"]
    assert all(text.mend(name) == name for name in types)
