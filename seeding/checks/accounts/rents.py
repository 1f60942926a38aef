"""Rents: their amounts, their part of the tenants' pay, and who is a tenant."""

from math import sqrt

import polars as pl

from datahub.accounts.models import Transaction
from datahub.loans.models import Loan
from seeding.bank.accounts.everyday_numbers import RENT_OF_PAY
from seeding.checks.accounts.incomes import median_of
from seeding.checks.builders import frame_check, statistical_check, violations_from
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, LOANS_DB
from seeding.checks.enforcement import SCALE_ONE, not_enforced
from seeding.checks.faults import fault, update_rows
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

MEDIAN_RENT, RENTING = (0.28, 0.34), (0.33, 0.50)
"""Bounds of the median rent as a part of net pay, and of the share of households that rent."""
_ROUNDING = 0.03
"""How far a rent may lie outside its limits: pay rose in the window, or overtime was paid."""
_MONTHS = 3

_RENTS = f"""
    SELECT account_id, customer_id, -avg(transaction_amount) FILTER (WHERE rent)::float8 AS rent,
           sum(transaction_amount) FILTER (WHERE NOT rent)::float8 / {_MONTHS} AS pay,
           count(*) FILTER (WHERE NOT rent) AS paydays,
           count(DISTINCT date_trunc('month', day)) FILTER (WHERE NOT rent) AS months_paid
    FROM (
        SELECT account_id, transaction_amount, transaction_date::date AS day, {described_as("rent")} AS rent
        FROM transactions
        WHERE {described_as("rent")} OR transaction_type = 'salary' OR description = 'Social Security benefit'
              OR {described_as("pension")}
    ) t JOIN accounts USING (account_id), date_trunc('month', %(as_of)s::date + interval '1 day') running
    WHERE day >= running - interval '{_MONTHS} months' AND day < running
          AND opened_date < running - interval '{_MONTHS} months'
    GROUP BY account_id, customer_id
"""
"""Of each account the rent, and the pay a month, in the last three full months."""


def _rents(bank: BankReader) -> pl.DataFrame:
    return bank.frame(ACCOUNTS_DB, _RENTS)


def _households(bank: BankReader) -> pl.DataFrame:
    """Return the customers with their household: those of one last name at one address live together."""
    return bank.frame(
        CUSTOMER_DB,
        "SELECT customer_id, address || ' ' || split_part(full_name, ' ', -1) AS household FROM customer_profiles",
    )


def _of_pay(bank: BankReader) -> pl.DataFrame:
    """Return the rents of those who were paid once in each full month, as a part of their pay."""
    paid = bank.cached(_rents).filter(
        (pl.col("paydays") == _MONTHS) & (pl.col("months_paid") == _MONTHS) & pl.col("rent").is_not_null()
    )
    return paid.with_columns(part=pl.col("rent") / pl.col("pay"))


def _outside(bank: BankReader) -> pl.DataFrame:
    limits = RENT_OF_PAY.limits
    return _of_pay(bank).filter(~pl.col("part").is_between(limits.low - _ROUNDING, limits.high + _ROUNDING))


def _median(bank: BankReader) -> list[Figure]:
    part = _of_pay(bank)["part"]
    return [Figure("median rent of net pay", median_of(part), *MEDIAN_RENT, len(part), not_enforced(bank, SCALE_ONE))]


M3 = statistical_check(
    "M3",
    "Tenants pay 22 to 45 % of their net pay as rent, 28 to 34 % at the median",
    [ACCOUNTS_DB],
    _median,
    fault(
        "a rent that takes all of the pay",
        update_rows(Transaction, "transaction_amount = 3 * transaction_amount", described_as("rent")),
    ),
    rows=violations_from(_outside),
)


def _rent_and_mortgage(bank: BankReader) -> pl.DataFrame:
    """Return the tenants in whose household somebody has a mortgage."""
    borrowers = bank.frame(LOANS_DB, "SELECT DISTINCT customer_id, loan_id FROM loans WHERE loan_type = 'mortgage'")
    households = bank.cached(_households)
    tenants = bank.cached(_rents).filter(pl.col("rent").is_not_null()).join(households, on="customer_id")
    return tenants.join(borrowers.join(households, on="customer_id"), on="household").select(
        "account_id", "customer_id", "rent", "loan_id"
    )


M4 = frame_check(
    "M4",
    "No household pays rent that has a mortgage",
    [ACCOUNTS_DB, CUSTOMER_DB, LOANS_DB],
    _rent_and_mortgage,
    fault("every loan a mortgage", update_rows(Loan, "loan_type = 'mortgage'")),
)


def _renting(bank: BankReader) -> list[Figure]:
    paid = bank.cached(_rents).filter(pl.col("pay") > 0).join(bank.cached(_households), on="customer_id")
    households = paid.group_by("household").agg(rents=pl.col("rent").is_not_null().any())
    share = int(households["rents"].sum()) / max(len(households), 1)
    margin = STANDARD_ERRORS * sqrt(RENTING[0] * (1 - RENTING[0]) / max(len(households), 1))
    low, high = RENTING[0] - margin, RENTING[1] + margin
    return [Figure("households that rent", share, low, high, len(households), not_enforced(bank, SCALE_ONE))]


M5 = statistical_check(
    "M5",
    "A third to a half of the households whose pay comes to this bank pay rent",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _renting,
    fault(
        "half of the rents called transfers",
        update_rows(
            Transaction,
            "description = 'Transfer to a friend'",
            f"{described_as('rent')} AND hashtext(account_id) %% 2 = 0",
        ),
    ),
)
