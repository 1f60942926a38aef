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

    `overdue` is the due date of the first installment after the last paid one.
    """
    return bank.frame(
        LOANS_DB,
        """
        SELECT loan_id, loan_status, default_status, term_months, (principal_amount * 100)::bigint AS principal,
               (outstanding_balance * 100)::bigint AS outstanding,
               coalesce(installments, 0) AS installments, coalesce(paid, 0) AS paid,
               coalesce(last_paid, 0) AS last_paid,
               (coalesce(settled, 0) * 100)::bigint AS settled, payoff, first_early,
               (disbursement_date + make_interval(months => coalesce(last_paid, 0) + 1))::date AS overdue
        FROM loans LEFT JOIN (
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


_SKIPPED = pl.col("last_paid") - pl.col("paid")
"""Number of installments missed before the last paid one."""


def _wrongly_skipped(bank: BankReader) -> pl.DataFrame:
    rows = bank.cached(_loan_states).select("loan_id", "loan_status", "paid", "last_paid", skipped=_SKIPPED)
    restructured = pl.col("loan_status") == "restructured"
    return rows.filter(
        pl.when(restructured.fill_null(False))
        .then(~pl.col("skipped").is_between(*_RESTRUCTURED_AFTER))
        .otherwise(pl.col("skipped") != 0)
    )


def _wrong_status(bank: BankReader) -> pl.DataFrame:
    """Return the loans whose status or default flag does not follow from the schedule, or paid off on several days."""
    in_default = (pl.lit(bank.as_of) - pl.col("overdue")).dt.total_days() >= _DEFAULT_DAYS
    follows = (
        pl.when(pl.col("settled") == pl.col("principal"))
        .then(pl.lit("paid_off"))
        .when(in_default)
        .then(pl.lit("defaulted"))
        .when(_SKIPPED > 0)
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
