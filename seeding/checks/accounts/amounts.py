"""Amounts are distributed as amounts of money are."""

from math import log10, sqrt

import polars as pl

from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault
from seeding.checks.reader import BankReader

BENFORD = {digit: log10(1 + 1 / digit) for digit in range(1, 10)}
_NIGRINI = 0.015
"""Mean absolute deviation of first digits up to which numbers conform to Benford's law (Nigrini, 2012)."""
_STANDARD_ERRORS = 5
"""Standard errors by which a sample may exceed that: one in three million does by chance."""

_SPREAD = """
    SELECT purchase, cash, digit, count(*) AS rows, count(*) FILTER (WHERE whole) AS round,
           sum(amount) AS first, sum(amount * amount) AS second, sum(amount * amount * amount) AS third
    FROM (
        SELECT purchase, cash, abs(transaction_amount::float8) AS amount, mod(transaction_amount, 10) = 0 AS whole,
               CASE WHEN purchase THEN left(ltrim(abs(transaction_amount)::text, '0.'), 1)::int END AS digit
        FROM transactions, LATERAL (
            SELECT channel = 'card' AND transaction_type = 'payment' AS purchase,
                   channel = 'atm' OR channel = 'branch' AND starts_with(description, 'Cash') AS cash
        ) kind
        WHERE transaction_amount <> 0
        OFFSET 0
    ) amounts
    GROUP BY purchase, cash, digit
"""
"""The number of amounts, of purchases by first digit and of whole tens, and the sums of their powers.

OFFSET 0 keeps the planner from working an amount out anew for each of its powers.
"""


def _skew(moments: pl.DataFrame) -> float:
    """Return the skewness of amounts from the sums of their powers."""
    rows, *sums = moments.select(pl.col("rows", "first", "second", "third").sum()).row(0)
    mean, square, cube = (total / max(rows, 1) for total in sums)
    spread = max(square - mean**2, 0) ** 1.5
    return (cube - 3 * mean * square + 2 * mean**3) / spread if spread else 0.0


def _benford(purchases: pl.DataFrame) -> float:
    """Return the mean absolute deviation of first digits from Benford's law."""
    rows = purchases["rows"].sum()
    found = dict(purchases.group_by("digit").agg(pl.col("rows").sum()).iter_rows())
    return sum(abs(found.get(digit, 0) / max(rows, 1) - share) for digit, share in BENFORD.items()) / len(BENFORD)


def _largest_deviation(rows: int) -> float:
    """Return the largest deviation at which a sample still conforms.

    It is a ninth of a sum of shares, each counted as more or less than expected, whose standard error is 1/sqrt(n).
    """
    return _NIGRINI + _STANDARD_ERRORS / (len(BENFORD) * sqrt(max(rows, 1)))


def _distribution_figures(bank: BankReader) -> list[Figure]:
    amounts = bank.frame(ACCOUNTS_DB, _SPREAD)
    purchases, cash = amounts.filter("purchase"), amounts.filter("cash")
    small = not_enforced(bank)
    conforming = _largest_deviation(int(purchases["rows"].sum()))

    def of(rows: pl.DataFrame, name: str, value: float, low: float | None, high: float | None) -> Figure:
        return Figure(name, value, low, high, int(rows["rows"].sum()), small)

    def rounded(rows: pl.DataFrame) -> float:
        return int(rows["round"].sum()) / max(int(rows["rows"].sum()), 1)

    return [
        of(amounts, "skewness of amounts", _skew(amounts), 2, None),
        of(purchases, "skewness of purchases", _skew(purchases), 2, None),
        of(purchases, "deviation of first digits of purchases", _benford(purchases), None, conforming),
        of(cash, "cash in whole tens", rounded(cash), 0.95, None),
        of(purchases, "purchases of whole tens", rounded(purchases), None, 0.02),
    ]


A18 = statistical_check(
    "A18",
    "Amounts are long-tailed, first digits of purchases follow Benford's law, and round amounts are mostly cash",
    [ACCOUNTS_DB],
    _distribution_figures,
    fault(
        "purchases rounded up to whole tens",
        (
            ACCOUNTS_DB,
            """
            UPDATE transactions SET transaction_amount = -10 * ceil(-transaction_amount / 10)
            WHERE channel = 'card' AND transaction_type = 'payment' RETURNING transaction_id
            """,
        ),
    ),
)
