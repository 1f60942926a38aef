"""accounts_db.transactions: the ledger adds up to the cent, in order, with the signs and channels of its postings."""

import pytest

from tests.bank.bank import Bank, business, nothing_in
from tests.bank.documented import PROMISED_FROM
from tests.bank.ledger_figures import ledger_misses

DB = "accounts_db"
INITIATED = "('branch', 'atm', 'card', 'online', 'wire')"
CHAIN = """
    WITH chain AS (
        SELECT *, transaction_date::date AS day,
               lag(balance_after) OVER account AS before, lag(transaction_date) OVER account AS earlier,
               row_number() OVER account AS place,
               count(*) OVER (PARTITION BY account_id) AS places
        FROM transactions WINDOW account AS (PARTITION BY account_id ORDER BY transaction_date, transaction_id)
    )
"""
"""Every row with its account's row before it, and its place in the account's history."""


def test_a_balance_is_the_sum_of_an_accounts_rows_and_the_balance_after_its_last(bank: Bank) -> None:
    """A1."""
    bank.finds_none(
        DB,
        CHAIN
        + """
        SELECT account_id, balance, sum(transaction_amount) AS total,
               max(balance_after) FILTER (WHERE place = places) AS last
        FROM accounts LEFT JOIN chain USING (account_id) GROUP BY account_id
        HAVING balance IS DISTINCT FROM sum(transaction_amount)
               OR balance IS DISTINCT FROM max(balance_after) FILTER (WHERE place = places)
        """,
    )


def test_each_balance_is_the_one_before_plus_the_amount(bank: Bank) -> None:
    """A2."""
    bank.finds_none(
        DB,
        CHAIN
        + """
        SELECT transaction_id, before, transaction_amount, balance_after FROM chain
        WHERE balance_after IS DISTINCT FROM coalesce(before, 0) + transaction_amount
        """,
    )


def test_the_sign_of_an_amount_fits_its_type(bank: Bank) -> None:
    """A3."""
    bank.finds_none(
        DB,
        """
        SELECT transaction_id, transaction_type, transaction_amount FROM transactions
        WHERE transaction_amount = 0
              OR (transaction_type IN ('deposit', 'salary', 'interest', 'refund') AND transaction_amount < 0)
              OR (transaction_type IN ('withdrawal', 'payment', 'fee') AND transaction_amount > 0)
        """,
    )


def test_no_balance_falls_below_zero(bank: Bank) -> None:
    """A4."""
    bank.finds_none(DB, "SELECT transaction_id, balance_after FROM transactions WHERE balance_after < 0")


def test_rows_lie_within_the_life_of_their_account(bank: Bank) -> None:
    """A5, G2."""
    bank.finds_none(
        DB,
        """
        SELECT transaction_id, transaction_date, opened_date, closed_date
        FROM transactions JOIN accounts USING (account_id)
        WHERE transaction_date::date < opened_date OR transaction_date::date > coalesce(closed_date, %s)
              OR transaction_date::date > %s OR transaction_date IS NULL
        """,
        [bank.as_of, bank.as_of],
    )


def test_every_account_begins_with_a_deposit_on_its_opening_day(bank: Bank) -> None:
    """A5: at the counter up to 5,000, else by wire or online."""
    bank.finds_none(
        DB,
        CHAIN
        + """
        SELECT account_id, opened_date, transaction_date, transaction_type, channel, transaction_amount
        FROM accounts LEFT JOIN chain USING (account_id)
        WHERE coalesce(place, 1) = 1 AND (
            day IS DISTINCT FROM opened_date OR transaction_type <> 'deposit'
            OR CASE WHEN transaction_amount <= 5000 THEN channel <> 'branch' ELSE channel NOT IN ('wire', 'online') END)
        """,
    )


def test_a_closed_account_ends_with_the_row_that_empties_it(bank: Bank) -> None:
    """A6."""
    bank.finds_none(
        DB,
        CHAIN
        + """
        SELECT account_id, closed_date, transaction_date, transaction_type, channel, balance_after
        FROM accounts LEFT JOIN chain USING (account_id)
        WHERE account_status = 'closed' AND place = places AND (
            balance_after <> 0 OR day <> closed_date
            OR (transaction_type, channel) NOT IN (('withdrawal', 'branch'), ('transfer', 'online')))
        """,
    )


def test_nobody_draws_on_a_frozen_account(bank: Bank) -> None:
    """A7."""
    bank.finds_none(
        DB,
        f"""
        SELECT transaction_id, transaction_date, frozen_date, channel, transaction_amount
        FROM transactions JOIN accounts USING (account_id)
        WHERE transaction_date::date > frozen_date AND transaction_amount < 0 AND channel IN {INITIATED}
        """,
    )


def test_a_certificate_of_deposit_is_drawn_on_only_by_its_closing_row(bank: Bank) -> None:
    """A19."""
    bank.finds_none(
        DB,
        CHAIN
        + f"""
        SELECT transaction_id, transaction_type, channel, transaction_amount FROM chain JOIN accounts USING (account_id)
        WHERE account_type = 'cd' AND transaction_amount < 0 AND channel IN {INITIATED}
              AND NOT (account_status = 'closed' AND place = places)
        """,
    )


def test_ids_count_an_accounts_rows_from_one_and_rise_with_time(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        CHAIN
        + """
        SELECT transaction_id, transaction_date, earlier, place FROM chain
        WHERE transaction_id <> 'TXN-' || substr(account_id, 5) || '-' || lpad(place::text, 5, '0')
        """,
    )


