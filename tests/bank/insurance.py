"""What tests of insurance ask a bank for: policies with what ended them, their periods, and who earns what."""

from datetime import date

import polars as pl

from tests.bank.documented import Tables

DB = "insurance_db"
AGENTS = ("Insurance Agent",)
MANAGERS = ("President", "Department Manager", "Branch Manager")
INSURED = {
    "CUST-00000001": ["life", "property"],
    "CUST-00000003": ["health"],
    "CUST-00000006": ["property"],
    "CUST-00000011": ["vehicle"],
}
"""The people of storylines who hold policies, in the order of these."""
TABLES = ("policies", "beneficiaries", "premium_payments", "claims", "policy_events")

ENDED = """
    WITH stopped AS (
        SELECT policy_id, max(event_date) AS stop FROM policy_events JOIN policies USING (policy_id)
        WHERE (event_type, policy_status) IN (('lapse', 'lapsed'), ('cancellation', 'cancelled')) GROUP BY 1
    ), died AS (
        SELECT policy_id, claim_date AS death FROM claims WHERE claim_type = 'death' AND status IN ('approved', 'paid')
    ), ended AS (
        SELECT policies.*, stop, death, least(%(today)s::date, end_date, stop, death) AS last,
               CASE premium_frequency WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 ELSE 12 END AS months
        FROM policies LEFT JOIN stopped USING (policy_id) LEFT JOIN died USING (policy_id)
    )
"""
"""Every policy with the day on which it lapsed or was cancelled, that of the death, and its last day until today."""

PERIODS = (
    ENDED
    + """
    , periods AS (
        SELECT policy_id, k, (start_date + k * months * interval '1 month')::date AS begins
        FROM ended CROSS JOIN generate_series(0, 60) AS k
        WHERE start_date + k * months * interval '1 month' <= last AND (k = 0 OR policy_type <> 'travel')
    )
"""
)
"""Every period of every policy that has begun; a journey has one."""


def today(day: date) -> dict[str, str]:
    """Return the parameters of these queries."""
    return {"today": day.isoformat()}


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
