"""The documented shares of compliance."""

import polars as pl

from tests.bank.documented import Documented, Over, Tables, column, true


def _screenings(tables: Tables) -> pl.Series:
    """Return how often each customer was held against the watchlist."""
    checks = tables.table("aml_checks").filter(pl.col("check_type") == "watchlist")
    return checks.group_by("customer_id").len()["len"].cast(pl.String)


COMPLIANCE = (
    Documented(
        "documents that customers show", column("kyc_records", "document_type"),
        {"passport": 0.50, "drivers_license": 0.35, "national_id": 0.15},
    ),
    Documented("customers screened again", _screenings, {"1": 0.50, "2": 0.50}),
    Documented(
        "status of violations", column("rule_violations", "status"),
        {"resolved": 0.60, "investigating": 0.20, "false_positive": 0.15, "open": 0.05}, Over.EVENTS,
    ),
    Documented(
        "activities that are reported", column("suspicious_activity_reports", "activity_type"),
        {"structuring": 0.40, "unusual_pattern": 0.35, "high_risk_country": 0.25}, Over.SUB_POPULATION,
    ),
    Documented(
        "reports that are closed again",
        true("suspicious_activity_reports", pl.col("sar_status") == "closed"), {"yes": 0.20}, Over.SUB_POPULATION,
    ),
)  # fmt: skip
