"""accounts_db.customers: ages, joining days, names, and households."""

from math import erf, sqrt

import polars as pl

from datahub.households import household_partner_id
from seeding.checks.enforcement import SCALE_HALF, SHARES_FROM
from tests.bank.bank import Bank, nothing_in
from tests.bank.tables import HOME

DB = "accounts_db"
AGE_MEAN, AGE_DEVIATION = 42, 15
YOUNGEST, OLDEST = 18, 86
"""Years of age: from the eighteenth birthday to the day before the eighty-sixth."""


def customers_with_homes(bank: Bank) -> pl.DataFrame:
    """Return every customer with the home, the number of the pair, and how many customers live there."""
    homes = bank.table("customer_profiles").select("customer_id", "customer_segment", *HOME)
    people = bank.table("customers").join(homes, on="customer_id")
    return people.with_columns(
        pair=(pl.col("customer_id").str.slice(5).cast(pl.Int64) + 1) // 2, residents=pl.len().over(HOME)
    )


def test_customers_are_numbered_without_a_gap(bank: Bank) -> None:
    """G1."""
    ids = [key for (key,) in bank.rows(DB, "SELECT customer_id FROM customers ORDER BY customer_id")]
    assert ids == [f"CUST-{n:08}" for n in range(1, bank.customers + 1)]


def test_customers_are_18_to_85_years_old(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT customer_id, date_of_birth FROM customers
        WHERE date_of_birth IS NULL OR NOT extract(year FROM age(%s, date_of_birth)) BETWEEN 18 AND 85
        """,
        [bank.as_of],
    )


def test_customers_joined_in_the_last_seven_years_and_were_of_age(bank: Bank) -> None:
    """C2."""
    bank.finds_none(
        DB,
        """
        SELECT customer_id, date_of_birth, created_at FROM customers
        WHERE created_at::date < date_of_birth + interval '18 years'
              OR created_at::date < %s::date - interval '7 years' OR created_at::date > %s OR created_at IS NULL
        """,
        [bank.as_of, bank.as_of],
    )


def test_ages_follow_the_bell_curve(bank: Bank) -> None:
    """Kolmogorov's distance from a normal distribution cut off at both ends, at the 1 % level."""
    bank.needs(SHARES_FROM)
    ages = bank.frame(DB, "SELECT (%s - date_of_birth) / 365.2425 AS age FROM customers ORDER BY 1", [bank.as_of])
    share = pl.Series([_cumulative_share(float(age)) for age in ages["age"]])
    rank = pl.int_range(1, len(share) + 1, eager=True) / len(share)
    distance = max((share - rank).abs().max(), (share - rank + 1 / len(share)).abs().max())
    assert distance < 1.63 / sqrt(len(share)), f"the ages are {distance:.3f} away from the curve"


def _cumulative_share(age: float) -> float:
    low, own, high = ((1 + erf((x - AGE_MEAN) / AGE_DEVIATION / sqrt(2))) / 2 for x in (YOUNGEST, age, OLDEST))
    return (own - low) / (high - low)


def test_customers_join_in_each_of_the_seven_years(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    yearly = bank.rows(
        DB, "SELECT (%s - created_at::date) / 366 AS years, count(*) FROM customers GROUP BY 1 ORDER BY 1", [bank.as_of]
    )
    assert [years for years, _ in yearly] == list(range(7))
    # Young customers could not join before they were of age: recent years hold somewhat more.
    assert all(0.08 * bank.customers < joined < 0.24 * bank.customers for _, joined in yearly), yearly


def test_customers_who_share_a_home_are_household_partners_with_one_last_name(bank: Bank) -> None:
    shared = customers_with_homes(bank).filter(pl.col("residents") > 1)
    homes = shared.group_by(HOME).agg(pl.col("pair", "last_name").n_unique(), pl.col("customer_id"))
    nothing_in(homes.filter((pl.col("pair") > 1) | (pl.col("last_name") > 1) | (pl.col("customer_id").list.len() != 2)))
    for one, other in homes["customer_id"]:
        assert household_partner_id(one) == other
        assert household_partner_id(other) == one


def test_both_adults_of_a_household_have_an_account_or_neither(bank: Bank) -> None:
    holders = bank.table("accounts")["customer_id"].unique()
    people = customers_with_homes(bank).filter(pl.col("residents") > 1)
    homes = (
        people.with_columns(holds=pl.col("customer_id").is_in(holders.implode()))
        .group_by("pair")
        .agg(pl.col("holds").n_unique(), pl.col("customer_id"))
    )
    nothing_in(homes.filter(pl.col("holds") > 1))


def test_companies_are_in_no_household(bank: Bank) -> None:
    nothing_in(
        customers_with_homes(bank).filter((pl.col("residents") > 1) & (pl.col("customer_segment") == "corporate"))
    )


def test_names_begin_with_a_capital_letter_and_hold_letters_only(bank: Bank) -> None:
    bank.finds_none(
        DB,
        r"""
        SELECT customer_id, first_name, last_name FROM customers
        WHERE first_name !~ '^[A-Z][A-Za-z''-]+$' OR last_name !~ '^[A-Z][A-Za-z'' -]+$'
        """,
    )


def test_names_seldom_repeat(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    different = bank.value(DB, "SELECT count(DISTINCT first_name || last_name) FROM customers")
    assert different > 0.8 * bank.customers
