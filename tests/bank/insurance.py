"""What tests of insurance ask a bank for: what policies bring and cost."""

import polars as pl

from tests.bank.documented import Tables

DB = "insurance_db"
AGENTS = ("Insurance Agent",)
INSURED = {
    "CUST-00000001": ["life", "property"],
    "CUST-00000003": ["health"],
    "CUST-00000006": ["property"],
    "CUST-00000011": ["vehicle"],
}
"""The people of storylines who hold policies, in the order of these."""
TABLES = ("policies", "beneficiaries", "premium_payments", "claims", "policy_events")


def with_type(tables: Tables, table: str) -> pl.DataFrame:
    """Return the rows of a table with the type of their policies."""
    return tables.table(table).join(tables.table("policies").select("policy_id", "policy_type"), on="policy_id")


def loss_ratios(tables: Tables) -> dict[str, float]:
    """Return what was granted over what completed premiums brought, by type of policy and in total."""
    completed = with_type(tables, "premium_payments").filter(pl.col("payment_status") == "completed")
    earned = dict(completed.group_by("policy_type").agg(pl.col("amount").cast(pl.Float64).sum()).iter_rows())
    granted = with_type(tables, "claims").group_by("policy_type").agg(pl.col("approved_amount").cast(pl.Float64).sum())
    granted_by_type = dict(granted.iter_rows())
    ratios = {kind: granted_by_type.get(kind, 0.0) / earned[kind] for kind in earned}
    return {**ratios, "total": sum(granted_by_type.values()) / sum(earned.values())}
