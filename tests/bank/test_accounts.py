"""accounts_db.accounts: keys and numbers, accounts per customer, and balances."""

import pytest

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import PROMISED_FROM
from tests.bank.ledger_figures import (
    BALANCE_LIMITS,
    checking_and_savings,
    open_accounts_within_limits,
    same_currency_pairs,
)
from tests.bank.shares_of_accounts import accounts_per_customer

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
    counted = accounts_per_customer(bank)
    nothing_in(counted.filter(counted["accounts"] > 2))


def test_three_in_ten_with_two_accounts_hold_checking_and_savings_in_one_currency(bank: Bank) -> None:
    bank.needs(PROMISED_FROM)
    share = checking_and_savings(bank)
    assert share >= 0.30, f"{share:.1%} of {len(same_currency_pairs(bank))} holders of two accounts"


def test_nineteen_in_twenty_open_accounts_have_a_balance_within_the_limits_of_their_type(bank: Bank) -> None:
    bank.needs(PROMISED_FROM)
    within = open_accounts_within_limits(bank)
    assert within.mean() >= 0.95, f"{within.sum()} of {len(within)}"


@pytest.mark.parametrize("account_type", BALANCE_LIMITS)
def test_most_balances_are_in_the_lower_half_of_their_limits(bank: Bank, account_type: str) -> None:
    """A log-normal distribution has its mean above its median."""
    count, mean, median = bank.rows(
        DB,
        """
        SELECT count(*), avg(balance), percentile_cont(0.5) WITHIN GROUP (ORDER BY balance)
        FROM accounts WHERE account_type = %s AND account_status <> 'closed'
        """,
        [account_type],
    )[0]
    if count >= 30:
        assert float(mean) > 1.1 * median
        assert median < sum(BALANCE_LIMITS[account_type]) / 2
