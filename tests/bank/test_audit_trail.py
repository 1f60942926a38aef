"""compliance_db.audit_trails: who created, changed and looked at customers, accounts, loans, policies and bookings."""

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
"""The table of each kind of entity, its key, and the column that says when a row came to be."""
STATUSES = {
    "account": ("account_status", "active"),
    "loan": ("loan_status", "active"),
    "policy": ("policy_status", "active"),
}
"""The column of each kind of entity that changes during its life, and how it begins."""


def entries(bank: Bank, entity: str) -> pl.DataFrame:
    """Return what was done to the rows of a table, in order of time, with the `day`, and values read."""
    rows = bank.table("audit_trails").filter(pl.col("entity_type") == entity)
    return rows.sort("performed_at", "audit_id").with_columns(day=pl.col("performed_at").dt.date())


def present(bank: Bank, entity: str) -> dict[str, dict[str, object]]:
    """Return the rows of an entity's table by their keys."""
    table, key, _ = ENTITIES[entity]
    return {row[key]: row for row in bank.table(table).iter_rows(named=True)}


def as_written(value: object) -> object:
    """Return a column's value as JSON has it."""
    return value if isinstance(value, str) else float(str(value))


def test_a_booking_is_noted_as_the_work_of_who_processed_it(bank: Bank) -> None:
    booked = bank.table("transactions").select("processed_by", entity_id="transaction_id")
    noted = entries(bank, "transaction").join(booked, on="entity_id", how="left")
    nothing_in(noted.filter(pl.col("performed_by").ne_missing(pl.col("processed_by"))))
    assert set(noted["action"]) <= {"create"}


@pytest.mark.parametrize("entity", ENTITIES)
def test_what_was_written_last_is_what_is_there_today(bank: Bank, entity: str) -> None:
    """K16: of creations, too, where nothing changed since."""
    written = entries(bank, entity).filter(pl.col("new_value").is_not_null())
    last: dict[tuple[str, str], object] = {
        (row["entity_id"], column): value
        for row in written.iter_rows(named=True)
        for column, value in json.loads(row["new_value"]).items()
    }
    rows = present(bank, entity)
    wrong = {at: value for at, value in last.items() if as_written(rows[at[0]][at[1]]) != value}
    assert not wrong, list(wrong.items())[:10]


@pytest.mark.parametrize("entity", STATUSES)
def test_every_status_that_is_not_the_first_has_an_update_that_set_it(bank: Bank, entity: str) -> None:
    column, first = STATUSES[entity]
    changed = {key for key, row in present(bank, entity).items() if row[column] != first}
    updates = entries(bank, entity).filter(pl.col("action") == "update")
    told = [row["entity_id"] for row in updates.iter_rows(named=True) if column in json.loads(row["new_value"])]
    assert sorted(told) == sorted(changed)


@pytest.mark.parametrize(("status", "column"), [("closed", "closed_date"), ("frozen", "frozen_date")], ids=str)
def test_an_account_is_closed_and_frozen_on_the_day_that_it_says(bank: Bank, status: str, column: str) -> None:
    days = bank.table("accounts").filter(pl.col("account_status") == status).select(entity_id="account_id", on=column)
    updates = entries(bank, "account").filter(pl.col("action") == "update").join(days, on="entity_id")
    nothing_in(updates.filter(pl.col("day") != pl.col("on")).select("entity_id", "day", "on"))


def test_nothing_is_done_after_today_or_to_a_closed_customer_after_the_end(bank: Bank) -> None:
    """G2, X6: the end is the latest closing of an account."""
    bank.finds_none(DB, "SELECT audit_id, performed_at FROM audit_trails WHERE performed_at::date > %s", [bank.as_of])
    ended = bank.table("accounts").group_by(entity_id="customer_id").agg(ended=pl.col("closed_date").max())
    closed = bank.table("customer_profiles").filter(pl.col("customer_status") == "closed")["customer_id"]
    done = entries(bank, "customer").filter(pl.col("entity_id").is_in(closed.implode())).join(ended, on="entity_id")
    nothing_in(done.filter(pl.col("day") > pl.col("ended")))


def test_entries_are_numbered_by_customer_in_order_of_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT audit_id, audit_id / 1000000 AS customer, performed_at, entity_id,
                   lag(performed_at) OVER (PARTITION BY audit_id / 1000000 ORDER BY audit_id) AS before
            FROM audit_trails
        ) AS numbered WHERE performed_at < before OR performed_at IS NULL
        """,
    )


def test_everybody_sits_at_a_workstation_of_their_own(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT ip_address, array_agg(DISTINCT performed_by) FROM audit_trails
        GROUP BY ip_address HAVING count(DISTINCT performed_by) > 1
        """,
    )
