"""The texts of the bank are in American English: 300 of each kind are read."""

import pytest

from seeding.checks.all_tables.columns import Column
from seeding.checks.plausibility.american import PATTERN, texts
from tests.bank.baked import Baked, plan_of

EACH = 300
COLUMNS = texts()


@pytest.fixture(scope="module")
def baked() -> Baked:
    return Baked(plan_of(1, 2_400, 300), only=tuple({column.table for column in COLUMNS}))


@pytest.mark.hard
@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table}.{column.name}")
def test_no_text_has_a_word_that_is_not_american(baked: Baked, column: Column) -> None:
    found = baked.table(column.table)[column.name].drop_nulls().unique().sort()
    some = found.gather_every(max(1, len(found) // EACH)).to_list()
    assert [text for text in some if PATTERN.search(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Customer rang about a cheque", "Instalment 3 of 12", "Standing order to Nelson PLC", "Organised a programme",
        "Trip cancelled because of illness", "Neighbours of the shopping centre", "Phoned twice",
    ],
)  # fmt: skip
def test_words_of_other_countries_are_found(text: str) -> None:
    assert PATTERN.search(text)


@pytest.mark.parametrize("text", ["Customer called about a check", "Installment 3 of 12", "Program canceled", "A shop"])
def test_american_words_are_none(text: str) -> None:
    assert not PATTERN.search(text)
