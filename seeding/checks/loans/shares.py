"""Shares of applicants, applications, loans and risk assessments."""

import polars as pl

from datahub.accounts.models import Customer
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RiskAssessment
from seeding.bank.accounts.numbers import LINKED, WITH_ACCOUNT
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import (
    APPLICANTS,
    APPLICATIONS_OF_APPLICANTS,
    APPLIED_WITHIN_DAYS,
    ASSESSED_BY_SYSTEM,
    DEFAULTED_LOANS,
    GRADES,
    GUARANTEED_LOANS,
    GUARANTORS_PER_LOAN,
    PAID_OFF_EARLY,
    REASSESSED_LOANS,
    REJECTION_REASONS,
    REPAID_AT_TERM,
    RESTRUCTURED_LOANS,
    SECURED_LOANS,
    STATUSES,
)
from seeding.bank.loans.underwriting_numbers import CREDIT_HISTORY, DEBTS
from seeding.checks.databases import ACCOUNTS_DB, LOANS_DB
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.reader import BankReader
from seeding.checks.shares import (
    Category,
    Population,
    Tolerance,
    all_rows,
    by_name,
    given_to_one_customer,
    measured,
    recategorized,
    share_check,
    size,
)
from seeding.checks.staff_references import SYSTEM

_SINCE = f"%(start)s::date - interval '{APPLIED_WITHIN_DAYS} days'"
"""The begin of the time whose applications have these shares: all of a brief history, which reaches back three years
from the day on which the bank was first seen. How often customers applied before, in a full one, is another check."""

_APPLICANTS = Population(
    LOANS_DB,
    f"""
    SELECT customer_id, count(*) AS applications FROM loan_applications
    WHERE application_date >= {_SINCE} GROUP BY customer_id
    """,
)

L18 = share_check(
    "L18",
    "{} of customers applied for a loan in the last three years",
    measured((LOANS_DB, ACCOUNTS_DB), APPLICANTS, _APPLICANTS.aggregate("count(*)"), all_rows(Customer)),
    Tolerance.ENTITIES,
    given_to_one_customer(LoanApplication, "all applications of a third of the applicants"),
)

L19 = share_check(
    "L19",
    "{} of these applicants applied twice",
    _APPLICANTS.where("applications > 1", by_name(APPLICATIONS_OF_APPLICANTS)["two"]),
    Tolerance.SUB_POPULATION,
    fault("all second applications deleted", delete_rows(LoanApplication, "application_id LIKE '%%-2'")),
)


def _applicants_with_account(bank: BankReader) -> int:
    """Return how many applicants had an active checking or savings account in USD before they first applied."""
    accounts = bank.frame(
        ACCOUNTS_DB,
        """
        SELECT customer_id, min(opened_date) AS opened FROM accounts
        WHERE account_status = 'active' AND currency = 'USD' AND account_type IN ('checking', 'savings')
        GROUP BY customer_id
        """,
    )
    applied = bank.frame(
        LOANS_DB,
        f"""
        SELECT customer_id, min(application_date) AS applied FROM loan_applications
        WHERE application_date >= {_SINCE} GROUP BY customer_id
        """,
    )
    return applied.join(accounts, on="customer_id").filter(pl.col("opened") < pl.col("applied")).height


L20 = share_check(
    "L20",
    "{} of these applicants had an account before they applied",
    measured((LOANS_DB, ACCOUNTS_DB), WITH_ACCOUNT, _applicants_with_account, _APPLICANTS.aggregate("count(*)")),
    Tolerance.SUB_POPULATION,
    fault(
        "all applications made almost three years ago",
        update_rows(LoanApplication, f"application_date = %(start)s::date - {APPLIED_WITHIN_DAYS - 1}"),
    ),
)

_APPLICATIONS = Population(
    LOANS_DB,
    f"""
    SELECT loan_type, status, split_part(rejection_reason, ':', 1) AS reason FROM loan_applications
    WHERE application_date >= {_SINCE}
    """,
)
_TYPES: dict[Category, float] = {each.name: each.share for each in LOAN_TYPES}

L21 = share_check(
    "L21",
    "Applications of the last three years by loan type: {}",
    _APPLICATIONS.by("loan_type", _TYPES),
    Tolerance.SUB_POPULATION,
    recategorized(LoanApplication, "loan_type", _TYPES),
)

L22 = share_check(
    "L22",
    "Applications of the last three years by status: {}",
    _APPLICATIONS.by("status", by_name(STATUSES)),
    Tolerance.SUB_POPULATION,
    recategorized(LoanApplication, "status", by_name(STATUSES)),
)

L23 = share_check(
    "L23",
    "Rejected applications of the last three years by reason: {}",
    _APPLICATIONS.by("reason", by_name(REJECTION_REASONS), among="status = 'rejected'"),
    Tolerance.SUB_POPULATION,
    fault(
        "all rejections for debts changed to ones for the credit history",
        update_rows(
            LoanApplication, f"rejection_reason = '{CREDIT_HISTORY}: none'", f"rejection_reason LIKE '{DEBTS}:%%'"
        ),
    ),
)

