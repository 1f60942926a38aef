"""accounts_db.account_relationships: joint owners, linked savings, beneficiaries and authorized users."""

from tests.bank.bank import Bank

DB = "accounts_db"


def test_no_account_has_more_than_two_links_as_primary(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT primary_account_id, array_agg(relationship_type) FROM account_relationships
        GROUP BY primary_account_id HAVING count(*) > 2
        """,
    )


def test_a_link_added_by_hand_gets_a_key_after_the_last_one(bank: Bank) -> None:
    last = bank.value(DB, "SELECT coalesce(max(relationship_id), 0) FROM account_relationships")
    following = bank.value(DB, "SELECT last_value + is_called::int FROM account_relationships_relationship_id_seq")
    assert following > last
