"""accounts_db.account_relationships: joint owners, own savings, heirs and authorised users."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.shares_of_accounts import HOME

DB = "accounts_db"
BOTH = """
    FROM account_relationships link
         JOIN accounts a ON a.account_id = primary_account_id JOIN accounts b ON b.account_id = related_account_id
"""


def test_no_account_is_linked_with_itself_and_no_pair_twice_in_either_direction(bank: Bank) -> None:
    """A17."""
    bank.finds_none(DB, "SELECT * FROM account_relationships WHERE primary_account_id = related_account_id")
    bank.finds_none(
        DB,
        """
        SELECT least(primary_account_id, related_account_id), greatest(primary_account_id, related_account_id),
               array_agg(relationship_id) AS links
        FROM account_relationships GROUP BY 1, 2 HAVING count(*) > 1
        """,
    )


def test_no_account_has_more_than_two_links_as_primary(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT primary_account_id, array_agg(relationship_type) FROM account_relationships
        GROUP BY primary_account_id HAVING count(*) > 2
        """,
    )


def test_a_link_is_made_after_both_accounts_were_opened_and_before_either_closed(bank: Bank) -> None:
    """A17, G2, X6."""
    bank.finds_none(
        DB,
        f"""
        SELECT link.*, a.opened_date, b.opened_date AS related_opened, a.closed_date, b.closed_date AS related_closed
        {BOTH}
        WHERE created_at::date < greatest(a.opened_date, b.opened_date) OR created_at::date > %s
              OR created_at::date > least(a.closed_date, b.closed_date) OR created_at IS NULL
        """,
        [bank.as_of],
    )


def test_linked_savings_are_a_customers_own_checking_and_savings(bank: Bank) -> None:
    """A17."""
    bank.finds_none(
        DB,
        f"""
        SELECT link.*, a.account_type, b.account_type AS related_type {BOTH}
        WHERE relationship_type = 'linked_savings'
              AND (a.customer_id <> b.customer_id OR ARRAY[a.account_type, b.account_type]
                   NOT IN (ARRAY['checking', 'savings']::varchar[], ARRAY['savings', 'checking']::varchar[]))
        """,
    )


def test_other_links_join_two_people(bank: Bank) -> None:
    bank.finds_none(
        DB, f"SELECT link.* {BOTH} WHERE relationship_type <> 'linked_savings' AND a.customer_id = b.customer_id"
    )


def test_joint_owners_are_the_two_adults_of_a_household(bank: Bank) -> None:
    """A17."""
    homes = bank.table("customer_profiles").select("customer_id", home=pl.concat_str(HOME, separator="|"))
    links = bank.frame(
        DB,
        f"""
        SELECT relationship_id, a.customer_id, b.customer_id AS related_id {BOTH}
        WHERE relationship_type = 'joint_owner'
        """,
    )
    if len(links):
        lived = links.join(homes, on="customer_id").join(homes, left_on="related_id", right_on="customer_id")
        assert len(lived) == len(links)
        nothing_in(lived.filter(pl.col("home") != pl.col("home_right")))


def test_the_next_link_that_anybody_adds_gets_a_key_past_the_last(bank: Bank) -> None:
    last = bank.value(DB, "SELECT coalesce(max(relationship_id), 0) FROM account_relationships")
    following = bank.value(DB, "SELECT last_value + is_called::int FROM account_relationships_relationship_id_seq")
    assert following > last
