"""accounts_db.accounts: keys and numbers, accounts per customer, and balances."""

import pytest

from seeding.bank.accounts.account_type_definitions import AccountType
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from tests.bank.bank import Bank

DB = "accounts_db"


def test_the_key_of_an_account_contains_its_customer_and_its_ordinal(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        """
        SELECT account_id, customer_id FROM (
            SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY account_id) AS ordinal FROM accounts
        ) numbered WHERE account_id <> 'ACC-' || right(customer_id, 8) || '-' || ordinal
        """,
    )


def test_account_numbers_are_twelve_digits_beginning_77_and_look_random(bank: Bank) -> None:
    """G1."""
    bank.finds_none(DB, r"SELECT account_id, account_number FROM accounts WHERE account_number !~ '^77\d{10}$'")
    numbers = [number for (number,) in bank.rows(DB, "SELECT account_number FROM accounts ORDER BY account_id")]
    assert len(set(numbers)) == len(numbers)
    if len(numbers) > 20:
        assert numbers != sorted(numbers)


def test_nobody_holds_more_than_two_accounts(bank: Bank) -> None:
    bank.finds_none(DB, "SELECT customer_id, count(*) FROM accounts GROUP BY customer_id HAVING count(*) > 2")


@pytest.mark.parametrize("account_type", ACCOUNT_TYPES.types, ids=lambda account_type: account_type.name)
def test_most_balances_are_in_the_lower_half_of_their_limits(bank: Bank, account_type: AccountType) -> None:
    """A log-normal distribution has its mean above its median."""
    count, mean, median = bank.rows(
        DB,
        """
        SELECT count(*), avg(balance), percentile_cont(0.5) WITHIN GROUP (ORDER BY balance)
        FROM accounts WHERE account_type = %s AND account_status <> 'closed'
        """,
        [account_type.name],
    )[0]
    if count >= 30:
        assert float(mean) > 1.1 * median
        assert median < (account_type.balance.limits.low + account_type.balance.limits.high) / 2
