"""The columns of views are traced to the columns that they come from, by PostgreSQL's own parse tree."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from psycopg.rows import dict_row

from datahub.databases import BANK_DATABASES
from seeding.catalog.column_origins import Derivation
from seeding.catalog.datasets import Dataset, Row, read_datasets
from seeding.storage.connection import connect

ACCOUNTS, CUSTOMERS, TRANSACTIONS = "public.accounts", "public.customers", "public.transactions"

VIEWS = {
    "plain": (
        "SELECT account_id, balance AS amount, 1 AS one FROM accounts WHERE currency = 'USD'",
        {"account_id": {f"{ACCOUNTS}.account_id"}, "amount": {f"{ACCOUNTS}.balance"}, "one": set()},
    ),
    "joined": (
        "SELECT c.first_name || ' ' || c.last_name AS name, a.* "
        "FROM customers c LEFT JOIN accounts a USING (customer_id)",
        {
            "name": {f"{CUSTOMERS}.first_name", f"{CUSTOMERS}.last_name"},
            "balance": {f"{ACCOUNTS}.balance"},
            "customer_id": {f"{ACCOUNTS}.customer_id"},
        },
    ),
    "computed over rows": (
        "SELECT account_id, sum(transaction_amount) FILTER (WHERE channel = 'atm') AS cash, count(*) AS entries, "
        "rank() OVER (ORDER BY max(balance_after)) AS place FROM transactions GROUP BY account_id",
        {
            "account_id": {f"{TRANSACTIONS}.account_id"},
            "cash": {f"{TRANSACTIONS}.transaction_amount", f"{TRANSACTIONS}.channel"},
            "entries": set(),
            "place": {f"{TRANSACTIONS}.balance_after"},
        },
    ),
    "with": (
        "WITH used AS (SELECT account_id, max(transaction_date) AS last FROM transactions GROUP BY account_id), "
        "again AS (SELECT * FROM used) SELECT a.balance, u.last FROM accounts a JOIN again u USING (account_id)",
        {"balance": {f"{ACCOUNTS}.balance"}, "last": {f"{TRANSACTIONS}.transaction_date"}},
    ),
    "recursive": (
        "WITH RECURSIVE chain(id, depth) AS (SELECT account_id, 1 FROM accounts UNION ALL "
        "SELECT id, depth + 1 FROM chain WHERE depth < 3) SELECT id, depth FROM chain",
        {"id": {f"{ACCOUNTS}.account_id"}, "depth": set()},
    ),
    "union": (
        "SELECT account_id, balance AS amount FROM accounts "
        "UNION ALL SELECT account_id, balance_after FROM transactions",
        {
            "account_id": {f"{ACCOUNTS}.account_id", f"{TRANSACTIONS}.account_id"},
            "amount": {f"{ACCOUNTS}.balance", f"{TRANSACTIONS}.balance_after"},
        },
    ),
    "nested": (
        "SELECT s.total, (SELECT min(opened_date) FROM accounts x WHERE x.customer_id = c.customer_id) AS first "
        "FROM customers c, "
        "LATERAL (SELECT sum(balance) AS total FROM accounts a WHERE a.customer_id = c.customer_id) s",
        {"total": {f"{ACCOUNTS}.balance"}, "first": {f"{ACCOUNTS}.opened_date"}},
    ),
    "functions": (
        "SELECT d.day, v.word, a.balance "
        "FROM accounts a, generate_series(a.opened_date, a.closed_date, '1 day') d(day), "
        "(VALUES ('a'), ('it''s {b} (c) :d \"e\" \\ f')) v(word)",
        {
            "day": {f"{ACCOUNTS}.opened_date", f"{ACCOUNTS}.closed_date"},
            "word": set(),
            "balance": {f"{ACCOUNTS}.balance"},
        },
    ),
    "full join": (
        "SELECT account_id, x.balance FROM accounts x FULL JOIN transactions y USING (account_id)",
        {"account_id": {f"{ACCOUNTS}.account_id", f"{TRANSACTIONS}.account_id"}, "balance": {f"{ACCOUNTS}.balance"}},
    ),
}


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    """Give a connection that sees the views; they are rolled back."""
    with connect("accounts_db", "test") as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS analytics")
        for number, (query, _) in enumerate(VIEWS.values()):
            connection.execute(f"CREATE VIEW analytics.test_{number} AS {query}".encode())
        connection.execute("CREATE VIEW analytics.test_on_view AS SELECT amount FROM analytics.test_0")
        connection.execute("CREATE MATERIALIZED VIEW analytics.test_stored AS SELECT email FROM customers")
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def views(connection: psycopg.Connection) -> dict[str, Dataset]:
    def rows(database: str, query: str) -> list[Row]:
        if database != "accounts_db":
            return []
        return list(connection.cursor(row_factory=dict_row).execute(query.encode()).fetchall())

    names = {database: str(connections[database].settings_dict["NAME"]) for database in BANK_DATABASES}
    return {view.name: view for view in read_datasets(rows, names).views}


def upstream(view: Dataset) -> dict[str, set[str]]:
    """Return the columns that each column of a view comes from, such as "public.accounts.balance"."""
    assert view.view is not None
    return {
        name: {urn.partition(f"{view.server_name}.")[2].replace(",PROD),", ".")[:-1] for urn in column.upstream}
        for name, column in view.view.columns.items()
    }


@pytest.mark.parametrize("name", VIEWS)
def test_columns_come_from_columns(views: dict[str, Dataset], name: str) -> None:
    view = views[f"test_{list(VIEWS).index(name)}"]
    expected = VIEWS[name][1]
    found = upstream(view)
    assert {column: found[column] for column in expected} == expected
    assert tuple(found) == view.columns


def test_a_view_on_a_view_comes_from_that_view(views: dict[str, Dataset]) -> None:
    assert upstream(views["test_on_view"]) == {"amount": {"analytics.test_0.amount"}}
    assert views["test_on_view"].view is not None
    assert views["test_on_view"].view.reads == (views["test_0"].urn,)


def test_a_materialized_view_says_so(views: dict[str, Dataset]) -> None:
    assert {name for name, view in views.items() if view.view and view.view.materialized} == {"test_stored"}


def test_it_is_known_whether_values_are_the_same_or_computed(views: dict[str, Dataset]) -> None:
    plain, joined, over_rows = (views[f"test_{number}"].view for number in range(3))
    assert plain is not None
    assert joined is not None
    assert over_rows is not None
    assert plain.columns["amount"].derivation is Derivation.IDENTITY
    assert joined.columns["name"].derivation is Derivation.EXPRESSION
    assert over_rows.columns["cash"].derivation is Derivation.AGGREGATE
    assert over_rows.columns["account_id"].derivation is Derivation.IDENTITY
