"""The recipes of loan applications, loans, schedules, collateral, guarantors and risk assessments."""

from collections.abc import Callable, Iterator

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
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import APPLICATIONS_OF_CUSTOMER, SCORING_SYSTEM, Applications
from seeding.bank.loans.collateral import Collaterals
from seeding.bank.loans.collateral_types import COLLATERAL_ITEMS, COLLATERAL_NAMES, COLLATERAL_TYPES
from seeding.bank.loans.credit_scores import default_probability, grades
from seeding.bank.loans.decisions import Decisions
from seeding.bank.loans.earlier_applications import EarlierApplications, owner_and_year
from seeding.bank.loans.guarantors import Guarantors
from seeding.bank.loans.loan_states import LoanStates, outstanding_balances
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.loans import LoanNumbers, Loans
from seeding.bank.loans.numbers import DEFAULTED, GRADE_NAMES
from seeding.bank.loans.rejection_texts import rejection_texts
from seeding.bank.loans.requested_types import MORTGAGE
from seeding.bank.loans.risk_assessments import RiskAssessments, assessments_of
from seeding.bank.loans.schedule import STATUSES, Schedule
from seeding.bank.vocabularies import LAST_NAMES
from seeding.engine.arrays import NONE, Key, Ordinal
from seeding.engine.calendar import Calendar
from seeding.engine.columns import NO_NUMBER, Coded, Columns, Days, Flags, Fractions, Integers, Money, Text
from seeding.engine.draw import Draw
from seeding.engine.expected import Expected, by_history, per_customer
from seeding.engine.layout import AsOf, Layout
from seeding.engine.recipe import EXISTS_FROM, batch_slices, recipe
from seeding.engine.rows import concat
from seeding.engine.text import gather, join, padded, string_series

_FIRST_YEAR = 1900
"""The calendar counts months from January of this year."""


def _ids(prefix: str, application_key: Key) -> pl.Series:
    """Return ids made of a prefix, the customer's number and the application's place among the customer's, from 1."""
    customer, ordinal = _owner_and_ordinal(application_key)
    return join(prefix, "-", padded(customer, 8), "-", padded(ordinal + 1, 1))


def _customer_ids(application_key: Key) -> pl.Series:
    return customer_ids(_owner_and_ordinal(application_key)[0])


def _owner_and_ordinal(application_key: Key) -> tuple[Key, Ordinal]:
    """Return the customer number of each application, and its place among those of the customer, from 0."""
    customer, ordinal = np.divmod(application_key, APPLICATIONS_OF_CUSTOMER.size)
    owner, year = owner_and_year(application_key)
    is_earlier = owner > 0
    return np.where(is_earlier, owner, customer), np.where(is_earlier, year + APPLICATIONS_OF_CUSTOMER.size, ordinal)


def application_ids(application_key: Key) -> pl.Series:
    """Return the id of each application."""
    return _ids("APP", application_key)


def loan_ids(application_key: Key) -> pl.Series:
    """Return the id of each loan, whose key is that of its application."""
    return _ids("LOAN", application_key)


def _with_earlier(of_brief: float) -> Callable[[Layout], Expected]:
    """Return the function from a layout to its expected rows, with earlier applications in a full history.

    `of_brief` are the rows per customer in a brief one.
    """

    def expected_rows(layout: Layout) -> Expected:
        return per_customer(of_brief + numbers.earlier_per_customer(layout.until - layout.start), 0.6)(layout)

    return expected_rows


@recipe(
    LoanApplication,
    by_history(per_customer(0.42, 0.3), _with_earlier(0.42)),
    since="application_date",
)
def loan_application(
    applications: Applications,
    decisions: Decisions,
    earlier: EarlierApplications,
    staff: Staff,
    as_of: AsOf,
    draw: Draw,
) -> Columns:
    """Write every application; the decision is null before its day."""
    applications = concat((applications, earlier.applications))
    order = np.lexsort((applications.ordinal, applications.customer))
    applications, decisions = applications.take(order), concat((decisions, earlier.decisions)).take(order)
    is_decided = as_of.has_come(applications.decision_day)
    reasons = rejection_texts(applications, decisions, draw)
    return {
        "application_id": Text(application_ids(applications.key)),
        "customer_id": Text(_customer_ids(applications.key)),
        "loan_type": Coded(LOAN_TYPES.names, applications.type),
        "requested_amount": Money(decisions.requested_amount),
        "application_date": Days(applications.application_day),
        "status": Coded(numbers.STATUSES.names, applications.statuses_on(as_of)),
        "officer_id": Text(employee_ids(staff, applications.officer)),
        "decision_date": Days(as_of.known(applications.decision_day)),
        "approved_amount": Money(np.where(is_decided, decisions.approved_amount, NO_NUMBER)),
        "rejection_reason": Text(gather(reasons, np.where(is_decided, np.arange(len(is_decided)), NONE))),
        "annual_income": Money(applications.annual_income),
        "debt_to_income": Fractions(np.where(is_decided, decisions.debt_to_income, decisions.requested_debt_to_income)),
    }


