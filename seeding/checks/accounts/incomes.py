"""Incomes: who is paid into an account, and what follows from segment and age."""

from math import sqrt

import polars as pl

from datahub.accounts.models import Account, Customer, Transaction
from seeding.bank.accounts.everyday_numbers import WORKING_AGES
from seeding.checks.builders import sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.enforcement import SCALE_FIVE, SCALE_HALF, SCALE_ONE, not_enforced
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

LEAST_PAID, LEAST_WITH_BENEFITS = 0.60, 0.65
"""The smallest share of holders of working age who are paid into their account, and of older ones with a benefit."""
_RETIREMENT_AGE = 67
_EARLIEST_CLAIM = 62
_AGE_BANDS = ("under 35", "35 to 49", "from 50")
MEDIAN_PAY = {"retail": (2_900.0, 4_300.0), "premium": (5_600.0, 8_000.0)}
"""Bounds of the median monthly net pay by segment, in USD: 54,000 and 106,000 gross a year, 20 and 24 % taxes."""

_HOLDERS = """
    SELECT account_id, customer_id, balance::float8 AS balance, account_type,
           extract(year FROM age(%(as_of)s::date, date_of_birth))::int AS years, paid, benefit, pay
    FROM accounts JOIN customers USING (customer_id) LEFT JOIN (
        SELECT account_id, bool_or(transaction_type = 'salary') AS paid,
               bool_or(description = 'Social Security benefit') AS benefit,
               sum(transaction_amount) FILTER (WHERE transaction_type = 'salary' AND day >= first AND day < running)
                   ::float8 / 3 AS pay
        FROM (SELECT *, transaction_date::date AS day FROM transactions) t, (
            SELECT running, running - interval '3 months' AS first
            FROM date_trunc('month', %(as_of)s::date + interval '1 day') running) months
        WHERE transaction_type = 'salary' OR description = 'Social Security benefit'
        GROUP BY account_id
    ) incomes USING (account_id)
    WHERE account_status = 'active' AND account_type = 'checking'
"""
_SEGMENTS = "SELECT customer_id, customer_segment AS segment, customer_status AS status FROM customer_profiles"


def holders(bank: BankReader) -> pl.DataFrame:
    """Return the active checking accounts of customers who are not dormant, with age, segment and pay."""
    accounts = bank.frame(ACCOUNTS_DB, _HOLDERS).with_columns(pl.col("paid", "benefit").fill_null(False))
    return accounts.join(bank.frame(CUSTOMER_DB, _SEGMENTS), on="customer_id").filter(pl.col("status") == "active")


def median_of(values: pl.Series) -> float:
    """Return the median of numbers, 0 where there are none."""
    return float(values.to_frame().select(pl.median(values.name)).item() or 0)


def _share(bank: BankReader, name: str, of: pl.DataFrame, column: str, least: float, size: int) -> Figure:
    people = of.group_by("customer_id").agg(pl.col(column).any())
    number = max(len(people), 1)
    margin = STANDARD_ERRORS * sqrt(least * (1 - least) / number)
    return Figure(name, int(people[column].sum()) / number, least - margin, None, len(people), not_enforced(bank, size))


def _paid(bank: BankReader) -> list[Figure]:
    working = pl.col("years").is_between(WORKING_AGES.low, WORKING_AGES.high)
    people = bank.cached(holders).filter(working & pl.col("segment").is_in(["retail", "premium"]))
    return [_share(bank, "paid into their checking account", people, "paid", LEAST_PAID, SCALE_HALF)]


M1 = statistical_check(
    "M1",
    "At least 60 % of the active retail and premium holders of checking accounts of working age are paid into them",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _paid,
    fault(
        "half of all salaries deleted",
        delete_rows(Transaction, "transaction_type = 'salary' AND hashtext(account_id) %% 2 = 0"),
    ),
)


def _with_benefits(bank: BankReader) -> list[Figure]:
    people = bank.cached(holders).filter((pl.col("years") >= _RETIREMENT_AGE) & (pl.col("segment") != "corporate"))
    return [_share(bank, "with Social Security", people, "benefit", LEAST_WITH_BENEFITS, SCALE_ONE)]


M2 = statistical_check(
    "M2",
    "At least 65 % of the active holders of checking accounts from 67 on receive Social Security there",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _with_benefits,
    fault("no Social Security", delete_rows(Transaction, described_as("social_security").replace(" %%", "%%"))),
)


def _pay_and_balances(bank: BankReader) -> list[Figure]:
    found = bank.cached(holders)
    figures = []
    for segment, (low, high) in MEDIAN_PAY.items():
        pay = found.filter((pl.col("segment") == segment) & (pl.col("pay") > 0))["pay"]
        median = median_of(pay)
        figures.append(Figure(f"median pay, {segment}", median, low, high, len(pay), not_enforced(bank, SCALE_ONE)))
    persons = found.filter(pl.col("segment") != "corporate")
    years, (young_band, middle_band, old_band) = pl.col("years"), _AGE_BANDS
    band = (
        pl.when(years < 35)
        .then(pl.lit(young_band))
        .when(years < 50)
        .then(pl.lit(middle_band))
        .otherwise(pl.lit(old_band))
    )
    medians = dict(persons.group_by(band.alias("band")).agg(pl.col("balance").median()).iter_rows())
    young, middle, old = (float(medians.get(name) or 0) for name in _AGE_BANDS)
    small = not_enforced(bank, SCALE_FIVE)
    figures.append(
        Figure(
            "balance from 35 to 49, as a multiple of younger ones",
            middle / max(young, 1),
            1.1,
            None,
            len(persons),
            small,
        )
    )
    figures.append(
        Figure("balance from 50, as a multiple of younger ones", old / max(young, 1), 1.15, None, len(persons), small)
    )
    return figures


M16 = statistical_check(
    "M16",
    "Pay fits the segment, and balances of checking accounts rise with age",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _pay_and_balances,
    fault(
        "salaries of a half, and the same balance on every account",
        update_rows(Transaction, "transaction_amount = transaction_amount / 2", "transaction_type = 'salary'"),
        update_rows(Account, "balance = 1000"),
    ),
)

M19 = sql_check(
    "M19",
    "Nobody receives Social Security before 62, or a salary on an account that was closed or frozen before",
    ACCOUNTS_DB,
    f"""
    SELECT transaction_id, account_id, date_of_birth, transaction_date, transaction_type
    FROM transactions JOIN accounts USING (account_id) JOIN customers USING (customer_id)
    WHERE description = 'Social Security benefit'
              AND transaction_date < date_of_birth + interval '{_EARLIEST_CLAIM} years'
          OR transaction_type = 'salary' AND transaction_date::date > least(closed_date, frozen_date)
    """,
    fault(
        "everybody who receives Social Security born thirty years later",
        update_rows(
            Customer,
            "date_of_birth = date_of_birth + interval '30 years'",
            """customer_id IN (SELECT customer_id FROM accounts JOIN transactions USING (account_id)
                               WHERE description = 'Social Security benefit' OR transaction_type = 'salary')
               AND date_of_birth < %(as_of)s::date - interval '62 years'""",
        ),
    ),
)
