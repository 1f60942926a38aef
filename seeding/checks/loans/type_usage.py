"""Usage of loan types: customers apply for every type, and its loans are paid out and repaid."""

from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure, Severity
from seeding.checks.databases import LOANS_DB
from seeding.checks.enforcement import SCALE_ONE
from seeding.checks.faults import fault, pick_row
from seeding.checks.product_usage import usage_figures
from seeding.checks.reader import BankReader

_APPLICATIONS, _LOANS, _REPAID = "applications", "loans", "loans with a paid installment"
_COUNTED = f"""
    SELECT loan_type AS product, '{_APPLICATIONS}' AS table_name, count(*) AS row_count
    FROM loan_applications GROUP BY loan_type
    UNION ALL
    SELECT loan_type, '{_LOANS}', count(*) FROM loans GROUP BY loan_type
    UNION ALL
    SELECT loan_type, '{_REPAID}', count(*) FROM loans
    WHERE EXISTS (SELECT FROM repayment_schedule plan WHERE plan.loan_id = loans.loan_id AND payment_date IS NOT NULL)
    GROUP BY loan_type
"""


def _usage(bank: BankReader) -> list[Figure]:
    tables = (_APPLICATIONS, _LOANS, _REPAID)
    return usage_figures(bank, LOANS_DB, _COUNTED, LOAN_TYPES.names, tables, lambda product, table: SCALE_ONE)


L17 = statistical_check(
    "L17",
    "Every loan type has applications, loans that were paid out, and installments that were paid",
    [LOANS_DB],
    _usage,
    fault(
        "no installment of a loan type was ever paid",
        (
            LOANS_DB,
            f"""
            UPDATE repayment_schedule SET payment_date = NULL, payment_status = 'missed'
            FROM loans WHERE loans.loan_id = repayment_schedule.loan_id AND payment_date IS NOT NULL
                AND loan_type = (SELECT loan_type FROM loans WHERE loan_id = {pick_row("loans", "loan_id")})
            RETURNING schedule_id
            """,
        ),
    ),
    Severity.ERROR,
)
