"""Leakage: whether a single column distinguishes the transactions of planted cases from all others."""

import polars as pl

from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.reader import BankReader

LARGEST_AUC = 0.9
MOST_CATEGORIES = 50
QUANTITIES = ("amount", "signed_amount", "balance_after", "day", "hour", "weekday")
CATEGORIES = (
    "transaction_type",
    "channel",
    "hour",
    "weekday",
    "account_type",
    "account_status",
    "currency",
    "branch_code",
)
READ_IN_FULL = 3_000
"""Customers up to whom all other transactions are read; of a larger bank's, a part."""


YEARS_COMPARED, LEAST_COMPARED = 2, 200
"""Most rows of a full history are card purchases of earlier years: there, the cases are compared with deposits and
transfers since this many years before the bank was first seen, of this many USD or more, by the channels that cases
use."""


def leakage(bank: BankReader, planted: pl.Series) -> list[Figure]:
    """Return the area under the ROC curve (AUC) of each column."""
    rows = _ledger(bank, planted)
    number, small = int(rows["planted"].sum()), not_enforced(bank)
    scores = {name: pl.col(name).cast(pl.Float64) for name in QUANTITIES}
    for name in CATEGORIES:
        if rows[name].n_unique() <= MOST_CATEGORIES:
            scores[f"{name} as a category"] = pl.col("planted").mean().over(name)
    areas = {name: auc(rows.select(score.fill_null(0)).to_series(), rows["planted"]) for name, score in scores.items()}
    return [Figure(f"AUC by {name}", area, None, LARGEST_AUC, number, small) for name, area in areas.items()]


def _ledger(bank: BankReader, planted: pl.Series) -> pl.DataFrame:
    """Return the attributes of the planted transactions and of the others, or a part of those."""
    rows = bank.frame(
        ACCOUNTS_DB,
        f"""
        SELECT (transaction_amount * 100)::bigint AS signed_amount, (balance_after * 100)::bigint AS balance_after,
               transaction_date::date - %(as_of)s AS day, extract(hour FROM transaction_date)::int AS hour,
               extract(isodow FROM transaction_date)::int AS weekday, transaction_type, channel, account_type,
               account_status, currency, branch_code, planted
        FROM (
            SELECT *, transaction_id = ANY(%(planted)s::text[]) AS planted FROM transactions
        ) ledger JOIN accounts USING (account_id)
        WHERE (%(history)s = 'brief' OR channel IN ('branch', 'atm', 'online', 'wire')
               AND transaction_type IN ('deposit', 'transfer')
               AND transaction_date > %(start)s::date - interval '{YEARS_COMPARED} years'
               AND description NOT LIKE 'Opening%%' AND (planted OR abs(transaction_amount) >= {LEAST_COMPARED}))
              AND (planted OR hashtext(transaction_id) %% %(one_of)s = 0)
        """,
        planted=planted.to_list(),
        one_of=1 + bank.customers // READ_IN_FULL,
    )
    return rows.with_columns(amount=pl.col("signed_amount").abs())


def auc(score: pl.Series, planted: pl.Series) -> float:
    """Return the AUC of a score, 0.5 to 1 whichever way it points."""
    number = int(planted.sum())
    pairs = number * (len(planted) - number)
    if not pairs:
        return 0.5
    above = float(score.rank("average").filter(planted).sum()) - number * (number + 1) / 2
    return max(above / pairs, 1 - above / pairs)
