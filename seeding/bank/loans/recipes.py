"""How applications, loans, schedules, collateral, guarantors and assessments are written."""

import numpy as np
import polars as pl

from datahub.loans.models import (
    Collateral,
    Loan,
    LoanApplication,
    LoanGuarantor,
    RepaymentSchedule,
    RiskAssessment,
)
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.identities import Identities, Spouses, avoid_taken_names, random_first_names
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.contact_details import phone_numbers
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers, texts
from seeding.bank.loans.applications import BY_SYSTEM, Applications, default_probability_e4, grades
from seeding.bank.loans.loans import LoanNumbers, Loans
from seeding.bank.loans.numbers import DEFAULTED, GRADE_NAMES, KINDS_OF_COLLATERAL, TYPES
from seeding.bank.loans.schedule import STATUSES, LoanStates, Schedule
from seeding.bank.loans.security import Assessments, Collaterals, Guarantors
from seeding.bank.vocabularies import LAST_NAMES
from seeding.engine.arrays import NONE, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.columns import NO_NUMBER, Coded, Columns, Days, Flags, Fractions, Integers, Money, Text
from seeding.engine.draw import Draw
from seeding.engine.expected import per_customer
from seeding.engine.recipe import recipe
from seeding.engine.text import gather, join, padded

_FIRST_YEAR = 1900


def _numbered(prefix: str, owner: IntArray, ordinal: IntArray) -> pl.Series:
    """Return keys that carry the customer and the ordinal."""
    return join(prefix, "-", padded(owner, 8), "-", padded(ordinal, 1))


