"""The loan type that each applicant asks for."""

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.income_numbers import OWNER
from seeding.bank.accounts.incomes import Incomes
from seeding.bank.loans import underwriting_numbers as numbers
from seeding.bank.loans.loan_types import LOAN_TYPES, Borrower
from seeding.bank.loans.numbers import APPROVED
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, Code, Index
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS
from seeding.engine.rows import Rows
from seeding.engine.shares import CategoryShares, share_range

MORTGAGE = LOAN_TYPES.code("mortgage")
_OF_PERSONS, _OF_COMPANIES = LOAN_TYPES.shares_of(Borrower.PERSON), LOAN_TYPES.shares_of(Borrower.COMPANY)
_MORTGAGES_OF_PERSONS = _OF_PERSONS.weights[_OF_PERSONS.code("mortgage")]
_OTHERS_OF_PERSONS = CategoryShares.from_weights(
    **{name: weight for name, weight in zip(_OF_PERSONS.names, _OF_PERSONS.weights, strict=True) if name != "mortgage"}
)


def requested_types(
    customers: Customers, incomes: Incomes, rows: Rows, customer: Index, status: Code, draw: Draw
) -> Code:
    """Return the loan type of each application, of those that its applicant may apply for.

    Mortgages have the same share of the approved applications as of the others.
    """
    corporate = customers.corporate[customer]
    # Only persons have roles in storylines, and only those with a loan apply.
    pinned = storyline_codes(customers.key[customer], lambda role: LOAN_TYPES.code(role.loan))
    mortgage = _mortgages(incomes, rows, customer, ~corporate, status == APPROVED, pinned, draw)
    others = _codes(_OTHERS_OF_PERSONS)
    pinned_others = np.where(pinned == NONE, NONE, np.searchsorted(others, pinned))
    by_person = draw.stratified_category(
        "type", rows, _OTHERS_OF_PERSONS, subset=~corporate & ~mortgage, pinned=pinned_others
    )
    by_company = draw.stratified_category("type/company", rows, _OF_COMPANIES, subset=corporate)
    of_person = np.where(mortgage, MORTGAGE, others[by_person])
    return np.where(corporate, _codes(_OF_COMPANIES)[by_company], of_person)


def _mortgages(
    incomes: Incomes, rows: Rows, customer: Index, of_person: BoolArray, approved: BoolArray, pinned: Code, draw: Draw
) -> BoolArray:
    """Return which applications are for mortgages: of applicants who can pay one, most of them owners."""
    income, owner = incomes.gross[customer], incomes.tenure[customer] == OWNER
    least = np.where(approved, numbers.LEAST_INCOME_FOR_APPROVED_MORTGAGE, numbers.LEAST_INCOME_FOR_MORTGAGE)
    eligible = (income >= least * CENTS) & (pinned == NONE)
    everybody = np.ones(len(rows), bool)
    share = _MORTGAGES_OF_PERSONS
    selected = pinned == MORTGAGE
    for name, decision in (("approved", approved), ("other", ~approved)):
        group = of_person & decision
        for applicants, part, preferred in (
            ("owners", numbers.MORTGAGES_TO_OWNERS * share, owner),
            ("all", share, everybody),
        ):
            selected[group] |= draw.stratified_sample(
                f"mortgage/{name}/{applicants}",
                rows.where(group),
                share_range(part),
                (eligible & preferred & ~selected)[group],
                rounding=f"mortgage/{name}",
                already_selected=selected[group],
            )
    return selected


def _codes(shares: CategoryShares) -> Code:
    """Return the code of each name in LOAN_TYPES."""
    return np.array([LOAN_TYPES.code(name) for name in shares.names])
