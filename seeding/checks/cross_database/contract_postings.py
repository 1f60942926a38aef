"""Postings of contracts: money that loans and policies moved through accounts, in their databases and in the ledger."""

from collections.abc import Mapping

import polars as pl

from datahub.accounts.models import Transaction
from datahub.insurance.models import PremiumPayment
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS
from seeding.checks.builders import frame_check
from seeding.checks.cross_database.products import accounts
from seeding.checks.databases import ACCOUNTS_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader
from seeding.checks.reconciliation import Side, unreconciled

_PAID = """
    SELECT loan_number AS number, linked_account_id AS account, payment_date AS day,
           CASE WHEN due_date > payment_date THEN 0 ELSE installment_number END AS turn,
           -(100 * CASE WHEN due_date > payment_date THEN row.principal_amount ELSE total_amount END)::bigint AS cents
    FROM repayment_schedule row JOIN loans USING (loan_id)
    WHERE payment_date IS NOT NULL AND linked_account_id IS NOT NULL
"""
"""Installments paid from a linked account; those paid before they were due share `turn` 0."""

_OF_LOANS = f"""
    SELECT loan_number AS number, linked_account_id AS account, disbursement_date AS day,
           (principal_amount * 100)::bigint AS cents
    FROM loans WHERE linked_account_id IS NOT NULL
    UNION ALL
    SELECT number, account, day, sum(cents)::bigint FROM ({_PAID}) paid GROUP BY number, account, day, turn
"""
"""Postings of linked loans: disbursements, installments, and payoffs as one sum of the installments not yet due."""

_OF_POLICIES = """
    SELECT policy_number AS number, from_account_id AS account, payment_date AS day, -(amount * 100)::bigint AS cents
    FROM premium_payments JOIN policies USING (policy_id)
    WHERE payment_status = 'completed' AND from_account_id IS NOT NULL
    UNION ALL
    SELECT claim_number, linked_account_id, settlement_date, (approved_amount * 100)::bigint
    FROM claims JOIN policies USING (policy_id)
    LEFT JOIN unnest(%(closed)s::text[], %(since)s::date[]) AS closed (account, since) ON account = linked_account_id
    WHERE status = 'paid' AND linked_account_id IS NOT NULL AND (since > settlement_date) IS NOT FALSE
"""
"""Postings of policies: premiums paid from an account, and claims paid to a linked account that was open that day."""

_CONTRACTS = ("loan", "policy", "claim")
_OTHERS = ", ".join(
    f"'{kind.description}%%'"
    for kind in POSTING_KINDS
    if kind.channel == "ach" and kind.transaction_type in ("payment", "deposit") and kind.refers_to not in _CONTRACTS
)
_IN_LEDGER = f"""
    SELECT coalesce(split_part(description, ' ', -1), '') AS number, account_id AS account,
           transaction_date::date AS day, (transaction_amount * 100)::bigint AS cents
    FROM transactions WHERE channel = 'ach' AND transaction_type IN ('payment', 'deposit')
          AND (description LIKE ANY (ARRAY[{_OTHERS}])) IS NOT TRUE
"""
"""Postings of contracts in the ledger: ACH payments and deposits of no other kind; the text ends with their number."""
_OF_A_LOAN = "number LIKE 'LN%%'"


def _closed(bank: BankReader) -> dict[str, list[object]]:
    """Return the closed accounts with their closing dates."""
    closed = bank.cached(accounts).filter(pl.col("closed_date").is_not_null())
    return {"closed": closed["account"].to_list(), "since": closed["closed_date"].to_list()}


def _side(database: str, postings: str, parameters: Mapping[str, object], where: str = "true") -> Side:
    """Return postings as a side of a reconciliation, by the number of the contract."""
    facts = f"SELECT number AS key, account || ' ' || day || ' ' || cents AS fact FROM ({postings}) b WHERE {where}"
    return Side(database, facts, parameters)


def _unreconciled_loans(bank: BankReader) -> pl.DataFrame:
    posted = _side(ACCOUNTS_DB, _IN_LEDGER, {}, _OF_A_LOAN)
    return unreconciled(bank, _side(LOANS_DB, _OF_LOANS, {}), posted, ("expected", "posted"))


def _unreconciled_policies(bank: BankReader) -> pl.DataFrame:
    posted = _side(ACCOUNTS_DB, _IN_LEDGER, {}, f"NOT {_OF_A_LOAN}")
    return unreconciled(bank, _side(INSURANCE_DB, _OF_POLICIES, _closed(bank)), posted, ("expected", "posted"))


X4 = frame_check(
    "X4",
    "The ledger has every disbursement, installment and payoff of linked loans, and no others",
    [ACCOUNTS_DB, LOANS_DB],
    _unreconciled_loans,
    fault(
        "an installment debited one cent too high",
        update_row(
            Transaction,
            "transaction_amount = transaction_amount - 0.01",
            described_as("installment"),
        ),
    ),
)

X5 = frame_check(
    "X5",
    "The ledger has every completed auto-debit premium and every paid claim of linked policies, and no others",
    [ACCOUNTS_DB, INSURANCE_DB],
    _unreconciled_policies,
    fault(
        "a failed premium that was debited",
        update_row(
            PremiumPayment,
            "payment_status = 'failed'",
            "payment_status = 'completed' AND from_account_id IS NOT NULL",
        ),
    ),
)


def _monthly(bank: BankReader, database: str, postings: str, **parameters: object) -> pl.DataFrame:
    """Return the sum of debits by month."""
    return bank.frame(
        database,
        f"""
        SELECT date_trunc('month', day)::date AS month, -sum(cents)::bigint AS cents
        FROM (SELECT day, sum(cents) AS cents FROM ({postings}) b WHERE cents < 0 GROUP BY day) days GROUP BY 1
        """,
        **parameters,
    )


def _differing_months(bank: BankReader) -> pl.DataFrame:
    """Return the months in which the ledger's debits for contracts differ from the contracts'."""
    of_contracts = [
        _monthly(bank, LOANS_DB, _PAID),
        _monthly(bank, INSURANCE_DB, _OF_POLICIES, **_closed(bank)),
    ]
    expected = pl.concat(of_contracts).group_by("month").agg(expected=pl.col("cents").sum())
    posted = _monthly(bank, ACCOUNTS_DB, _IN_LEDGER).rename({"cents": "posted"})
    both = expected.join(posted, on="month", how="full", coalesce=True, nulls_equal=True)
    return both.filter(pl.col("expected").ne_missing(pl.col("posted"))).sort("month")


X11 = frame_check(
    "X11",
    "By month, accounts paid as much for loans and policies as loans_db and insurance_db say",
    [ACCOUNTS_DB, LOANS_DB, INSURANCE_DB],
    _differing_months,
    fault(
        "an installment posted a month early in the ledger",
        update_row(
            Transaction,
            "transaction_date = transaction_date - interval '1 month'",
            described_as("installment"),
        ),
    ),
)
