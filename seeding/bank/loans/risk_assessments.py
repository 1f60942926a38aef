"""Risk assessments: the score of every application, and later scores of active loans."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import FOUNDING_COMPLIANCE_OFFICER, SCORING_SYSTEM, Applications
from seeding.bank.loans.loan_states import LoanStates
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import ACTIVE, HIGHEST_SCORE, LOWEST_SCORE
from seeding.engine.arrays import BoolArray, DayNumber, Index, IntArray
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat
from seeding.engine.shares import Range

ASSESSMENTS_OF_APPLICATION = Room("risk assessments of an application and of its loan", 2)
_OF_APPLICATION, _OF_LOAN = range(2)
_DRIFT_RANGE = Range(-3 * numbers.SCORE_DRIFT, 3 * numbers.SCORE_DRIFT)


@dataclass(frozen=True)
class RiskAssessments(Rows):
    """The risk assessments of a block, application by application.

    `application` is an index; `is_of_loan` is true for an assessment of the loan, false for that of its application.
    `assessed_by` is an index into the staff, or SCORING_SYSTEM.
    """

    application: Index
    is_of_loan: BoolArray
    assessment_day: DayNumber
    score: IntArray
    assessed_by: Index


@node(stream="risk assessments")
def risk_assessments(
    applications: Applications, loans: Loans, loan_states: LoanStates, staff: Staff, layout: Layout, draw: Draw
) -> RiskAssessments:
    """Return one assessment per application, and one more for some of the active loans."""
    of_applications = assessments_of(applications)
    of_loans = _reassessments(applications, loans, loan_states, staff, layout, draw)
    both = concat((of_applications, of_loans))
    return both.take(np.argsort(both.key, kind="stable"))


def assessments_of(applications: Applications, place: int = 0) -> RiskAssessments:
    """Return the assessment of each application; `place` is the index of the first application."""
    return RiskAssessments(
        key=child_key(applications.key, _OF_APPLICATION, ASSESSMENTS_OF_APPLICATION),
        cell=applications.cell,
        application=place + np.arange(len(applications)),
        is_of_loan=np.zeros(len(applications), bool),
        assessment_day=applications.assessment_day,
        score=applications.credit_score,
        assessed_by=applications.assessed_by,
    )


def _reassessments(
    applications: Applications, loans: Loans, loan_states: LoanStates, staff: Staff, layout: Layout, draw: Draw
) -> RiskAssessments:
    """Return the assessments of active loans, whose scores have drifted since the application."""
    old_enough = loans.disbursement_day <= layout.until - numbers.REASSESSED_AFTER_DAYS
    active = np.flatnonzero(loan_states.status == ACTIVE)
    active_rows = Rows(loans.key[active], loans.cell[active])
    loan = active[draw.stratified_sample("again", active_rows, numbers.REASSESSED_LOANS, old_enough[active])]
    rows = Rows(loans.key[loan], loans.cell[loan])
    first_day = loans.disbursement_day[loan] + numbers.REASSESSED_AFTER_DAYS // 2
    day = draw.dates("day", rows, first_day, layout.until)
    drift = np.floor(np.round(draw.normal("drift", rows, 0, numbers.SCORE_DRIFT, _DRIFT_RANGE), 6)).astype(np.int64)
    application, in_storyline = loans.application[loan], loans.in_storyline[loan]
    person = staff.serving(draw, "assessor", rows, day, numbers.ASSESSORS)
    person = np.where(in_storyline, FOUNDING_COMPLIANCE_OFFICER, person)
    system = numbers.ASSESSED_BY_SYSTEM.code("system")
    by_system = (draw.categorical("by_system", rows, numbers.ASSESSED_BY_SYSTEM) == system) & ~in_storyline
    return RiskAssessments(
        key=child_key(applications.key[application], _OF_LOAN, ASSESSMENTS_OF_APPLICATION),
        cell=applications.cell[application],
        application=application,
        is_of_loan=np.ones(len(loan), bool),
        assessment_day=day,
        score=(applications.credit_score[application] + drift).clip(LOWEST_SCORE, HIGHEST_SCORE),
        assessed_by=np.where(by_system, SCORING_SYSTEM, person),
    )