@recipe(Loan, per_customer(0.272, 0.4), since="disbursement_date")
def loan(
    loans: Loans,
    loan_numbers: LoanNumbers,
    loan_states: LoanStates,
    schedule: Schedule,
    decisions: Decisions,
    accounts: Accounts,
    staff: Staff,
    calendar: Calendar,
    as_of: AsOf,
) -> Columns:
    """Write every loan with what is owed on the day on which the bank is seen."""
    status = loan_states.statuses_on(as_of)
    return {
        "loan_id": Text(loan_ids(loans.key)),
        "application_id": Text(application_ids(loans.key)),
        "loan_number": Text(loan_numbers.text),
        "customer_id": Text(_customer_ids(loans.key)),
        "linked_account_id": Text(gather(accounts.ids, loans.linked_account)),
        "loan_type": Coded(LOAN_TYPES.names, loans.type),
        "principal_amount": Money(loans.principal),
        "interest_rate": Fractions(loans.interest_rate),
        "term_months": Integers(loans.term_months),
        "disbursement_date": Days(loans.disbursement_day),
        "maturity_date": Days(calendar.months_later(loans.disbursement_day, loans.term_months)),
        "loan_status": Coded(numbers.LOAN_STATUSES, status),
        "outstanding_balance": Money(outstanding_balances(loans, schedule, as_of)),
        "default_status": Flags(status == DEFAULTED),
        "approved_by": Text(employee_ids(staff, decisions.decided_by[loans.application])),
    }


@recipe(RepaymentSchedule, per_customer(38.6, 5.8), since=EXISTS_FROM)
def repayment_schedule(loans: Loans, schedule: Schedule, as_of: AsOf) -> Iterator[Columns]:
    """Write all installments of a loan from its disbursement on, with the amounts that are agreed on the day."""
    ids = loan_ids(loans.key)
    principal, interest = schedule.amounts_on(loans, as_of)
    status = schedule.statuses_on(as_of)
    for rows in batch_slices(len(schedule.loan)):
        loan = schedule.loan[rows]
        yield {
            "schedule_id": Integers(schedule.key[rows]),
            "loan_id": Text(gather(ids, loan)),
            "installment_number": Integers(schedule.installment[rows]),
            "due_date": Days(schedule.due_day[rows]),
            "principal_amount": Money(principal[rows]),
            "interest_amount": Money(interest[rows]),
            "total_amount": Money(principal[rows] + interest[rows]),
            "payment_date": Days(as_of.known(schedule.payment_day[rows])),
            "payment_status": Coded(STATUSES, status[rows]),
            EXISTS_FROM: Days(loans.disbursement_day[loan]),
        }


@recipe(Collateral, per_customer(0.141, 4.6), since=EXISTS_FROM)
def collateral(loans: Loans, collaterals: Collaterals, calendar: Calendar, draw: Draw) -> Columns:
    """Write the collateral of the loans of a block."""
    return {
        "collateral_id": Text(_ids("COL", collaterals.key)),
        "loan_id": Text(loan_ids(collaterals.key)),
        "collateral_type": Coded(COLLATERAL_NAMES, collaterals.type),
        "description": Text(_collateral_descriptions(loans, collaterals, calendar, draw)),
        "appraised_value": Money(collaterals.appraised_value),
        "appraisal_date": Days(collaterals.appraisal_day),
        "ltv_ratio": Fractions(collaterals.loan_to_value),
        EXISTS_FROM: Days(loans.disbursement_day[collaterals.loan]),
    }