def application_ids(keys: IntArray) -> pl.Series:
    """Return applications' keys, from their numbers."""
    return _numbered("APP", keys // 2, keys % 2 + 1)


def loan_ids(keys: IntArray) -> pl.Series:
    """Return loans' keys, from their numbers."""
    return _numbered("LOAN", keys // 2, keys % 2 + 1)


@recipe(LoanApplication, per_customer(0.42, 0.3))
def loan_application(applications: Applications, staff: Staff) -> Columns:
    granted = applications.granted
    return {
        "application_id": Text(application_ids(applications.key)),
        "customer_id": Text(customer_ids(applications.key // 2)),
        "loan_type": Coded(TYPES, applications.type),
        "requested_amount": Money(applications.requested),
        "application_date": Days(applications.day),
        "status": Coded(numbers.STATUSES.names, applications.status),
        "officer_id": Text(employee_ids(staff, applications.officer)),
        "decision_date": Days(applications.decided),
        "approved_amount": Money(np.where(granted < 0, NO_NUMBER, granted)),
        "rejection_reason": Coded(
            tuple(numbers.REASONS[name] for name in numbers.REJECTION_REASONS.names), applications.reason
        ),
    }


@recipe(Loan, per_customer(0.272, 0.4))
def loan(
    loans: Loans,
    loan_numbers: LoanNumbers,
    loan_states: LoanStates,
    applications: Applications,
    accounts: Accounts,
    staff: Staff,
    calendar: Calendar,
) -> Columns:
    return {
        "loan_id": Text(loan_ids(loans.key)),
        "application_id": Text(application_ids(loans.key)),
        "loan_number": Text(loan_numbers.text),
        "customer_id": Text(customer_ids(loans.key // 2)),
        "linked_account_id": Text(gather(accounts.ids, loans.account)),
        "loan_type": Coded(TYPES, loans.type),
        "principal_amount": Money(loans.principal),
        "interest_rate": Fractions(loans.rate_e4),
        "term_months": Integers(loans.term),
        "disbursement_date": Days(loans.disbursed),
        "maturity_date": Days(calendar.months_later(loans.disbursed, loans.term)),
        "loan_status": Coded(numbers.LOAN_STATUSES, loan_states.status),
        "outstanding_balance": Money(loan_states.outstanding),
        "default_status": Flags(loan_states.status == DEFAULTED),
        "approved_by": Text(employee_ids(staff, applications.decider[loans.application])),
    }


@recipe(RepaymentSchedule, per_customer(37.4, 2.8))
def repayment_schedule(loans: Loans, schedule: Schedule) -> Columns:
    return {
        "schedule_id": Integers(schedule.key),
        "loan_id": Text(loan_ids(loans.key).gather(schedule.loan)),
        "installment_number": Integers(schedule.instalment),
        "due_date": Days(schedule.due),
        "principal_amount": Money(schedule.principal),
        "interest_amount": Money(schedule.interest),
        "total_amount": Money(schedule.principal + schedule.interest),
        "payment_date": Days(schedule.paid),
        "payment_status": Coded(STATUSES, schedule.status),
    }


@recipe(Collateral, per_customer(0.142, 0.8))
def collateral(loans: Loans, collaterals: Collaterals, calendar: Calendar, draw: Draw) -> Columns:
    return {
        "collateral_id": Text(_numbered("COL", collaterals.key // 2, collaterals.key % 2 + 1)),
        "loan_id": Text(loan_ids(collaterals.key)),
        "collateral_type": Coded(KINDS_OF_COLLATERAL, collaterals.kind),
        "description": Text(_descriptions(loans, collaterals, calendar, draw)),
        "appraised_value": Money(collaterals.appraised),
        "appraisal_date": Days(collaterals.day),
        "ltv_ratio": Fractions(collaterals.ltv_e4),
    }


def _descriptions(loans: Loans, collaterals: Collaterals, calendar: Calendar, draw: Draw) -> pl.Series:
    """Return what each thing is, with the year it is from."""
    kinds = KINDS_OF_COLLATERAL
    descriptions = pl.concat([texts.DESCRIPTIONS[kind].series for kind in kinds])
    count = np.array([len(texts.DESCRIPTIONS[kind].words) for kind in kinds])
    base = np.cumsum(count) - count
    kind = collaterals.kind
    place = base[kind] + draw.integers("thing", collaterals, 0, count[kind] - 1)
    newest, oldest = np.array([texts.YEARS_BACK[name] for name in kinds])[kind].T
    year = calendar.month(loans.disbursed[collaterals.loan]) // 12 + _FIRST_YEAR
    year = year - draw.integers("year", collaterals, newest, oldest)
    word = pl.Series([texts.YEAR_WORDS[name] for name in kinds]).gather(kind)
    return join(descriptions.gather(place), ", ", word, " ", padded(year, 4))


@recipe(LoanGuarantor, per_customer(0.0885, 0.5))
def loan_guarantor(
    identities: Identities, spouses: Spouses, loans: Loans, guarantors: Guarantors, draw: Draw
) -> Columns:
    names = numbers.RELATIONSHIPS.names
    owner = loans.owner[guarantors.loan]
    relative = np.isin(guarantors.relationship, [names.index(name) for name in numbers.RELATIVES])
    spouse = pl.Series(guarantors.relationship == names.index("spouse"))
    last = identities.last_name.gather(owner).zip_with(
        pl.Series(relative), LAST_NAMES.text(draw, "last_name", guarantors)
    )
    # Nobody is called as the borrower or their spouse, nor the second guarantor as the first.
    taken = identities.first_name.gather(owner), spouses.first_name.gather(owner)
    drawn = avoid_taken_names(random_first_names(draw, "first_name", guarantors), *taken)
    second = pl.Series(guarantors.key % 2 == 1)
    first = taken[1].zip_with(spouse, avoid_taken_names(drawn, *taken, drawn.shift(1)).zip_with(second, drawn))
    return {
        "guarantor_id": Integers(guarantors.key),
        "loan_id": Text(loan_ids(loans.key).gather(guarantors.loan)),
        "guarantor_name": Text(join(first, " ", last)),
        "relationship": Coded(names, guarantors.relationship),
        "contact_info": Text(phone_numbers(draw, guarantors)),
        "guarantee_amount": Money(guarantors.amount),
    }


@recipe(RiskAssessment, per_customer(0.502, 0.4))
def risk_assessment(assessments: Assessments, applications: Applications, staff: Staff) -> Columns:
    key = applications.key[assessments.application]
    of_loan = assessments.of_loan == 1
    place = np.arange(len(key))
    assessor = np.where(assessments.assessor == BY_SYSTEM, len(staff), assessments.assessor)
    return {
        "assessment_id": Integers(assessments.key),
        "loan_id": Text(gather(loan_ids(key), np.where(of_loan, place, NONE))),
        "application_id": Text(gather(application_ids(key), np.where(of_loan, NONE, place))),
        "assessment_date": Days(assessments.day),
        "risk_score": Integers(assessments.score),
        "pd_probability": Fractions(default_probability_e4(assessments.score)),
        "credit_grade": Coded(GRADE_NAMES, grades(assessments.score)),
        "assessed_by": Text(pl.concat((staff.ids, pl.Series(["SYSTEM"]))).gather(assessor)),
    }
