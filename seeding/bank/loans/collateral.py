"""Collateral: the assets that secure loans, with their appraisal."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.amounts import whole_hundreds
from seeding.bank.loans.collateral_types import COLLATERAL_NAMES
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.requested_types import MORTGAGE
from seeding.engine.arrays import BasisPoints, BoolArray, Cents, Code, DayNumber, Index
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.rows import Rows
from seeding.engine.shares import share_range

_BASIS_POINTS = 10_000
_CAN_BE_SECURED = LOAN_TYPES.flags(lambda each: each.collateral is not None)


@dataclass(frozen=True)
class Collaterals(Rows):
    """The collateral of the block's loans, at most one per loan; `key` is the loan's, `loan` the loan's index.

    `type` is a code of COLLATERAL_TYPES; `loan_to_value` is the principal over the appraised value.
    """

    loan: Index
    type: Code
    appraised_value: Cents
    appraisal_day: DayNumber
    loan_to_value: BasisPoints


@node(stream="collateral")
def collaterals(loans: Loans, draw: Draw) -> Collaterals:
    """Return the collateral of most loans whose type can be secured, and of all those in storylines."""
    index = np.flatnonzero(_CAN_BE_SECURED[loans.type])
    candidates = Rows(loans.key[index], loans.cell[index])
    secured = _secured(candidates, loans.type[index], loans.in_storyline[index], draw)
    loan, rows = index[secured], candidates.where(secured)
    principal = loans.principal[loan]
    appraised_value = whole_hundreds(draw.between("appraised", rows, numbers.APPRAISED_TO_PRINCIPAL), principal)
    return Collaterals(
        key=rows.key,
        cell=rows.cell,
        loan=loan,
        type=_types(rows, loans.type[loan], draw),
        appraised_value=appraised_value,
        appraisal_day=loans.disbursement_day[loan] - draw.integers("day", rows, *numbers.APPRAISED_WITHIN_DAYS),
        loan_to_value=(2 * principal * _BASIS_POINTS + appraised_value) // (2 * appraised_value),
    )


def _secured(rows: Rows, loan_type: Code, in_storyline: BoolArray, draw: Draw) -> BoolArray:
    """Return which loans are secured: every mortgage, most auto loans, and as many others as the share demands."""
    secured = in_storyline | (loan_type == MORTGAGE)
    auto = loan_type == LOAN_TYPES.code("auto")
    secured[auto] |= draw.stratified_sample(
        "secured/auto",
        rows.where(auto),
        share_range(numbers.SECURED_AUTO_LOANS),
        ~secured[auto],
        already_selected=secured[auto],
    )
    return secured | draw.stratified_sample(
        "secured", rows, numbers.SECURED_LOANS, ~secured & ~auto, already_selected=secured
    )


def _types(rows: Rows, loan_type: Code, draw: Draw) -> Code:
    """Return a collateral type for each row, of those that may secure its loan type."""
    collateral_type = np.zeros(len(rows), np.int64)
    for code, each in enumerate(LOAN_TYPES):
        if each.collateral:
            names = each.collateral.names
            codes = np.array([COLLATERAL_NAMES.index(name) for name in names])
            of_type = loan_type == code
            collateral_type[of_type] = codes[draw.categorical("kind", rows.where(of_type), each.collateral)]
    return collateral_type