def _collateral_descriptions(loans: Loans, collaterals: Collaterals, calendar: Calendar, draw: Draw) -> pl.Series:
    """Return an item of each collateral's type, with the year that it is from."""
    of_mortgage = loans.type[collaterals.loan] == MORTGAGE
    items = np.where(of_mortgage, len(COLLATERAL_TYPES) + collaterals.type, collaterals.type)
    item = COLLATERAL_ITEMS.text(draw, "thing", collaterals, items)
    fewest, most = np.array([each.years_back for each in COLLATERAL_TYPES])[collaterals.type].T
    year = calendar.month(loans.disbursement_day[collaterals.loan]) // 12 + _FIRST_YEAR
    year = year - draw.integers("year", collaterals, fewest, most)
    label = gather(string_series(*(each.year_label for each in COLLATERAL_TYPES)), collaterals.type)
    return join(item, ", ", label, " ", padded(year, 4))


@recipe(LoanGuarantor, per_customer(0.0882, 3), since=EXISTS_FROM)
def loan_guarantor(
    identities: Identities, spouses: Spouses, loans: Loans, guarantors: Guarantors, draw: Draw
) -> Columns:
    """Write the guarantors of the loans of a block."""
    relationships = numbers.RELATIONSHIPS.names
    customer = loans.customer[guarantors.loan]
    is_relative = np.isin(guarantors.relationship, [relationships.index(name) for name in numbers.RELATIVES])
    is_spouse = guarantors.relationship == relationships.index("spouse")
    last_name = gather(identities.last_name, customer).zip_with(
        pl.Series(is_relative), LAST_NAMES.text(draw, "last_name", guarantors)
    )
    # Other guarantors have another first name than the borrower and their spouse, a second one than the first, too.
    of_borrower, of_spouse = gather(identities.first_name, customer), gather(spouses.first_name, customer)
    drawn = avoid_taken_names(random_first_names(draw, "first_name", guarantors), of_borrower, of_spouse)
    of_second = avoid_taken_names(drawn, of_borrower, of_spouse, drawn.shift(1))
    first_name = of_spouse.zip_with(pl.Series(is_spouse), of_second.zip_with(pl.Series(guarantors.ordinal == 1), drawn))
    return {
        "guarantor_id": Integers(guarantors.key),
        "loan_id": Text(gather(loan_ids(loans.key), guarantors.loan)),
        "guarantor_name": Text(join(first_name, " ", last_name)),
        "relationship": Coded(relationships, guarantors.relationship),
        "contact_info": Text(phone_numbers(draw, guarantors)),
        "guarantee_amount": Money(guarantors.guarantee),
        EXISTS_FROM: Days(loans.disbursement_day[guarantors.loan]),
    }


@recipe(
    RiskAssessment,
    by_history(per_customer(0.502, 0.4), _with_earlier(0.502)),
    since="assessment_date",
)
def risk_assessment(
    risk_assessments: RiskAssessments, applications: Applications, earlier: EarlierApplications, staff: Staff
) -> Columns:
    """Write the credit scores of the applications and loans of a block."""
    of_earlier = assessments_of(earlier.applications, place=len(applications))
    applications = concat((applications, earlier.applications))
    both = concat((risk_assessments, of_earlier))
    risk_assessments = both.take(np.lexsort((both.key, applications.customer[both.application])))
    application_key = applications.key[risk_assessments.application]
    index = np.arange(len(application_key))
    by_system = risk_assessments.assessed_by == SCORING_SYSTEM
    assessors = pl.concat((staff.ids, pl.Series(["SYSTEM"])))
    return {
        "assessment_id": Integers(risk_assessments.key),
        "loan_id": Text(gather(loan_ids(application_key), np.where(risk_assessments.is_of_loan, index, NONE))),
        "application_id": Text(
            gather(application_ids(application_key), np.where(risk_assessments.is_of_loan, NONE, index))
        ),
        "assessment_date": Days(risk_assessments.assessment_day),
        "risk_score": Integers(risk_assessments.score),
        "pd_probability": Fractions(default_probability(risk_assessments.score)),
        "credit_grade": Coded(GRADE_NAMES, grades(risk_assessments.score)),
        "assessed_by": Text(gather(assessors, np.where(by_system, len(staff), risk_assessments.assessed_by))),
    }