POSTINGS = {
    "deposit": ("branch", "atm", "online", "wire", "ach"),
    "salary": ("ach",),
    "interest": ("system",),
    "fee": ("system",),
    "refund": ("card",),
    "payment": ("card", "ach"),
    "withdrawal": ("branch", "atm"),
    "transfer": ("online", "ach", "wire"),
}


@pytest.mark.parametrize("kind", POSTINGS)
def test_a_type_comes_through_its_channels_only(bank: Bank, kind: str) -> None:
    bank.finds_none(
        DB,
        "SELECT * FROM transactions WHERE transaction_type = %s AND NOT channel = ANY(%s)",
        [kind, list(POSTINGS[kind])],
    )


def test_deposits_come_online_or_by_wire_only_to_open_an_account(bank: Bank) -> None:
    bank.finds_none(
        DB,
        CHAIN
        + "SELECT * FROM chain WHERE transaction_type = 'deposit' AND channel IN ('online', 'wire') AND place > 1",
    )


@pytest.mark.parametrize("channel", ["wire", "ach", "branch"])
def test_staffed_channels_and_clearing_work_on_business_days(bank: Bank, channel: str) -> None:
    """A15; branches from 9 to 17."""
    closed = "OR transaction_date::time NOT BETWEEN '09:00' AND '17:00'" if channel == "branch" else ""
    bank.finds_none(
        DB,
        f"""
        SELECT transaction_id, channel, transaction_date FROM transactions
        WHERE channel = %s AND (NOT {business("transaction_date")} {closed})
        """,
        [channel],
    )


def test_staff_book_exactly_what_comes_through_branch_and_wire(bank: Bank) -> None:
    """A16."""
    bank.finds_none(
        DB,
        """
        SELECT transaction_id, channel, processed_by FROM transactions
        WHERE (processed_by IS NOT NULL) <> (channel IN ('branch', 'wire'))
        """,
    )


def test_who_booked_a_row_was_in_service_that_day(bank: Bank) -> None:
    """A16, X2."""
    booked = bank.frame(
        DB,
        """
        SELECT transaction_id, processed_by, transaction_date::date AS day FROM transactions
        WHERE processed_by IS NOT NULL
        """,
    )
    if len(booked):
        staff = bank.table("employees").select("employee_id", "hire_date", "termination_date", "role")
        served = booked.join(staff, left_on="processed_by", right_on="employee_id", how="left")
        still = served["termination_date"].is_null() | (served["day"] < served["termination_date"])
        nothing_in(served.filter(~((served["hire_date"] <= served["day"]) & still).fill_null(value=False)))


def test_a_transfer_between_two_of_our_accounts_has_one_mirror_row(bank: Bank) -> None:
    """A9, A19: opposite amount, same time, swapped accounts, one currency."""
    bank.finds_none(
        DB,
        """
        SELECT t.transaction_id, t.transaction_amount, other.account_id AS other,
               count(mirror.transaction_id) AS mirrors
        FROM transactions t JOIN accounts own USING (account_id)
             JOIN accounts other ON other.account_number = t.counterparty_account
             LEFT JOIN transactions mirror ON mirror.account_id = other.account_id
                  AND mirror.counterparty_account = own.account_number AND other.currency = own.currency
                  AND mirror.transaction_amount = -t.transaction_amount AND mirror.transaction_date = t.transaction_date
                  AND mirror.transaction_type = 'transfer'
        GROUP BY t.transaction_id, other.account_id
        HAVING count(mirror.transaction_id) <> 1 OR t.transaction_type <> 'transfer'
        """,
    )


def test_a_counterparty_is_another_account_of_ours_or_an_outside_number_of_a_country(bank: Bank) -> None:
    """A10."""
    bank.finds_none(
        DB,
        r"""
        SELECT transaction_id, counterparty_account FROM transactions t
        WHERE counterparty_account !~ '^[A-Z]{2}\d{8,18}$' AND NOT EXISTS (
            SELECT FROM accounts a WHERE account_number = counterparty_account AND a.account_id <> t.account_id)
        """,
    )


def test_every_transfer_and_salary_names_its_counterparty(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM transactions
        WHERE transaction_type IN ('transfer', 'salary') AND counterparty_account IS NULL OR description IS NULL
        """,
    )


def test_money_inside_the_bank_is_neither_made_nor_lost(bank: Bank) -> None:
    """A11: per currency all rows sum to all balances, and internal transfers to zero on every day."""
    bank.finds_none(
        DB,
        """
        SELECT currency, sum(balance) AS balances, sum(total) AS rows
        FROM accounts JOIN (SELECT account_id, sum(transaction_amount) AS total FROM transactions GROUP BY 1) t
             USING (account_id)
        GROUP BY currency HAVING sum(balance) <> sum(total)
        """,
    )
    bank.finds_none(
        DB,
        """
        SELECT own.currency, transaction_date::date, sum(transaction_amount)
        FROM transactions JOIN accounts own USING (account_id)
             JOIN accounts other ON other.account_number = counterparty_account
        GROUP BY 1, 2 HAVING sum(transaction_amount) <> 0
        """,
    )


def test_the_ledger_keeps_its_counts(bank: Bank) -> None:
    """Rows per account, spending to income, rows booked by staff, deposits and transfers."""
    bank.needs(PROMISED_FROM)
    missed = list(ledger_misses(bank))
    assert not missed, "\n".join(missed)
