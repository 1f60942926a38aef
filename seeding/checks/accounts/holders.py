"""Holders: who may open an account and when, and how accounts are linked."""

import polars as pl

from datahub.accounts.models import Account, AccountRelationship
from seeding.checks.builders import first_failing, sql_check, violations_from, violations_in
from seeding.checks.check import Check
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

A8 = sql_check(
    "A8",
    "Accounts are opened by adults, on or after the day they joined",
    ACCOUNTS_DB,
    """
    SELECT account_id, customer_id, opened_date, created_at, date_of_birth
    FROM accounts JOIN customers USING (customer_id)
    WHERE opened_date < created_at::date OR opened_date > %(as_of)s
          OR opened_date < date_of_birth + interval '18 years'
    """,
    fault(
        "an account opened ten years too early",
        update_row(Account, "opened_date = opened_date - 3650"),
    ),
)

_LINKS = """
    SELECT relationship_id, relationship_type, primary_account_id, related_account_id, link.created_at,
           a.customer_id, b.customer_id AS related_customer_id, a.account_type, b.account_type AS related_type,
           greatest(a.opened_date, b.opened_date) AS both_opened, least(a.closed_date, b.closed_date) AS one_closed,
           row_number() OVER (PARTITION BY least(primary_account_id, related_account_id),
                              greatest(primary_account_id, related_account_id)) AS times
    FROM account_relationships link
         JOIN accounts a ON a.account_id = primary_account_id JOIN accounts b ON b.account_id = related_account_id
"""
_ONE_CUSTOMERS_PAIR = (
    "customer_id = related_customer_id AND least(account_type, related_type) = 'checking' "
    "AND greatest(account_type, related_type) = 'savings'"
)


def _joint_owners_apart(bank: BankReader) -> pl.DataFrame:
    """Return the joint owners who do not share a home."""
    owners = bank.frame(
        ACCOUNTS_DB,
        f"""
        SELECT relationship_id, customer_id, related_customer_id
        FROM ({_LINKS}) links WHERE relationship_type = 'joint_owner'
        """,
    )
    homes = bank.frame(
        CUSTOMER_DB,
        "SELECT customer_id, concat_ws(', ', address, city, state, postal_code) AS home FROM customer_profiles",
    )
    with_homes = owners.join(homes, on="customer_id", how="left").join(
        homes, left_on="related_customer_id", right_on="customer_id", how="left", suffix="_of_related"
    )
    return with_homes.filter(pl.col("home").ne_missing(pl.col("home_of_related")))


A17 = Check(
    "A17",
    "Two accounts are linked at most once, after both were opened; joint owners share a home, linked savings an owner",
    (ACCOUNTS_DB, CUSTOMER_DB),
    first_failing(
        violations_in(
            ACCOUNTS_DB,
            f"""
            SELECT * FROM ({_LINKS}) links
            WHERE primary_account_id = related_account_id OR times > 1
                  OR created_at IS NULL OR created_at::date < both_opened OR created_at::date > %(as_of)s
                  OR created_at::date > one_closed
                  OR CASE relationship_type WHEN 'linked_savings' THEN NOT ({_ONE_CUSTOMERS_PAIR})
                     ELSE customer_id = related_customer_id END
            """,
        ),
        violations_from(_joint_owners_apart),
    ),
    fault(
        "a beneficiary link changed into linked savings",
        update_row(
            AccountRelationship,
            "relationship_type = 'linked_savings'",
            "relationship_type = 'beneficiary'",
        ),
    ),
)
