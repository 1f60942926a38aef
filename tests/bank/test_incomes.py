"""Incomes: one per customer, by age and segment, and what they were on earlier days."""

import numpy as np
import pytest

from seeding.bank.accounts import income_numbers as numbers
from seeding.bank.accounts.customers import Customers, customers
from seeding.bank.accounts.income_numbers import COMPANY, EMPLOYED, INCOME_TAX, PAYROLL_TAX, RETIRED, TaxTable
from seeding.bank.accounts.incomes import Incomes, incomes
from seeding.bank.accounts.numbers import DAYS_PER_YEAR, SEGMENTS
from seeding.bank.graph import BANK
from seeding.engine.arrays import NONE
from seeding.engine.blocks import blocks
from seeding.engine.calendar import Calendar
from seeding.engine.evaluation import evaluations
from tests.bank.baked import CELLS_PER_BLOCK, plan_of

PLAN = plan_of(8, 6_000, 750)


@pytest.fixture(scope="module")
def block() -> tuple[Customers, Incomes]:
    """The customers of a block, and their incomes."""
    (_, _, (evaluation, _)) = evaluations(BANK, PLAN, blocks(PLAN.layout, CELLS_PER_BLOCK))
    return customers(**evaluation.arguments(customers)), incomes(**evaluation.arguments(incomes))


def _age(people: Customers) -> np.ndarray:
    return (PLAN.layout.until - people.born) / DAYS_PER_YEAR


@pytest.mark.parametrize(("segment", "low", "high"), [("retail", 47, 58), ("premium", 95, 118), ("private", 240, 340)])
def test_median_incomes_are_those_of_the_segment(
    block: tuple[Customers, Incomes], segment: str, low: int, high: int
) -> None:
    people, earned = block
    gross = earned.gross[(people.segment == SEGMENTS.index(segment)) & (earned.situation != RETIRED)]
    assert low * 100_000 <= np.median(gross) <= high * 100_000


def test_companies_have_a_revenue_and_nothing_that_people_have(block: tuple[Customers, Incomes]) -> None:
    people, earned = block
    company = earned.situation == COMPANY
    assert (company == people.corporate).all()
    assert (earned.net == earned.gross)[company].all()
    assert (earned.tenure[company] == NONE).all()
    assert (earned.employer[company] == NONE).all()


def test_people_pay_taxes_and_the_retired_live_on_social_security(block: tuple[Customers, Incomes]) -> None:
    people, earned = block
    person = earned.situation != COMPANY
    assert ((earned.net > 0) & (earned.net <= earned.gross))[person].all()
    old = (_age(people) >= 67) & person
    assert (earned.situation[old] == RETIRED).all()
    assert ((earned.social_security > 0) == (earned.situation == RETIRED)).all()
    assert (earned.employer[earned.situation == EMPLOYED] != NONE).all()


def test_earnings_peak_in_the_middle_of_working_life(block: tuple[Customers, Incomes]) -> None:
    people, earned = block
    age, retail = _age(people), (people.segment == 0) & (earned.situation == EMPLOYED)
    young, middle = (
        np.median(earned.gross[retail & (age >= low) & (age < high)]) for low, high in ((20, 30), (45, 55))
    )
    assert middle > 1.2 * young


def test_households_live_in_one_home(block: tuple[Customers, Incomes]) -> None:
    people, earned = block
    second = np.flatnonzero(people.in_household & (people.key != people.household_id))
    assert len(second)
    assert (earned.tenure[second] == earned.tenure[second - 1]).all()


def test_incomes_were_lower_by_the_raises_since(block: tuple[Customers, Incomes]) -> None:
    _, earned = block
    index = np.arange(len(earned))
    today = np.full(len(earned), PLAN.layout.until)
    calendar = Calendar()
    assert (earned.on(earned.gross, index, today, PLAN.layout, calendar) == earned.gross).all()
    two_years_ago = earned.on(earned.gross, index, calendar.years_before(today, 2), PLAN.layout, calendar)
    assert np.abs(earned.gross / two_years_ago - (1 + numbers.RAISE) ** 2).max() < 1e-4


def test_taxes_are_those_of_the_brackets() -> None:
    assert INCOME_TAX.tax(np.array([0, 1_192_500, 4_847_500])).tolist() == [0, 119_250, 119_250 + 438_600]
    assert PAYROLL_TAX.tax(np.array([10_000_000])).tolist() == [765_000]


@pytest.mark.parametrize(("floors", "rates"), [((0, 10), (1,)), ((10, 0), (1, 2))])
def test_a_tax_table_without_order_is_refused(floors: tuple[int, ...], rates: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="rate"):
        TaxTable(floors, rates)
