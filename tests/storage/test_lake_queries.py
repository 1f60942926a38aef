"""DuckDB reads an export as it is: types to the last digit, and checks of the bank as SQL over Parquet."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from seeding.management import lake
from tests.lake import export, manifest

pytestmark = pytest.mark.hard

Lake = duckdb.DuckDBPyConnection

A1 = """
    SELECT account_id FROM accounts JOIN (
        SELECT account_id, sum(transaction_amount) AS total, arg_max(balance_after, transaction_id) AS last
        FROM transactions GROUP BY account_id
    ) USING (account_id)
    WHERE balance <> total OR balance <> last
"""
"""Accounts whose balance is not the sum of their transactions, or not the balance after the last one."""

L6 = """
    WITH installments AS (
        SELECT loan_id, installment_number, term_months, loan_status, interest_rate, s.interest_amount, s.total_amount,
               s.principal_amount, loans.principal_amount AS lent,
               sum(s.principal_amount) OVER (PARTITION BY loan_id ORDER BY installment_number) AS repaid
        FROM repayment_schedule s JOIN loans USING (loan_id)
    )
    SELECT loan_id, installment_number FROM installments
    WHERE loan_status <> 'restructured'
          AND 100 * interest_amount <> ((100 * (lent - repaid + principal_amount))::BIGINT
                                        * (10000 * interest_rate)::BIGINT + 60000) // 120000
       OR total_amount <> principal_amount + interest_amount
       OR installment_number = term_months AND repaid <> lent
"""
"""Installments that are not principal plus a month's interest on what is owed, or whose principals miss the loan's."""

X4 = """
    WITH paid AS (
        SELECT loan_number, linked_account_id AS account, payment_date AS day,
               CASE WHEN due_date > payment_date THEN 0 ELSE installment_number END AS turn,
               -sum(CASE WHEN due_date > payment_date THEN s.principal_amount ELSE total_amount END) AS amount
        FROM repayment_schedule s JOIN loans USING (loan_id)
        WHERE payment_date IS NOT NULL AND linked_account_id IS NOT NULL GROUP BY ALL
    ), expected AS (
        SELECT loan_number, linked_account_id AS account, disbursement_date AS day, principal_amount AS amount
        FROM loans WHERE linked_account_id IS NOT NULL
        UNION ALL SELECT loan_number, account, day, amount FROM paid
    ), posted AS (
        SELECT split_part(description, ' ', -1) AS loan_number, account_id AS account,
               (transaction_date AT TIME ZONE 'UTC')::DATE AS day, transaction_amount AS amount
        FROM transactions WHERE channel = 'ach' AND transaction_type IN ('payment', 'deposit')
             AND split_part(description, ' ', -1) LIKE 'LN%'
    )
    (SELECT * FROM expected EXCEPT ALL SELECT * FROM posted)
    UNION ALL (SELECT * FROM posted EXCEPT ALL SELECT * FROM expected)
"""
"""Disbursements, installments and payoffs of linked loans that the ledger lacks, and others that it has."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("lake") / "bank"
    export(target)
    return target


@pytest.fixture
def bank(directory: Path) -> Iterator[Lake]:
    """Yield a connection with a view for each table of the six databases."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for name in lake.TABLES:
            files = directory.joinpath(*name.split("."), "*.parquet")
            connection.execute(f"CREATE TABLE {name.partition('.')[2]} AS FROM read_parquet('{files}')")
        yield connection


def test_every_row_is_read(bank: Lake, directory: Path) -> None:
    for name, facts in manifest(directory)["digests"].items():
        assert bank.sql(f"SELECT count(*) FROM {name.partition('.')[2]}").fetchall() == [(facts["rows"],)]


def test_types_are_exact(bank: Lake) -> None:
    types = {name: kind for name, kind, *_ in bank.sql("DESCRIBE transactions").fetchall()}
    assert types["transaction_amount"] == types["balance_after"] == "DECIMAL(15,2)"
    assert types["transaction_date"] == "TIMESTAMP WITH TIME ZONE"
    assert types["channel"] == "VARCHAR"
    types = {name: kind for name, kind, *_ in bank.sql("DESCRIBE loans").fetchall()}
    assert (types["disbursement_date"], types["interest_rate"], types["term_months"]) == (
        "DATE",
        "DECIMAL(5,4)",
        "INTEGER",
    )


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        (A1, "UPDATE accounts SET balance = balance + 0.01 WHERE account_id = (SELECT min(account_id) FROM accounts)"),
        (
            L6,
            "UPDATE repayment_schedule SET interest_amount = interest_amount + 0.01, "
            "principal_amount = principal_amount - 0.01 WHERE installment_number = 1",
        ),
        (
            X4,
            "UPDATE transactions SET transaction_amount = transaction_amount - 0.01 WHERE transaction_id = (SELECT "
            "min(transaction_id) FROM transactions WHERE channel = 'ach' AND description LIKE '% LN%')",
        ),
    ],
    ids=["A1", "L6", "X4"],
)
def test_a_check_passes_and_finds_its_fault(bank: Lake, check: str, fault: str) -> None:
    assert bank.sql(check).fetchall() == []
    bank.execute(fault)
    assert bank.sql(check).fetchall() != []
