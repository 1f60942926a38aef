"""Helpers of the tests of insurance: rows with their policy type, and loss ratios."""

import polars as pl

from tests.bank.tables import Tables

DB = "insurance_db"
AGENTS = ("Insurance Agent",)
INSURED = {
    "CUST-00000001": ["life", "property"],
    "CUST-00000003": ["health"],
    "CUST-00000006": ["property"],
    "CUST-00000011": ["vehicle"],
}
"""The policy types of the customers of storylines, in the order of their policies."""
TABLES = ("policies", "beneficiaries", "premium_payments", "claims", "policy_events")


def with_type(tables: Tables, table: str) -> pl.DataFrame:
    """Return the rows of a table with the type of their policies."""
    return tables.table(table).join(tables.table("policies").select("policy_id", "policy_type"), on="policy_id")


def loss_ratios(tables: Tables) -> dict[str, float]:
    """Return approved amounts over completed premiums, by policy type and in total."""
    completed = with_type(tables, "premium_payments").filter(pl.col("payment_status") == "completed")
    earned = dict(completed.group_by("policy_type").agg(pl.col("amount").cast(pl.Float64).sum()).iter_rows())
    approved = with_type(tables, "claims").group_by("policy_type").agg(pl.col("approved_amount").cast(pl.Float64).sum())
    approved_by_type = dict(approved.iter_rows())
    ratios = {name: approved_by_type.get(name, 0.0) / earned[name] for name in earned}
    return {**ratios, "total": sum(approved_by_type.values()) / sum(earned.values())}
