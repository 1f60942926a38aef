"""People: partners are of an age, links between accounts follow families, and segments fit ages."""

import polars as pl

from datahub.accounts.models import Customer
from seeding.bank.accounts.numbers import (
    AGE_GAPS,
    CONTACT_FROM_AGE,
    DAYS_PER_YEAR,
    PREMIUM_FROM_AGE,
    PRIVATE_FROM_AGE,
)
from seeding.checks.builders import frame_check, statistical_check, violations_from
from seeding.checks.check import Figure, Severity
from seeding.checks.customers.profiles import profiles
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.enforcement import SCALE_ONE, not_enforced
from seeding.checks.faults import fault, update_row, update_rows
from seeding.checks.plausibility.places import homes
from seeding.checks.reader import BankReader

MOST_YEARS_APART = 12
"""Most years between the ages of partners (American Community Survey: 1 in 20 couples are further apart)."""
_HOME = ("address", "city", "state", "postal_code", "last_name")


def _couples(bank: BankReader) -> pl.DataFrame:
    """Return the two customers of each home with one last name, and the years between their ages."""
    people = bank.frame(ACCOUNTS_DB, "SELECT customer_id, last_name, date_of_birth FROM customers")
    return (
        people.join(homes(bank), on="customer_id")
        .group_by(_HOME)
        .agg(
            pl.col("customer_id").min(),
            pl.col("customer_id").max().alias("partner_id"),
            pl.len().alias("residents"),
            (pl.col("date_of_birth").max() - pl.col("date_of_birth").min()).dt.total_days().alias("days"),
        )
        .filter(pl.col("residents") == 2)
        .select("customer_id", "partner_id", years_apart=(pl.col("days") / DAYS_PER_YEAR).round(1))
        .sort("customer_id")
    )


def _far_apart(bank: BankReader) -> pl.DataFrame:
    return bank.cached(_couples).filter((pl.col("years_apart") <= MOST_YEARS_APART).fill_null(False).not_())


def _ages_of_couples(bank: BankReader) -> list[Figure]:
    """Return the share of couples who were born within one year."""
    couples = bank.cached(_couples)
    share = float(couples.select((pl.col("years_apart") <= 1).mean()).item() or 0)
    expected = AGE_GAPS.weights[0]
    margin = max(0.03, 4 * (expected * (1 - expected) / max(len(couples), 1)) ** 0.5)
    reason = not_enforced(bank, SCALE_ONE)
    return [Figure("share of couples within a year", share, expected - margin, expected + margin, len(couples), reason)]


M25 = statistical_check(
    "M25",
    f"Partners are at most {MOST_YEARS_APART} years apart, a third of them at most one",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _ages_of_couples,
    fault(
        "a customer of a household made thirty years older",
        update_row(Customer, "date_of_birth = date_of_birth - 10957", "customer_id = 'CUST-00000003'"),
    ),
    Severity.ERROR,
    violations_from(_far_apart),
)

_MOSTLY = 0.70
"""Least share of beneficiaries and authorized users with the owner's last name."""


def _family_links(bank: BankReader) -> list[Figure]:
    """Return the shares of links whose two owners have one last name, by type of the link."""
    (found,) = bank.rows(
        ACCOUNTS_DB,
        """
        SELECT count(*) FILTER (WHERE relationship_type = 'joint_owner') AS joint,
               count(*) FILTER (WHERE relationship_type = 'joint_owner' AND same) AS joint_same,
               count(*) FILTER (WHERE relationship_type IN ('beneficiary', 'authorized_user')) AS others,
               count(*) FILTER (WHERE relationship_type IN ('beneficiary', 'authorized_user') AND same) AS others_same
        FROM (SELECT relationship_type, one.last_name = other.last_name AS same
              FROM account_relationships
                   JOIN accounts a ON a.account_id = primary_account_id
                   JOIN accounts b ON b.account_id = related_account_id
                   JOIN customers one ON one.customer_id = a.customer_id
                   JOIN customers other ON other.customer_id = b.customer_id) links
        """,
    )
    shares = (
        ("joint owners", "joint", 1.0, ""),
        ("beneficiaries and authorized users", "others", _MOSTLY, not_enforced(bank, SCALE_ONE)),
    )
    return [
        Figure(
            f"share of {name} with the owner's last name",
            int(found[f"{kind}_same"]) / max(int(found[kind]), 1),
            low,
            None,
            int(found[kind]),
            reason or ("" if found[kind] else "not enforced: no rows"),
        )
        for name, kind, low, reason in shares
    ]


M26 = statistical_check(
    "M26",
    "Joint owners have one last name, and most beneficiaries and authorized users that of the owner",
    [ACCOUNTS_DB],
    _family_links,
    fault("all customers with a last name of their own", update_rows(Customer, "last_name = customer_id")),
)

_YOUNGEST = {"premium": PREMIUM_FROM_AGE, "private": PRIVATE_FROM_AGE, "corporate": CONTACT_FROM_AGE}


def _ages(bank: BankReader) -> pl.DataFrame:
    """Return the segment and the age of each customer."""
    people = bank.frame(ACCOUNTS_DB, "SELECT customer_id, date_of_birth FROM customers")
    days = (pl.lit(bank.as_of) - pl.col("date_of_birth")).dt.total_days()
    return people.join(profiles(bank), on="customer_id").select(
        "customer_id", "customer_segment", age=days / DAYS_PER_YEAR
    )


def _too_young(bank: BankReader) -> pl.DataFrame:
    youngest = pl.col("customer_segment").replace_strict(_YOUNGEST, default=0, return_dtype=pl.Int64)
    return bank.cached(_ages).filter((pl.col("age") >= youngest - 0.01).fill_null(True).not_())


M27 = frame_check(
    "M27",
    f"Ages fit segments: private customers are {PRIVATE_FROM_AGE} or older, premium customers and the contact persons "
    f"of companies {PREMIUM_FROM_AGE} or older",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _too_young,
    fault(
        "all customers born nineteen years ago",
        update_rows(Customer, "date_of_birth = %(as_of)s::date - interval '19 years'"),
    ),
)
