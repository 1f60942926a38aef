"""What stands behind loans: collateral, guarantors, and the scores by which the bank watches them."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import ASSESSOR, BY_SYSTEM, Applications
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import ACTIVE, BUSINESS, KINDS_OF_COLLATERAL, SECURED_TYPES
from seeding.bank.loans.schedule import LoanStates
from seeding.engine.arrays import IntArray, rank_within
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows
from seeding.engine.shares import Range

_E4 = 10_000
_UNIT = 10_000
"""Cents: appraisals and guarantees are whole hundreds."""


@dataclass(frozen=True)
class Collaterals(Rows):
    """The collateral of the block's loans; the key is the loan's, whose index is `loan`.

    `kind` is a place in KINDS_OF_COLLATERAL; `ltv_e4` is principal over appraised value, in ten-thousandths.
    """

    loan: IntArray
    kind: IntArray
    appraised: IntArray
    day: IntArray
    ltv_e4: IntArray


@node(stream="collateral")
def collaterals(loans: Loans, draw: Draw) -> Collaterals:
    """Secure most mortgages, auto and business loans."""
    index = np.flatnonzero(np.isin(loans.type, SECURED_TYPES))
    fit = Rows(loans.key[index], loans.cell[index])
    in_storyline = loans.in_storyline[index]
    chosen = (
        draw.stratified_sample("secured", fit, numbers.SECURED, ~in_storyline, already_selected=in_storyline)
        | in_storyline
    )
    loan, rows = index[chosen], fit.where(chosen)
    kind = np.zeros(len(rows), np.int64)
    for code, shares in numbers.COLLATERAL.items():
        place = np.array([KINDS_OF_COLLATERAL.index(name) for name in shares.names])
        of_type = loans.type[loan] == code
        kind[of_type] = place[draw.categorical("kind", rows.where(of_type), shares)]
    principal = loans.principal[loan]
    appraised = cents(np.round(draw.between("appraised", rows, numbers.APPRAISED), 9) * principal / 100, unit=_UNIT)
    return Collaterals(
        key=rows.key,
        cell=rows.cell,
        loan=loan,
        kind=kind,
        appraised=appraised,
        day=loans.disbursed[loan] - draw.integers("day", rows, *numbers.APPRAISED_WITHIN_DAYS),
        ltv_e4=(2 * principal * _E4 + appraised) // (2 * appraised),
    )


@dataclass(frozen=True)
class Guarantors(Rows):
    """Who answers for the block's loans; the key is the loan's x 2 + ordinal.

    `relationship` is a place in RELATIONSHIPS; `amount` is cents.
    """

    loan: IntArray
    relationship: IntArray
    amount: IntArray


@node(stream="guarantors")
def guarantors(loans: Loans, draw: Draw) -> Guarantors:
    """Find one or two guarantors for a quarter of the loans."""
    guaranteed = (
        draw.stratified_sample(
            "guaranteed", loans, numbers.GUARANTEED, ~loans.in_storyline, already_selected=loans.in_storyline
        )
        | loans.in_storyline
    )
    count = draw.stratified_category("count", loans, numbers.GUARANTORS, among=guaranteed)
    loan = np.repeat(np.arange(len(loans)), count + 1)
    ordinal = rank_within(loan)
    rows = Rows(loans.key[loan] * 2 + ordinal, loans.cell[loan])
    names = numbers.RELATIONSHIPS.names
    of_company = np.array([names.index(name) for name in numbers.RELATIONSHIPS_OF_COMPANIES.names])
    relationship = np.where(
        loans.type[loan] == BUSINESS,
        of_company[draw.categorical("relationship", rows, numbers.RELATIONSHIPS_OF_COMPANIES)],
        draw.categorical("relationship", rows, numbers.RELATIONSHIPS),
    )
    spouse = relationship == names.index("spouse")
    second_spouse = spouse & np.roll(spouse, 1) & (ordinal == 1)
    relationship[second_spouse] = names.index("friend")
    part = np.round(draw.between("amount", rows, numbers.GUARANTEED_PART), 9)
    amount = cents(part * loans.principal[loan] / 100, unit=_UNIT)
    return Guarantors(rows.key, rows.cell, loan, relationship, np.minimum(amount, loans.principal[loan] // 2))


@dataclass(frozen=True)
class Assessments(Rows):
    """The scores of applications and, later, of loans; the key is the application's x 2, plus 1 for the loan's.

    `application` is an index; `of_loan` says whether the loan that came of it was assessed. `assessor` is an index into
    the staff, or BY_SYSTEM.
    """

    application: IntArray
    of_loan: IntArray
    day: IntArray
    score: IntArray
    assessor: IntArray


@node(stream="risk assessments")
def assessments(
    applications: Applications, loans: Loans, loan_states: LoanStates, staff: Staff, plan: Plan, draw: Draw
) -> Assessments:
    """Score every application, and some of the active loans again."""
    eligible = loans.disbursed <= plan.last_day - numbers.ASSESSED_AGAIN_AFTER_DAYS
    active = np.flatnonzero(loan_states.status == ACTIVE)
    watched = Rows(loans.key[active], loans.cell[active])
    again = active[draw.stratified_sample("again", watched, numbers.ASSESSED_AGAIN, eligible[active])]
    rows = Rows(loans.key[again], loans.cell[again])
    day = draw.dates("day", rows, loans.disbursed[again] + numbers.ASSESSED_AGAIN_AFTER_DAYS // 2, plan.last_day)
    drift = draw.normal("drift", rows, 0, numbers.SCORE_DRIFT, Range(-3 * numbers.SCORE_DRIFT, 3 * numbers.SCORE_DRIFT))
    score = applications.score[loans.application[again]] + np.floor(np.round(drift, 6)).astype(np.int64)
    person = np.where(
        loans.in_storyline[again], ASSESSOR, staff.serving(draw, "assessor", rows, day, numbers.ASSESSORS)
    )
    by_system = (draw.categorical("by_system", rows, numbers.ASSESSED_BY_SYSTEM) == 1) & ~loans.in_storyline[again]
    first = np.arange(len(applications))
    application = np.concatenate((first, loans.application[again]))
    of_loan = np.repeat([0, 1], [len(first), len(again)])
    order = np.lexsort((of_loan, application))
    application, of_loan = application[order], of_loan[order]
    return Assessments(
        key=applications.key[application] * 2 + of_loan,
        cell=applications.cell[application],
        application=application,
        of_loan=of_loan,
        day=np.concatenate((applications.assessed, day))[order],
        score=np.concatenate((applications.score, score.clip(300, numbers.HIGHEST_SCORE)))[order],
        assessor=np.concatenate((applications.assessor, np.where(by_system, BY_SYSTEM, person)))[order],
    )
