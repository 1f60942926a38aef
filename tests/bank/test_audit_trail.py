"""compliance_db.audit_trails: who created, changed and viewed customers, accounts, loans, policies and bookings."""

import json

import polars as pl
import pytest

from tests.bank.bank import Bank, nothing_in

DB = "compliance_db"
ENTITIES = {
    "customer": ("customers", "customer_id", "created_at"),
    "account": ("accounts", "account_id", "opened_date"),
    "loan": ("loans", "loan_id", "disbursement_date"),
    "policy": ("policies", "policy_id", "created_at"),
    "transaction": ("transactions", "transaction_id", "transaction_date"),
}
"""By entity: the table, its key, and the column that says when a row was created."""
STATUSES = {
    "account": ("account_status", "active"),
    "loan": ("loan_status", "active"),
    "policy": ("policy_status", "active"),
}
"""By entity: the column that changes, and its first value."""


def entries(bank: Bank, entity: str) -> pl.DataFrame:
    """Return the audit entries of a table's rows in order of time, with the `day` of each."""
    rows = bank.table("audit_trails").filter(pl.col("entity_type") == entity)
    return rows.sort("performed_at", "audit_id").with_columns(day=pl.col("performed_at").dt.date())


def current_rows(bank: Bank, entity: str) -> dict[str, dict[str, object]]:
    """Return the rows of an entity's table by key."""
    table, key, _ = ENTITIES[entity]
    return {row[key]: row for row in bank.table(table).iter_rows(named=True)}


def as_json_value(value: object) -> object:
    """Return a column's value as JSON represents it."""
    return value if isinstance(value, str) else float(str(value))


def test_a_booking_is_attributed_to_the_employee_who_processed_it(bank: Bank) -> None:
    booked = bank.table("transactions").select("processed_by", entity_id="transaction_id")
    attributed = entries(bank, "transaction").join(booked, on="entity_id", how="left")
    nothing_in(attributed.filter(pl.col("performed_by").ne_missing(pl.col("processed_by"))))
    assert set(attributed["action"]) <= {"create"}


@pytest.mark.parametrize("entity", ENTITIES)
def test_the_last_new_value_of_a_column_is_its_current_value(bank: Bank, entity: str) -> None:
    """K16, and the same for creations that no update followed."""
    written = entries(bank, entity).filter(pl.col("new_value").is_not_null())
    last: dict[tuple[str, str], object] = {
        (row["entity_id"], column): value
        for row in written.iter_rows(named=True)
        for column, value in json.loads(row["new_value"]).items()
    }
    rows = current_rows(bank, entity)
    wrong = {(key, column): value for (key, column), value in last.items() if as_json_value(rows[key][column]) != value}
    assert not wrong, list(wrong.items())[:10]


@pytest.mark.parametrize("entity", STATUSES)
def test_exactly_the_rows_whose_status_changed_have_an_update_that_set_it(bank: Bank, entity: str) -> None:
    column, first = STATUSES[entity]
    changed = {key for key, row in current_rows(bank, entity).items() if row[column] != first}
    updates = entries(bank, entity).filter(pl.col("action") == "update")
    updated = [row["entity_id"] for row in updates.iter_rows(named=True) if column in json.loads(row["new_value"])]
    assert sorted(updated) == sorted(changed)


@pytest.mark.parametrize(("status", "column"), [("closed", "closed_date"), ("frozen", "frozen_date")], ids=str)
def test_an_account_is_closed_or_frozen_on_the_day_that_its_row_states(bank: Bank, status: str, column: str) -> None:
    days = (
        bank.table("accounts").filter(pl.col("account_status") == status).select(entity_id="account_id", stated=column)
    )
    updates = entries(bank, "account").filter(pl.col("action") == "update").join(days, on="entity_id")
    nothing_in(updates.filter(pl.col("day") != pl.col("stated")).select("entity_id", "day", "stated"))


def test_no_entry_lies_after_today_or_after_the_last_account_of_a_closed_customer_was_closed(bank: Bank) -> None:
    """G2, X6."""
    bank.finds_none(DB, "SELECT audit_id, performed_at FROM audit_trails WHERE performed_at::date > %s", [bank.as_of])
    ended = bank.table("accounts").group_by(entity_id="customer_id").agg(ended=pl.col("closed_date").max())
    closed = bank.table("customer_profiles").filter(pl.col("customer_status") == "closed")["customer_id"]
    done = entries(bank, "customer").filter(pl.col("entity_id").is_in(closed.implode())).join(ended, on="entity_id")
    nothing_in(done.filter(pl.col("day") > pl.col("ended")))


def test_the_entries_of_a_customer_are_numbered_in_order_of_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT audit_id, performed_at, entity_id,
                   lag(performed_at) OVER (PARTITION BY audit_id / 1000000 ORDER BY audit_id) AS before
            FROM audit_trails
        ) AS numbered WHERE performed_at < before OR performed_at IS NULL
        """,
    )


def test_no_two_employees_share_a_workstation(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT ip_address, array_agg(DISTINCT performed_by) FROM audit_trails
        GROUP BY ip_address HAVING count(DISTINCT performed_by) > 1
        """,
    )
