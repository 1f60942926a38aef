"""Distributions of the main columns of a bank, beside the expected ones: the charts of the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, log10
from statistics import NormalDist

from seeding.bank.accounts import ledger_numbers
from seeding.bank.accounts import numbers as account_numbers
from seeding.bank.insurance.numbers import LOSS_RATIO_PERCENT
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.loans.numbers import GRADES
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.reader import BankReader

_SEGMENTS = {"retail": 0.60, "premium": 0.25, "corporate": 0.10, "private": 0.05}
_CLAIMS = {"paid": 0.75, "rejected": 0.12, "under_review": 0.08, "approved": 0.05}
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
    asked = (_segments, _ages, _balances, _first_digits, _hours, _grades, _claims, _loss_ratios)
    return [distribution for distribution in (ask(bank) for ask in asked) if distribution.sample]


def _of(
    bank: BankReader, title: str, database: str, query: str, expected: Mapping[str, float], source: str
) -> Distribution:
    """Return the distribution of a query that counts rows by label."""
    counted = {str(row["label"]): int(row["rows"]) for row in bank.rows(database, query)}
    total = sum(counted.values())
    shares = tuple(counted.get(label, 0) / total if total else 0.0 for label in expected)
    return Distribution(title, tuple(expected), shares, tuple(expected.values()), total, source)


def _segments(bank: BankReader) -> Distribution:
    return _of(
        bank,
        "Customers by segment",
        CUSTOMER_DB,
        "SELECT customer_segment AS label, count(*) AS rows FROM customer_profiles GROUP BY 1",
        _SEGMENTS,
        "the bank's policy",
    )


def _between(ends: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"{low:,} to {high:,}" for low, high in pairwise(ends))


def _ages(bank: BankReader) -> Distribution:
    bell = NormalDist(account_numbers.MEAN_AGE, account_numbers.AGE_DEVIATION)
    below = [bell.cdf(age) for age in _AGE_ENDS]
    expected = [(high - low) / (below[-1] - below[0]) for low, high in pairwise(below)]
    query = f"""
        SELECT (ARRAY{list(_between(_AGE_ENDS))})[width_bucket(
            extract(year FROM age(%(as_of)s::date, date_of_birth))::int, ARRAY{list(_AGE_ENDS[:-1])})] AS label,
            count(*) AS rows
        FROM customers GROUP BY 1"""
    labels = dict(zip(_between(_AGE_ENDS), expected, strict=True))
    return _of(bank, "Customers by age", ACCOUNTS_DB, query, labels, "bell curve, mean 42, deviation 15, 18 to 85")


def _balances(bank: BankReader) -> Distribution:
    """Return balances of checking accounts: log-normal within a range, with a median for each segment."""
    balance = account_numbers.BALANCES["checking"]
    cumulated = [0.0] * len(_BALANCE_ENDS)
    for segment, share in _SEGMENTS.items():
        median = min(max(balance.median * account_numbers.WEALTH[segment], balance.band.low), balance.band.high)
        bell = NormalDist(log(median), balance.spread)
        below = [bell.cdf(log(end)) for end in _BALANCE_ENDS]
        for place, value in enumerate(below):
            cumulated[place] += share * (value - below[0]) / (below[-1] - below[0])
    expected = [high - low for low, high in pairwise(cumulated)]
    query = f"""
        SELECT (ARRAY{list(_between(_BALANCE_ENDS))})[width_bucket(
            least(balance, 24999.99), ARRAY{list(_BALANCE_ENDS[:-1])}::numeric[])] AS label, count(*) AS rows
        FROM accounts WHERE account_type = 'checking' AND account_status <> 'closed' AND balance >= 50 GROUP BY 1"""
    labels = dict(zip(_between(_BALANCE_ENDS), expected, strict=True))
    return _of(bank, "Balances of checking accounts", ACCOUNTS_DB, query, labels, "log-normal by segment")


def _first_digits(bank: BankReader) -> Distribution:
    expected = {str(digit): log10(1 + 1 / digit) for digit in range(1, 10)}
    query = """
        SELECT left(ltrim(abs(transaction_amount)::text, '0.'), 1) AS label, count(*) AS rows
        FROM transactions WHERE channel = 'card' AND transaction_type = 'payment' GROUP BY 1"""
    return _of(bank, "First digits of card purchases", ACCOUNTS_DB, query, expected, "Benford's law")


def _hours(bank: BankReader) -> Distribution:
    weights = ledger_numbers.HOURS["card"]
    expected = {f"{hour:02}": weight / sum(weights) for hour, weight in enumerate(weights)}
    query = """
        SELECT to_char(transaction_date AT TIME ZONE 'UTC', 'HH24') AS label, count(*) AS rows
        FROM transactions WHERE channel = 'card' AND transaction_type = 'payment' GROUP BY 1"""
    return _of(bank, "Card purchases by hour of the day", ACCOUNTS_DB, query, expected, "the bank's habits")


def _grades(bank: BankReader) -> Distribution:
    expected = {grade.name: grade.share for grade in reversed(GRADES)}
    query = """
        SELECT credit_grade AS label, count(*) AS rows
        FROM risk_assessments WHERE application_id IS NOT NULL GROUP BY 1"""
    return _of(bank, "Applications by credit grade", LOANS_DB, query, expected, "FICO 8, 2024")


def _claims(bank: BankReader) -> Distribution:
    query = "SELECT status AS label, count(*) AS rows FROM claims GROUP BY 1"
    return _of(bank, "Claims by status", INSURANCE_DB, query, _CLAIMS, "the bank's policy")


def _loss_ratios(bank: BankReader) -> Distribution:
    query = """
        SELECT policy_type AS line, coalesce(sum(granted), 0)::float8 AS granted, sum(earned)::float8 AS earned
        FROM policies
        LEFT JOIN (SELECT policy_id, sum(approved_amount) AS granted FROM claims GROUP BY 1) c USING (policy_id)
        LEFT JOIN (SELECT policy_id, sum(amount) AS earned FROM premium_payments
                   WHERE payment_status = 'completed' GROUP BY 1) p USING (policy_id)
        GROUP BY 1"""
    ratios = {row["line"]: row["granted"] / row["earned"] for row in bank.rows(INSURANCE_DB, query) if row["earned"]}
    lines = tuple(line for line in POLICY_TYPES.names if line in ratios)
    expected = (LOSS_RATIO_PERCENT / 100,) * len(lines)
    sample = bank.value(INSURANCE_DB, "SELECT count(*) FROM claims")
    return Distribution(
        "Loss ratio by line", lines, tuple(ratios[line] for line in lines), expected, sample, "NAIC, about seven tenths"
    )
