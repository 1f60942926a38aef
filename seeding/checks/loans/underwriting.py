"""Underwriting: decisions follow scores, incomes and debts, and reasons of rejections fit the product."""

from datahub.loans.models import LoanApplication, RiskAssessment
from seeding.bank.loans.underwriting_numbers import (
    DEBTS,
    HIGHEST_DEBT_TO_INCOME,
    LOWEST_SCORE_APPROVED,
    LOWEST_SCORE_OF_MORTGAGES,
    REASONS_OF_TYPE,
)
from seeding.checks.builders import figures_from, first_failing, sql_check, violations_in
from seeding.checks.check import Check, Figure
from seeding.checks.databases import LOANS_DB
from seeding.checks.enforcement import SHARES_FROM, not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

_MOST_APPROVED = 0.05
"""Part of the decided applications with a score below the lowest one that may be approved."""


def _approved_with_low_scores(bank: BankReader) -> list[Figure]:
    decided, approved = bank.rows(
        LOANS_DB,
        f"""
        SELECT count(*) AS decided, count(*) FILTER (WHERE status = 'approved') AS approved
        FROM loan_applications JOIN risk_assessments USING (application_id)
        WHERE status IN ('approved', 'rejected') AND risk_score < {LOWEST_SCORE_APPROVED}
        """,
    )[0].values()
    rows = max(int(decided), 1)
    margin = STANDARD_ERRORS * (_MOST_APPROVED * (1 - _MOST_APPROVED) / rows) ** 0.5
    name = f"approved of the decided applications with a score below {LOWEST_SCORE_APPROVED}"
    small = not_enforced(bank, SHARES_FROM)
    return [Figure(name, int(approved) / rows, None, _MOST_APPROVED + margin, int(decided), small)]


M32 = Check(
    "M32",
    f"Below a score of {LOWEST_SCORE_APPROVED} at most 5 % are approved, below {LOWEST_SCORE_OF_MORTGAGES} no mortgage",
    (LOANS_DB,),
    first_failing(
        violations_in(
            LOANS_DB,
            f"""
            SELECT application_id, risk_score, loan_type, status
            FROM loan_applications JOIN risk_assessments USING (application_id)
            WHERE loan_type = 'mortgage' AND status = 'approved' AND risk_score < {LOWEST_SCORE_OF_MORTGAGES}
            """,
        ),
        figures_from(_approved_with_low_scores),
    ),
    fault(
        "an approved mortgage of an applicant with a low score",
        update_row(
            RiskAssessment,
            f"risk_score = {LOWEST_SCORE_OF_MORTGAGES - 1}",
            """application_id IN (SELECT application_id FROM loan_applications
                                  WHERE status = 'approved' AND loan_type = 'mortgage')""",
        ),
    ),
)

M33 = sql_check(
    "M33",
    "Installments of all loans take at most 43 % of the income at the decision; debt_to_income includes them",
    LOANS_DB,
    f"""
    WITH lent AS (
        SELECT application_id, customer_id, decision_date, status, annual_income, debt_to_income,
               first.total_amount AS installment,
               CASE WHEN loan_status = 'paid_off' THEN (
                   SELECT max(payment_date) FROM repayment_schedule plan WHERE plan.loan_id = loan.loan_id
               ) END AS repaid
        FROM loan_applications LEFT JOIN (SELECT loan_id, application_id, loan_status FROM loans) loan
             USING (application_id)
             LEFT JOIN repayment_schedule first ON first.loan_id = loan.loan_id AND first.installment_number = 1
    )
    SELECT application_id, annual_income, debt_to_income, installment, before
    FROM (
        SELECT lent.*, coalesce(earlier.installment, 0) AS before
        FROM lent LEFT JOIN lent earlier ON earlier.customer_id = lent.customer_id
             AND (earlier.decision_date, earlier.application_id) < (lent.decision_date, lent.application_id)
             AND (earlier.repaid > lent.decision_date) IS NOT FALSE
    ) pairs
    WHERE annual_income IS NULL OR annual_income <= 0 OR debt_to_income IS NULL
          OR status = 'approved' AND (
              debt_to_income > {HIGHEST_DEBT_TO_INCOME}
              OR (installment + before) * 12 > {HIGHEST_DEBT_TO_INCOME} * annual_income
              OR (installment + before) * 12 > (debt_to_income + 0.0001) * annual_income)
    """,
    fault(
        "a loan that takes most of the borrower's income",
        update_row(
            LoanApplication,
            "annual_income = annual_income / 50",
            "application_id IN (SELECT application_id FROM loans)",
        ),
    ),
)

M34 = sql_check(
    "M34",
    "Applicants rejected for a high debt-to-income ratio have one above 43 %",
    LOANS_DB,
    f"""
    SELECT application_id, rejection_reason, debt_to_income FROM loan_applications
    WHERE split_part(rejection_reason, ':', 1) = %(reason)s AND debt_to_income <= {HIGHEST_DEBT_TO_INCOME}
    """,
    fault(
        "a low debt-to-income ratio as the reason of a rejection",
        update_row(LoanApplication, "debt_to_income = 0.2", f"rejection_reason LIKE '{DEBTS}:%%'"),
    ),
    reason=DEBTS,
)

_FITS = ", ".join(
    f"('{loan_type}', '{reason}')" for loan_type, reasons in REASONS_OF_TYPE.items() for reason in reasons
)

M37 = sql_check(
    "M37",
    "The reason of a rejection fits the product: no down payment for education, no collateral for personal loans",
    LOANS_DB,
    f"""
    SELECT application_id, loan_type, rejection_reason FROM loan_applications
    WHERE rejection_reason IS NOT NULL AND (loan_type, split_part(rejection_reason, ':', 1)) NOT IN ({_FITS})
    """,
    fault(
        "a personal loan rejected for its collateral",
        update_row(
            LoanApplication,
            "rejection_reason = 'Collateral value or type not sufficient'",
            "status = 'rejected' AND loan_type = 'personal'",
        ),
    ),
)
