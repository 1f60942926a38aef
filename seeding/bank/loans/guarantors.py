"""Guarantors: who guarantees a loan, and for how much."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.amounts import whole_hundreds
from seeding.bank.loans.loan_types import LOAN_TYPES, Borrower
from seeding.bank.loans.loans import Loans
from seeding.engine.arrays import Cents, Code, Index, Ordinal, rank_within
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.node import node
from seeding.engine.rows import Rows

GUARANTORS_OF_LOAN = Room("guarantors of a loan", 2)
_OF_COMPANIES = LOAN_TYPES.flags(lambda each: each.borrower is Borrower.COMPANY)
_RELATIONSHIPS = numbers.RELATIONSHIPS.names
_CODES_TO_COMPANIES = np.array([_RELATIONSHIPS.index(name) for name in numbers.RELATIONSHIPS_TO_COMPANIES.names])
_SPOUSE, _FRIEND = _RELATIONSHIPS.index("spouse"), _RELATIONSHIPS.index("friend")


@dataclass(frozen=True)
class Guarantors(Rows):
    """The guarantors of the block's loans, loan by loan; `loan` is the loan's index.

    `ordinal` counts the guarantors of a loan from 0; `relationship` is a code of RELATIONSHIPS.
    """

    loan: Index
    ordinal: Ordinal
    relationship: Code
    guarantee: Cents


@node(stream="guarantors")
def guarantors(loans: Loans, draw: Draw) -> Guarantors:
    """Return one or two guarantors for a quarter of the loans, and for every loan of a storyline."""
    guaranteed = loans.in_storyline | draw.stratified_sample(
        "guaranteed", loans, numbers.GUARANTEED_LOANS, ~loans.in_storyline, already_selected=loans.in_storyline
    )
    count = 1 + draw.stratified_category("count", loans, numbers.GUARANTORS_PER_LOAN, subset=guaranteed)
    loan = np.repeat(np.arange(len(loans)), count)
    ordinal = rank_within(loan)
    rows = Rows(child_key(loans.key[loan], ordinal, GUARANTORS_OF_LOAN), loans.cell[loan])
    principal = loans.principal[loan]
    guarantee = whole_hundreds(draw.between("amount", rows, numbers.GUARANTEE_TO_PRINCIPAL), principal)
    return Guarantors(
        key=rows.key,
        cell=rows.cell,
        loan=loan,
        ordinal=ordinal,
        relationship=_relationships(rows, loans.type[loan], ordinal, draw),
        guarantee=np.minimum(guarantee, principal // 2),
    )


def _relationships(rows: Rows, loan_type: Code, ordinal: Ordinal, draw: Draw) -> Code:
    """Return the relationship of each guarantor to the borrower; a second spouse becomes a friend."""
    to_company = draw.categorical("relationship", rows, numbers.RELATIONSHIPS_TO_COMPANIES)
    to_person = draw.categorical("relationship", rows, numbers.RELATIONSHIPS)
    relationship = np.where(_OF_COMPANIES[loan_type], _CODES_TO_COMPANIES[to_company], to_person)
    is_spouse = relationship == _SPOUSE
    relationship[is_spouse & np.roll(is_spouse, 1) & (ordinal == 1)] = _FRIEND
    return relationship
