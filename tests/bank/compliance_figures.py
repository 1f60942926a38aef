"""What compliance as a whole is held to."""

from collections.abc import Iterator

import polars as pl

from tests.bank.documented import SCALE_ONE, Tables

BOUNDS = {
    "planted transactions": (0.007, 0.010),
    "flagged checks": (0.04, 0.08),
    "false alarms": (0.60, 0.85),
    "entries in the audit trail per customer": (4, 6),
}
"""From scale 1."""


def compliance_figures(tables: Tables, answers: pl.DataFrame) -> dict[str, float]:
    """Return the parts and means that compliance is held to.

    A flag is a false alarm unless it is on a report that was filed, or may be: a draft, or one under review.
    """
    checks, reports = tables.table("aml_checks"), tables.table("suspicious_activity_reports")
    flagged = checks.filter("aml_flag")
    standing = reports.filter(pl.col("sar_status") != "closed")["sar_id"]
    return {
        "planted transactions": answers["planted"].sum() / len(tables.table("transactions")),
        "flagged checks": len(flagged) / len(checks),
        "false alarms": 1 - flagged["sar_id"].is_in(standing.implode()).sum() / len(flagged),
        "entries in the audit trail per customer": len(tables.table("audit_trails")) / tables.customers,
    }


def compliance_misses(tables: Tables, answers: pl.DataFrame) -> Iterator[str]:
    """Yield a line for each figure that lies outside its bounds."""
    if tables.customers >= SCALE_ONE:
        for name, figure in compliance_figures(tables, answers).items():
            low, high = BOUNDS[name]
            if not low <= figure <= high:
                yield f"{name}: {figure:.4f} is not within {low} and {high}"
