"""Bookings: what loans and policies moved through accounts, told by their databases and by the ledger."""

import polars as pl

from seeding.checks.across.products import accounts
from seeding.checks.check import across, breaks, change
from seeding.checks.held import HeldBank

BOOKING = ("number", "account", "day", "cents")


def of_loans(bank: HeldBank) -> pl.DataFrame:
    """Return what loans with a linked account moved: paid out, repaid in turn, and in one sum what was paid early."""
    return bank.frame(
        "loans_db",
        """
        SELECT loan_number AS number, linked_account_id AS account, disbursement_date AS day,
               (principal_amount * 100)::bigint AS cents
        FROM loans WHERE linked_account_id IS NOT NULL
        UNION ALL
        SELECT loan_number, linked_account_id, payment_date, -sum(cents)::bigint FROM (
            SELECT loan_number, linked_account_id, payment_date,
                   CASE WHEN due_date > payment_date THEN 0 ELSE installment_number END AS turn,
                   100 * CASE WHEN due_date > payment_date THEN row.principal_amount ELSE total_amount END AS cents
            FROM repayment_schedule row JOIN loans USING (loan_id)
            WHERE payment_date IS NOT NULL AND linked_account_id IS NOT NULL
        ) paid GROUP BY loan_number, linked_account_id, payment_date, turn
        """,
    )


def of_policies(bank: HeldBank) -> pl.DataFrame:
    """Return what policies moved: premiums paid from an account, and claims paid to one that was open that day."""
    premiums = bank.frame(
        "insurance_db",
        """
        SELECT policy_number AS number, from_account_id AS account, payment_date AS day,
               -(amount * 100)::bigint AS cents
        FROM premium_payments JOIN policies USING (policy_id)
        WHERE payment_status = 'completed' AND from_account_id IS NOT NULL
        """,
    )
    claims = bank.frame(
        "insurance_db",
        """
        SELECT claim_number AS number, linked_account_id AS account, settlement_date AS day,
               (approved_amount * 100)::bigint AS cents
        FROM claims JOIN policies USING (policy_id) WHERE status = 'paid' AND linked_account_id IS NOT NULL
        """,
    ).join(bank.once(accounts), on="account", how="left")
    closed = (pl.col("closed_date") <= pl.col("day")).fill_null(False)
    return pl.concat([premiums, claims.filter(~closed).select(BOOKING)])


def in_ledger(bank: HeldBank) -> pl.DataFrame:
    """Return what the ledger says: nobody else pays or deposits by ACH, and the text ends with the number."""
    return bank.frame(
        "accounts_db",
        """
        SELECT split_part(description, ' ', -1) AS number, account_id AS account, transaction_date::date AS day,
               (transaction_amount * 100)::bigint AS cents
        FROM transactions WHERE channel = 'ach' AND transaction_type IN ('payment', 'deposit')
        """,
    )


def _differences(said: pl.DataFrame, booked: pl.DataFrame) -> pl.DataFrame:
    """Return the bookings that are not as often in the ledger as its contract says."""
    counted = said.group_by(BOOKING).len("said").join(
        booked.group_by(BOOKING).len("booked"), on=BOOKING, how="full", coalesce=True, nulls_equal=True
    )  # fmt: skip
    return counted.filter(pl.col("said").ne_missing(pl.col("booked")))


_LOAN = pl.col("number").str.starts_with("LN").fill_null(False)


def _loans_booked_wrongly(bank: HeldBank) -> pl.DataFrame:
    return _differences(bank.once(of_loans), bank.once(in_ledger).filter(_LOAN))


def _policies_booked_wrongly(bank: HeldBank) -> pl.DataFrame:
    return _differences(bank.once(of_policies), bank.once(in_ledger).filter(~_LOAN))


X4 = across(
    "X4",
    "The ledger books what linked loans paid out, every instalment paid in its turn, every payoff in one sum, no more",
    ["accounts_db", "loans_db"],
    _loans_booked_wrongly,
    breaks(
        "an instalment that was debited a cent too high",
        change(
            "accounts_db", "transactions", "transaction_id", "transaction_amount = transaction_amount - 0.01",
            "description LIKE 'Instalment of loan %%'",
        ),
    ),
)  # fmt: skip

X5 = across(
    "X5",
    "The ledger books every completed premium that an account pays and every claim that is paid to one, no more",
    ["accounts_db", "insurance_db"],
    _policies_booked_wrongly,
    breaks(
        "a premium that failed, though it was debited",
        change(
            "insurance_db", "premium_payments", "payment_id", "payment_status = 'failed'",
            "payment_status = 'completed' AND from_account_id IS NOT NULL",
        ),
    ),
)  # fmt: skip


def _months_that_differ(bank: HeldBank) -> pl.DataFrame:
    """Return the months in which the ledger's debits for contracts are another sum than the contracts say."""
    month = pl.col("day").dt.truncate("1mo")
    paid = pl.col("cents") < 0

    def monthly(rows: pl.DataFrame, name: str) -> pl.DataFrame:
        return rows.filter(paid).group_by(month=month).agg(pl.col("cents").sum().alias(name))

    said = pl.concat([bank.once(of_loans), bank.once(of_policies)])
    both = monthly(said, "said").join(
        monthly(bank.once(in_ledger), "booked"), on="month", how="full", coalesce=True, nulls_equal=True
    )
    return both.filter(pl.col("said").ne_missing(pl.col("booked"))).sort("month")


X11 = across(
    "X11",
    "Month by month accounts pay as much for loans and policies as these databases say",
    ["accounts_db", "loans_db", "insurance_db"],
    _months_that_differ,
    breaks(
        "an instalment a month late in the ledger",
        change(
            "accounts_db", "transactions", "transaction_id", "transaction_date = transaction_date - interval '1 month'",
            "description LIKE 'Instalment of loan %%'",
        ),
    ),
)  # fmt: skip
