"""The everyday rows that the numbers of the bank give in a full history, by kind of posting."""

from collections import Counter
from collections.abc import Callable, Iterator

import polars as pl

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts import full_history_numbers as full
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.income_numbers import SCHEDULES
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS, PostingKind
from seeding.bank.accounts.numbers import DAYS_PER_YEAR, DORMANT_DAYS, IDLE_WITHIN_DAYS
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.reader import BankReader

_DAYS_PER_MONTH = DAYS_PER_YEAR / 12
_WEEKS_PER_MONTH = DAYS_PER_YEAR / 7 / 12
_SALARIES_PER_MONTH = sum(
    share * times / 12 for share, times in zip(SCHEDULES.weights, numbers.PAYS_PER_YEAR, strict=True)
)
_REGULAR_PURCHASES_PER_MONTH = sum(
    each.holders * each.kept * (_WEEKS_PER_MONTH if each.weekly else 1) for each in full.REGULAR_PURCHASES
)

_TYPES = {each.name: each for each in ACCOUNT_TYPES}

_ACCOUNTS = """
    SELECT account_id, customer_id, account_type, opened_date, closed_date, frozen_date, incomes IS NOT NULL AS is_main
    FROM accounts LEFT JOIN (
        SELECT account_id, count(*) AS incomes FROM transactions
        WHERE transaction_type = 'salary' OR description = 'Social Security benefit' GROUP BY account_id
    ) paid USING (account_id)
"""
_OWNERS = """
    SELECT customer_id, customer_segment = 'corporate' AS corporate, customer_status = 'dormant' AS dormant
    FROM customer_profiles
"""


def _mean(low: float, high: float) -> float:
    return (low + high) / 2


def _monthly_rates(type_name: str, corporate: bool, is_main: bool) -> Iterator[tuple[str, float]]:
    """Yield the kinds of postings, each with its rows a month, on an account of a type."""
    account_type = _TYPES[type_name]
    level = _mean(full.ACTIVITY_LEVEL.low, full.ACTIVITY_LEVEL.high)
    if account_type.everyday and not (corporate or is_main):
        level *= full.SECOND_ACCOUNT
    for activity in account_type.activities:
        if activity.corporate == corporate:
            yield activity.posting_kind, activity.monthly * level
            if activity.posting_kind == "atm_withdrawal":
                yield "atm_fee", activity.monthly * level * numbers.OTHER_ATM
    if account_type.rate:
        yield "interest", 1.0
    if corporate and account_type.everyday:
        yield "customer", _mean(*full.RECEIPTS_PER_MONTH)
        yield "payroll", numbers.COMPANIES_WITH_STAFF
    elif account_type.everyday:
        yield "standing_transfer" if is_main else "own_transfer", 1.0
    if is_main:
        yield "card", _REGULAR_PURCHASES_PER_MONTH
        yield "salary", _SALARIES_PER_MONTH


def _months_of_use(bank: BankReader) -> pl.DataFrame:
    """Return for how many months accounts were used, by type, by whether companies own them, and whether pay comes."""
    accounts = bank.frame(ACCOUNTS_DB, _ACCOUNTS).join(bank.frame(CUSTOMER_DB, _OWNERS), on="customer_id")
    left_alone = pl.lit(bank.as_of) - pl.duration(days=DORMANT_DAYS + IDLE_WITHIN_DAYS // 2)
    end = pl.min_horizontal("closed_date", "frozen_date", pl.when("dormant").then(left_alone), pl.lit(bank.as_of))
    days = (end - pl.col("opened_date")).dt.total_days().clip(lower_bound=0)
    return accounts.group_by("account_type", "corporate", "is_main").agg(months=days.sum() / _DAYS_PER_MONTH)


def _expected(bank: BankReader) -> Counter[str]:
    expected: Counter[str] = Counter()
    for row in bank.cached(_months_of_use).to_dicts():
        for kind, rate in _monthly_rates(row["account_type"], row["corporate"], row["is_main"]):
            expected[kind] += rate * row["months"]
    return expected


def expected_rows(bank: BankReader, of: Callable[[PostingKind], bool] = lambda kind: True) -> float:
    """Return how many everyday rows the numbers expect, of the kinds that meet a condition; contracts come on top."""
    return sum(rows for kind, rows in bank.cached(_expected).items() if of(POSTING_KINDS[POSTING_CODES[kind]]))


def expected_share(bank: BankReader, of: Callable[[PostingKind], bool]) -> float:
    """Return the share that kinds which meet a condition have of the everyday rows that the numbers expect."""
    return expected_rows(bank, of) / max(expected_rows(bank), 1)


def is_booked_by_staff(kind: PostingKind) -> bool:
    """Return whether employees book the postings of a kind."""
    return kind.channel in ("branch", "wire")
