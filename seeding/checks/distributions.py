"""Distributions of the main columns of a bank, beside the expected ones: the charts of the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import NormalDist

from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.ledger_numbers import HOURS
from seeding.bank.accounts.numbers import AGE_DEVIATION, AGES, MEAN_AGE, WEALTH
from seeding.bank.insurance.numbers import LOSS_RATIO_PERCENT
from seeding.checks.accounts.amounts import BENFORD
from seeding.checks.customers.shares import BY_SEGMENT, SEGMENTS
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.insurance.claims import TOTAL, loss_ratios
from seeding.checks.insurance.shares import CLAIMS_BY_STATUS
from seeding.checks.loans.shares import BY_GRADE
from seeding.checks.reader import BankReader
from seeding.checks.shares import Measured

_AGE_ENDS = (18, 25, 35, 45, 55, 65, 75, 86)
_BALANCE_ENDS = (50, 500, 1_000, 2_000, 5_000, 10_000, 25_000)


@dataclass(frozen=True)
class Distribution:
    """The shares of values among `sample` rows, and the expected shares in the same order."""

    title: str
    labels: tuple[str, ...]
    found: tuple[float, ...]
    expected: tuple[float, ...]
    sample: int
    source: str

    @property
    def largest(self) -> float:
        """The largest share, found or expected."""
        return max((*self.found, *self.expected), default=0.0)


def distributions(bank: BankReader) -> list[Distribution]:
    """Return the distributions for a report, without those of which the bank has no rows."""
    all_of_them = [
        _measured(bank, "Customers by segment", BY_SEGMENT, "the bank's policy"),
        _ages(bank),
        _balances(bank),
        _first_digits(bank),
        _hours(bank),
        _measured(bank, "Applications by credit grade", BY_GRADE, "FICO 8, 2024"),
        _measured(bank, "Claims by status", CLAIMS_BY_STATUS, "the bank's policy"),
        _loss_ratios(bank),
    ]
    return [distribution for distribution in all_of_them if distribution.sample]


def _measured(bank: BankReader, title: str, shares: Measured, source: str) -> Distribution:
    """Return the distribution that a share check measures."""
    found = shares.shares(bank)
    labels = tuple(map(str, shares.expected))
    expected = tuple(shares.expected.values())
    return Distribution(
        title, labels, tuple(map(found.__getitem__, shares.expected)), expected, shares.total(bank), source
    )


def _counted(bank: BankReader, title: str, query: str, expected: Mapping[str, float], source: str) -> Distribution:
    """Return the distribution of a query on accounts_db that counts rows by label."""
    counts = {str(row["label"]): int(row["rows"]) for row in bank.rows(ACCOUNTS_DB, query)}
    total = sum(counts.values())
    shares = tuple(counts.get(label, 0) / total if total else 0.0 for label in expected)
    return Distribution(title, tuple(expected), shares, tuple(expected.values()), total, source)


def _between(ends: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"{low:,} to {high:,}" for low, high in pairwise(ends))


def _ages(bank: BankReader) -> Distribution:
    """Return the ages of customers: a normal distribution, cut off at both ends."""
    normal = NormalDist(MEAN_AGE, AGE_DEVIATION)
    below = [normal.cdf(age) for age in _AGE_ENDS]
    expected = [(high - low) / (below[-1] - below[0]) for low, high in pairwise(below)]
    query = f"""
        SELECT (ARRAY{list(_between(_AGE_ENDS))})[width_bucket(
            extract(year FROM age(%(as_of)s::date, date_of_birth))::int, ARRAY{list(_AGE_ENDS[:-1])})] AS label,
            count(*) AS rows
        FROM customers GROUP BY 1
    """
    source = f"normal, mean {MEAN_AGE}, deviation {AGE_DEVIATION}, {int(AGES.low)} to {int(AGES.high)}"
    return _counted(bank, "Customers by age", query, dict(zip(_between(_AGE_ENDS), expected, strict=True)), source)


def _balances(bank: BankReader) -> Distribution:
    """Return balances of checking accounts: log-normal within a range, with a median for each segment."""
    balance = ACCOUNT_TYPES.balances[ACCOUNT_TYPES.code("checking")]
    cumulated = [0.0] * len(_BALANCE_ENDS)
    for segment, share in SEGMENTS.items():
        median = min(max(balance.median * WEALTH[str(segment)], balance.limits.low), balance.limits.high)
        normal = NormalDist(log(median), balance.spread)
        below = [normal.cdf(log(end)) for end in _BALANCE_ENDS]
        for place, value in enumerate(below):
            cumulated[place] += share * (value - below[0]) / (below[-1] - below[0])
    expected = [high - low for low, high in pairwise(cumulated)]
    query = f"""
        SELECT (ARRAY{list(_between(_BALANCE_ENDS))})[width_bucket(
            least(balance, 24999.99), ARRAY{list(_BALANCE_ENDS[:-1])}::numeric[])] AS label, count(*) AS rows
        FROM accounts WHERE account_type = 'checking' AND account_status <> 'closed' AND balance >= 50 GROUP BY 1
    """
    labels = dict(zip(_between(_BALANCE_ENDS), expected, strict=True))
    return _counted(bank, "Balances of checking accounts", query, labels, "log-normal by segment")


def _first_digits(bank: BankReader) -> Distribution:
    query = """
        SELECT left(ltrim(abs(transaction_amount)::text, '0.'), 1) AS label, count(*) AS rows
        FROM transactions WHERE channel = 'card' AND transaction_type = 'payment' GROUP BY 1
    """
    expected = {str(digit): share for digit, share in BENFORD.items()}
    return _counted(bank, "First digits of card purchases", query, expected, "Benford's law")


def _hours(bank: BankReader) -> Distribution:
    weights = HOURS["card"]
    expected = {f"{hour:02}": weight / sum(weights) for hour, weight in enumerate(weights)}
    query = """
        SELECT to_char(transaction_date AT TIME ZONE 'UTC', 'HH24') AS label, count(*) AS rows
        FROM transactions WHERE channel = 'card' AND transaction_type = 'payment' GROUP BY 1
    """
    return _counted(bank, "Card purchases by hour of the day", query, expected, "the bank's policy")


def _loss_ratios(bank: BankReader) -> Distribution:
    lines = [line for line in bank.cached(loss_ratios) if line["line"] != TOTAL]
    return Distribution(
        "Loss ratio by line",
        tuple(line["line"] for line in lines),
        tuple(line["ratio"] for line in lines),
        (LOSS_RATIO_PERCENT / 100,) * len(lines),
        sum(line["claims"] for line in lines),
        f"NAIC, about {LOSS_RATIO_PERCENT} %",
    )
