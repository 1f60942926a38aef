"""Restructured loans: the rate that was agreed is seen in the installments after the missed ones."""

import polars as pl

from datahub.loans.models import RepaymentSchedule
from seeding.bank.loans.numbers import CONCESSIONS
from seeding.checks.builders import frame_check
from seeding.checks.databases import LOANS_DB
from seeding.checks.faults import fault, update_rows
from seeding.checks.reader import BankReader

_STEP = 25
"""Basis points: concessions are multiples of this."""
_YEARLY = 12 * 10_000
"""A month's interest in cents is the cents owed times the rate in basis points, divided by this."""


def _schedules(bank: BankReader) -> pl.DataFrame:
    """Return the installments of restructured loans, amounts in cents.

    `agreed` is true for those after the last one that is as high as the first one, which `ends_contract`.
    """
    rows = bank.frame(
        LOANS_DB,
        """
        SELECT loan_id, installment_number AS number, (100 * row.principal_amount)::bigint AS principal,
               (100 * interest_amount)::bigint AS interest, (100 * total_amount)::bigint AS total,
               (10000 * interest_rate)::int AS contract, payment_status = 'missed' AS missed
        FROM loans JOIN repayment_schedule row USING (loan_id)
        WHERE loan_status = 'restructured' ORDER BY loan_id, installment_number
        """,
    )
    as_first = pl.col("total") == pl.col("total").first().over("loan_id")
    last_of_contract = pl.when(as_first).then("number").max().over("loan_id")
    owed_after = pl.col("principal").sum().over("loan_id") - pl.col("principal").cum_sum().over("loan_id")
    return rows.with_columns(
        agreed=pl.col("number") > last_of_contract,
        ends_contract=pl.col("number") == last_of_contract,
        is_last=pl.col("number") == pl.col("number").max().over("loan_id"),
        owed=owed_after + pl.col("principal"),
        due=pl.col("number").max().over("loan_id") - pl.col("number") + 1,
    )


def _wrong_installments(bank: BankReader) -> pl.DataFrame:
    """Return the installments that differ from the contract before a restructuring, or from what was agreed after it.

    The first installment of each part gives its rate, what is owed and how many installments are due.
    """
    part = ("loan_id", "agreed")
    implied = (pl.col("interest").first() * _YEARLY / pl.col("owed").first()).over(part)
    # Interest is in whole cents: that of a small balance gives the rate less precisely than concessions differ.
    concession = ((pl.col("contract") - implied) / _STEP).round().cast(pl.Int64) * _STEP
    agreed = pl.col("contract") - concession
    rows = _schedules(bank).with_columns(rate=pl.when("agreed").then(agreed).otherwise(pl.col("contract")))
    monthly = pl.col("rate") / _YEARLY
    annuity = pl.col("owed").first().over(part) * monthly / (1 - (1 + monthly) ** -pl.col("due").first().over(part))
    interest = (pl.col("owed") * pl.col("rate") + _YEARLY // 2) // _YEARLY
    rows = rows.with_columns(level=annuity.round(), expected=interest, concession=pl.col("contract") - pl.col("rate"))
    as_agreed = (
        (pl.col("interest") == pl.col("expected"))
        & (pl.col("total") == pl.col("principal") + pl.col("interest"))
        & (pl.col("is_last") | ((pl.col("total") - pl.col("level")).abs() <= 1))
        & (~pl.col("agreed") | pl.col("concession").is_in(list(CONCESSIONS)))
        & (~pl.col("ends_contract") | pl.col("missed"))
    )
    shown = ("loan_id", "number", "contract", "rate", "owed", "interest", "expected", "total", "level")
    return rows.filter(~as_agreed).select(shown)


M38 = frame_check(
    "M38",
    "A restructured loan is paid at a lower rate after the missed installments, in new level payments",
    [LOANS_DB],
    _wrong_installments,
    fault(
        "interest of a restructured loan as before",
        update_rows(
            RepaymentSchedule,
            "interest_amount = interest_amount + 5, total_amount = total_amount + 5",
            """loan_id = (SELECT min(loan_id) FROM loans WHERE loan_status = 'restructured')
               AND installment_number > (
                   SELECT max(installment_number) FROM repayment_schedule missed
                   WHERE missed.loan_id = repayment_schedule.loan_id AND payment_status = 'missed')""",
        ),
    ),
)