_ASSESSMENTS = Population(
    LOANS_DB, "SELECT application_id, credit_grade, assessed_by, assessment_date FROM risk_assessments"
)
_OF_APPLICATIONS = f"application_id IS NOT NULL AND assessment_date >= {_SINCE}"
_GRADES: dict[Category, float] = {grade.name: grade.share for grade in reversed(GRADES)}
_BY_SYSTEM = f"assessed_by = '{SYSTEM}'"

BY_GRADE = _ASSESSMENTS.by("credit_grade", _GRADES, among=_OF_APPLICATIONS)

L24 = share_check(
    "L24",
    "Assessments of applications in the last three years by credit grade: {}",
    BY_GRADE,
    Tolerance.DECISIONS,
    recategorized(RiskAssessment, "credit_grade", _GRADES),
)

L25 = share_check(
    "L25",
    "{} of the assessments of applications in the last three years are by the system",
    _ASSESSMENTS.where(_BY_SYSTEM, by_name(ASSESSED_BY_SYSTEM)["system"], among=_OF_APPLICATIONS),
    Tolerance.SUB_POPULATION,
    fault("all assessments by the system", update_rows(RiskAssessment, _BY_SYSTEM)),
)

L26 = share_check(
    "L26",
    "{} of all assessments are by the system",
    _ASSESSMENTS.where(_BY_SYSTEM, by_name(ASSESSED_BY_SYSTEM)["system"]),
    Tolerance.EVENTS,
    fault("all assessments by the system", update_rows(RiskAssessment, _BY_SYSTEM)),
)

_LOANS = Population(
    LOANS_DB,
    """
    SELECT loan_type, loan_status, linked_account_id, collateral, guarantors, assessments FROM loans
    LEFT JOIN (SELECT loan_id, count(*) AS collateral FROM collateral GROUP BY loan_id) c USING (loan_id)
    LEFT JOIN (SELECT loan_id, count(*) AS guarantors FROM loan_guarantors GROUP BY loan_id) g USING (loan_id)
    LEFT JOIN (SELECT loan_id, count(*) AS assessments FROM risk_assessments GROUP BY loan_id) a USING (loan_id)
    """,
)
_STATUS: dict[Category, float] = {
    "active": round(1 - sum(map(size, (REPAID_AT_TERM, PAID_OFF_EARLY, DEFAULTED_LOANS, RESTRUCTURED_LOANS))), 9),
    "paid_off": size(REPAID_AT_TERM) + size(PAID_OFF_EARLY),
    "defaulted": size(DEFAULTED_LOANS),
    "restructured": size(RESTRUCTURED_LOANS),
}

L27 = share_check(
    "L27",
    "Loans by status: {}",
    _LOANS.by("loan_status", _STATUS),
    Tolerance.SUB_POPULATION,
    recategorized(Loan, "loan_status", _STATUS),
)

L28 = share_check(
    "L28",
    "{} of loans have a linked account",
    _LOANS.where("linked_account_id IS NOT NULL", size(LINKED)),
    Tolerance.SUB_POPULATION,
    fault("no loan linked to an account", update_rows(Loan, "linked_account_id = NULL")),
)

_SECURED_TYPES = ", ".join(f"'{each.name}'" for each in LOAN_TYPES if each.collateral)

L29 = share_check(
    "L29",
    "{} of the loans of types with collateral are secured",
    _LOANS.where("collateral > 0", size(SECURED_LOANS), among=f"loan_type IN ({_SECURED_TYPES})"),
    Tolerance.SUB_POPULATION,
    fault("all collateral deleted", delete_rows(Collateral, "true")),
)

L30 = share_check(
    "L30",
    "{} of loans have a guarantor",
    _LOANS.where("guarantors > 0", size(GUARANTEED_LOANS)),
    Tolerance.SUB_POPULATION,
    fault("all guarantors deleted", delete_rows(LoanGuarantor, "true")),
)

L31 = share_check(
    "L31",
    "Guaranteed loans by number of guarantors: {}",
    _LOANS.by("guarantors", dict(enumerate(GUARANTORS_PER_LOAN.weights, start=1)), among="guarantors > 0"),
    Tolerance.SUB_POPULATION,
    fault(
        "all but one guarantor of each loan deleted",
        delete_rows(
            LoanGuarantor,
            "guarantor_id NOT IN (SELECT min(guarantor_id) FROM loan_guarantors GROUP BY loan_id)",
        ),
    ),
)

L32 = share_check(
    "L32",
    "{} of active loans are assessed again",
    _LOANS.where("assessments > 0", size(REASSESSED_LOANS), among="loan_status = 'active'"),
    Tolerance.SUB_POPULATION,
    fault("all assessments of loans deleted", delete_rows(RiskAssessment, "loan_id IS NOT NULL")),
)
