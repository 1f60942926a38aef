"""Loan types: a new one needs every part of its definition, and a missing part is named."""

from dataclasses import MISSING, fields, replace
from typing import Any

import pytest

from seeding.bank.loans.loan_types import LOAN_TYPES, LONGEST_TERM_MONTHS, Borrower, LoanType, LoanTypes
from seeding.bank.loans.market_rates import AUTO_RATES
from seeding.bank.products import ProductError
from seeding.engine.shares import CategoryShares, Range

BOAT: dict[str, Any] = {
    "name": "boat",
    "share": 0.02,
    "borrower": Borrower.PERSON,
    "requested": Range(8_000, 90_000),
    "median": 24_000,
    "spread": 0.5,
    "unit": 500,
    "rates": (450, 950),
    "terms": (48, 60, 84),
    "market": AUTO_RATES,
    "spreads": (-45, -30, -10, 10, 35, 60, 90, 120),
    "collateral": CategoryShares.of(vehicle=1.0),
}
"""A loan type that the bank does not have."""
CHOICES = (*LOAN_TYPES.choices, "boat")


def with_another(**changes: Any) -> LoanTypes:
    """Return the bank's loan types and one more, whose share the first of them gives up."""
    another = LoanType(**(BOAT | changes))
    first, *others = LOAN_TYPES
    return LoanTypes("loan type", (replace(first, share=first.share - another.share), *others, another), CHOICES)


def test_a_complete_definition_adds_a_loan_type() -> None:
    loan_types = with_another()
    assert loan_types.names == (*LOAN_TYPES.names, "boat")
    assert "boat" in loan_types.shares_of(Borrower.PERSON).names
    assert "boat" not in loan_types.shares_of(Borrower.COMPANY).names
    assert loan_types.integers(lambda each: each.unit)[loan_types.code("boat")] == BOAT["unit"]


@pytest.mark.parametrize("part", [field.name for field in fields(LoanType) if field.default is MISSING])
def test_a_definition_without_one_of_its_parts_is_refused(part: str) -> None:
    with pytest.raises(TypeError, match=part):
        LoanType(**{name: value for name, value in BOAT.items() if name != part})


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"share": 0.0}, "share 0.0 must lie above 0"),
        ({"median": 100_000}, "median lies outside"),
        ({"spread": 0.0}, "spread must be positive"),
        ({"unit": 0}, "unit must be positive"),
        ({"rates": (950, 450)}, "rates must rise"),
        ({"terms": ()}, "terms are missing"),
        ({"terms": (LONGEST_TERM_MONTHS + 1,)}, "terms must be 1 to 360 months"),
        ({"collateral": CategoryShares.of(hull=1.0)}, "collateral hull is no collateral type"),
    ],
)
def test_an_inconsistent_definition_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ProductError, match=f"LoanType 'boat': .*{problem}"):
        LoanType(**(BOAT | changes))


def test_a_loan_type_that_the_model_does_not_know_is_refused() -> None:
    types = with_another().types
    with pytest.raises(ProductError, match="loan type 'boat' is missing from the model's choices"):
        LoanTypes("loan type", types, LOAN_TYPES.choices)


def test_a_choice_of_the_model_without_a_loan_type_is_refused() -> None:
    with pytest.raises(ProductError, match="the model's choices include 'boat', but no loan type"):
        LoanTypes("loan type", LOAN_TYPES.types, CHOICES)


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ProductError, match=r"the shares of every loan type sum to 1\.02"):
        LoanTypes("loan type", (*LOAN_TYPES, LoanType(**BOAT)), CHOICES)


def test_a_loan_type_that_is_defined_twice_is_refused() -> None:
    with pytest.raises(ProductError, match="loan type 'auto' is defined more than once"):
        with_another(name="auto")


def test_loan_types_that_leave_companies_out_are_refused() -> None:
    for_persons = tuple(replace(each, borrower=Borrower.PERSON) for each in LOAN_TYPES)
    with pytest.raises(ProductError, match="no loan type is meant for a company"):
        LoanTypes("loan type", for_persons, LOAN_TYPES.choices)


def test_a_storyline_whose_loan_type_is_no_longer_for_persons_is_refused() -> None:
    types = tuple(replace(each, borrower=Borrower.COMPANY) if each.name == "auto" else each for each in LOAN_TYPES)
    with pytest.raises(ProductError, match="storyline customer 1 has 'auto'"):
        LoanTypes("loan type", types, LOAN_TYPES.choices)
