"""Loan states: balances and statuses that follow from the schedule."""

import polars as pl

from datahub.loans.models import Loan, RepaymentSchedule
from seeding.checks.builders import frame_check
from seeding.checks.check import Severity
from seeding.checks.databases import LOANS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

_DEFAULT_DAYS = 90
_RESTRUCTURED_AFTER = (2, 3)
"""Missed installments before a restructured loan is paid again."""


def _loan_states(bank: BankReader) -> pl.DataFrame:
    """Return every loan with the totals and dates of its schedule, amounts in cents.

    `overdue` is the due date of the first installment after the last paid one, without those that a restructuring
    skipped. `contracted` is the number of installments before a restructuring, null where the schedule shows none: its
    installments are not as high as the first one. `paid_contracted` of them are paid.
    """
    return bank.frame(
        LOANS_DB,
        """
        SELECT loan_id, loan_status, default_status, term_months, (principal_amount * 100)::bigint AS principal,
               (outstanding_balance * 100)::bigint AS outstanding,
               coalesce(installments, 0) AS installments, coalesce(paid, 0) AS paid,
               coalesce(last_paid, 0) AS last_paid,
               (coalesce(settled, 0) * 100)::bigint AS settled, payoff, first_early,
               (disbursement_date + make_interval(months => greatest(last_paid, contracted, 0) + 1))::date AS overdue,
               contracted, paid_contracted
        FROM loans CROSS JOIN LATERAL (
            SELECT max(installment_number) AS contracted, count(payment_date) AS paid_contracted
            FROM repayment_schedule old
            WHERE old.loan_id = loans.loan_id AND (
                SELECT max(total_amount) > min(total_amount) FROM repayment_schedule ends
                WHERE ends.loan_id = loans.loan_id AND installment_number IN (1, term_months - 1)
            ) AND total_amount = (
                SELECT total_amount FROM repayment_schedule first
                WHERE first.loan_id = loans.loan_id AND installment_number = 1)
        ) contract LEFT JOIN (
            SELECT loan_id, count(*) AS installments, count(payment_date) AS paid,
                   max(installment_number) FILTER (WHERE payment_date IS NOT NULL) AS last_paid,
                   sum(principal_amount) FILTER (WHERE payment_status IN ('paid', 'late')) AS settled,
                   max(payment_date) AS payoff,
                   min(payment_date) FILTER (WHERE payment_date < due_date) AS first_early
            FROM repayment_schedule GROUP BY loan_id
        ) schedule USING (loan_id)
        """,
    )


def incomplete_schedules(bank: BankReader) -> pl.DataFrame:
    """Return the loans whose number of installments is not their term."""
    plans = bank.cached(_loan_states).select("loan_id", "term_months", "installments")
    return plans.filter(pl.col("term_months") != pl.col("installments"))


def _wrong_balances(bank: BankReader) -> pl.DataFrame:
    owed = pl.col("principal") - pl.col("settled")
    balances = bank.cached(_loan_states).select("loan_id", "principal", "settled", "outstanding", owed=owed)
    return balances.filter(pl.col("outstanding").ne_missing(pl.col("owed")))


_IN_A_ROW = pl.col("last_paid") - pl.col("paid")
"""Number of unpaid installments before the last paid one."""
_SKIPPED = pl.col("contracted") - pl.col("paid_contracted")
"""Number of installments missed before a restructuring."""


def _wrongly_skipped(bank: BankReader) -> pl.DataFrame:
    """Return the loans with unpaid installments before paid ones, unless all of these were skipped by a restructuring.

    On the days between a restructuring and the first payment after it, none of them is before a paid one.
    """
    columns = ("loan_id", "loan_status", "paid", "last_paid", "contracted", "paid_contracted")
    rows = bank.cached(_loan_states).select(*columns, missed=_IN_A_ROW, skipped=_SKIPPED)
    restructured = pl.col("loan_status") == "restructured"
    paid_again = pl.col("last_paid") > pl.col("contracted")
    as_skipped = pl.col("skipped").is_between(*_RESTRUCTURED_AFTER) & (
        pl.col("missed") == pl.when(paid_again).then("skipped").otherwise(0)
    )
    return rows.filter(
        pl.when(restructured.fill_null(False)).then(~as_skipped.fill_null(False)).otherwise(pl.col("missed") != 0)
    )


def _wrong_status(bank: BankReader) -> pl.DataFrame:
    """Return the loans whose status or default flag does not follow from the schedule, or paid off on several days.

    A loan is restructured from the day on which its schedule shows other installments than the first one.
    """
    in_default = (pl.lit(bank.as_of) - pl.col("overdue")).dt.total_days() >= _DEFAULT_DAYS
    follows = (
        pl.when(pl.col("settled") == pl.col("principal"))
        .then(pl.lit("paid_off"))
        .when(in_default)
        .then(pl.lit("defaulted"))
        .when(pl.col("contracted").is_not_null())
        .then(pl.lit("restructured"))
        .otherwise(pl.lit("active"))
    )
    columns = ("loan_id", "loan_status", "default_status", "principal", "settled", "overdue", "first_early", "payoff")
    compared = bank.cached(_loan_states).select(*columns, follows=follows)
    return compared.filter(
        pl.col("loan_status").ne_missing(pl.col("follows"))
        | pl.col("default_status").ne_missing(pl.col("follows") == "defaulted")
        | (pl.col("first_early") != pl.col("payoff"))
    )


L8 = frame_check(
    "L8",
    "A loan's outstanding balance is its principal less the principal of paid installments",
    [LOANS_DB],
    _wrong_balances,
    fault(
        "an outstanding balance one cent too high",
        update_row(Loan, "outstanding_balance = outstanding_balance + 0.01"),
    ),
    Severity.CRITICAL,
)

L10 = frame_check(
    "L10",
    "No installment is paid after a missed one, except in restructured loans after two or three missed",
    [LOANS_DB],
    _wrongly_skipped,
    fault(
        "a payment removed from the middle of an active loan",
        update_row(
            RepaymentSchedule,
            "payment_date = NULL, payment_status = 'missed'",
            """payment_status = 'paid' AND installment_number = 1
               AND loan_id IN (SELECT loan_id FROM repayment_schedule WHERE installment_number = 2
                               AND payment_date IS NOT NULL)
               AND loan_id IN (SELECT loan_id FROM loans WHERE loan_status = 'active')""",
        ),
    ),
)

L11 = frame_check(
    "L11",
    "A loan's status follows from its schedule: paid off, 90 days past due, restructured or active",
    [LOANS_DB],
    _wrong_status,
    fault(
        "a defaulted loan with status active",
        update_row(Loan, "loan_status = 'active', default_status = false", "loan_status = 'defaulted'"),
    ),
)
