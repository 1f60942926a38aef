"""accounts_db.transactions: the order of the ledger, and the channels and descriptions of its rows."""

import pytest

from tests.bank.bank import Bank

DB = "accounts_db"
CHAIN = """
    WITH chain AS (
        SELECT *, lag(transaction_date) OVER account AS earlier, row_number() OVER account AS place
        FROM transactions WINDOW account AS (PARTITION BY account_id ORDER BY transaction_date, transaction_id)
    )
"""
"""Every row with the time of the row before it and its place, from 1, in the history of its account."""


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


CHANNELS_OF_TYPE = {
    "deposit": ("branch", "atm", "online", "wire", "ach"),
    "salary": ("ach",),
    "interest": ("system",),
    "fee": ("system",),
    "refund": ("card", "system"),
    "payment": ("card", "ach"),
    "withdrawal": ("branch", "atm"),
    "transfer": ("online", "ach", "wire"),
}


@pytest.mark.parametrize("transaction_type", CHANNELS_OF_TYPE)
def test_a_transaction_type_comes_only_through_its_channels(bank: Bank, transaction_type: str) -> None:
    bank.finds_none(
        DB,
        "SELECT * FROM transactions WHERE transaction_type = %s AND NOT channel = ANY(%s)",
        [transaction_type, list(CHANNELS_OF_TYPE[transaction_type])],
    )


def test_deposits_come_online_or_by_wire_only_to_open_an_account(bank: Bank) -> None:
    bank.finds_none(
        DB,
        CHAIN
        + "SELECT * FROM chain WHERE transaction_type = 'deposit' AND channel IN ('online', 'wire') AND place > 1",
    )


def test_every_row_has_a_description(bank: Bank) -> None:
    bank.finds_none(DB, "SELECT * FROM transactions WHERE coalesce(description, '') = ''")
