"""Usage of loan types: customers apply for every type, and its loans are paid out and repaid."""

from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.checks.check import Figure, Severity, breaks, one_of, statistical
from seeding.checks.held import HeldBank
from seeding.checks.loans.standing import DB
from seeding.checks.product_usage import usage_figures
from seeding.checks.sizes import SCALE_ONE

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


def _usage(bank: HeldBank) -> list[Figure]:
    tables = (_APPLICATIONS, _LOANS, _REPAID)
    return usage_figures(bank, DB, _COUNTED, LOAN_TYPES.names, tables, lambda product, table: SCALE_ONE)


L17 = statistical(
    "L17",
    "Every loan type has applications, loans that were paid out, and installments that were paid",
    [DB],
    _usage,
    breaks(
        "no installment of a loan type was ever paid",
        (
            DB,
            f"""
            UPDATE repayment_schedule SET payment_date = NULL, payment_status = 'missed'
            FROM loans WHERE loans.loan_id = repayment_schedule.loan_id AND payment_date IS NOT NULL
                             AND loan_type = (SELECT loan_type FROM loans WHERE loan_id = {one_of("loans", "loan_id")})
            RETURNING schedule_id
            """,
        ),
    ),
    Severity.ERROR,
)
