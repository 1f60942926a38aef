"""The documented shares of customer relations and staff development."""

from collections.abc import Callable

import polars as pl

from tests.bank.documented import Documented, Over, Tables, children, column, true, yes_or_no


def _per_customer(table: str, most: int = 5) -> Callable[[Tables], pl.Series]:
    """Return how many rows of a table each customer has."""
    return lambda tables: (
        children(tables, "customers", "customer_id", table)[table].clip(upper_bound=most).cast(pl.String)
    )


def _surveyed(tables: Tables) -> pl.Series:
    surveyed = pl.col("interaction_id").is_in(tables.table("satisfaction_surveys")["interaction_id"].implode())
    return tables.table("interactions").select(yes_or_no(surveyed))["category"]


def _in_portfolio(tables: Tables) -> pl.Series:
    kept = tables.table("employee_assignments")["related_entity_id"].drop_nulls()
    return tables.table("customers").select(yes_or_no(pl.col("customer_id").is_in(kept.implode())))["category"]


SERVICE = (
    Documented("contacts of customers", _per_customer("interactions"), {"0": 0.20, "1": 0.25}),
    Documented(
        "channels of contacts", column("interactions", "channel"),
        {"phone": 0.30, "email": 0.25, "web": 0.20, "mobile_app": 0.15, "branch": 0.10}, Over.EVENTS,
    ),
    Documented(
        "contacts that people handle", true("interactions", pl.col("handled_by").is_not_null()), {"yes": 0.80},
        Over.EVENTS,
    ),
    Documented(
        "outcomes of contacts", column("interactions", "outcome"),
        {"resolved": 0.70, "escalated": 0.20, "follow_up_needed": 0.10}, Over.EVENTS,
    ),
    Documented("contacts with a survey", _surveyed, {"yes": 0.30}, Over.EVENTS),
    Documented(
        "surveys with a comment", true("satisfaction_surveys", pl.col("comments").is_not_null()), {"yes": 0.50},
        Over.EVENTS,
    ),
    Documented("customers who complain", _per_customer("complaints"), {"1": 0.08}),
    Documented(
        "types of complaints", column("complaints", "complaint_type"),
        {"service": 0.35, "fee": 0.25, "product": 0.20, "fraud": 0.10, "other": 0.10}, Over.SUB_POPULATION,
    ),
    Documented(
        "status of complaints", column("complaints", "status"),
        {"resolved": 0.60, "investigating": 0.20, "closed": 0.15, "open": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "priority of complaints", column("complaints", "priority"),
        {"critical": 0.10, "high": 0.20, "medium": 0.50, "low": 0.20}, Over.SUB_POPULATION,
    ),
    Documented("customers who respond to campaigns", _per_customer("campaign_responses", most=1), {"1": 0.05}),
    Documented("customers in a portfolio", _in_portfolio, {"yes": 0.60}),
    Documented("open assignments", true("employee_assignments", pl.col("end_date").is_null()), {"yes": 0.85}),
    Documented(
        "status of training", column("employee_training", "status"),
        {"completed": 0.80, "in_progress": 0.15, "enrolled": 0.05},
    ),
    Documented(
        "ratings", lambda tables: tables.table("performance_reviews")["rating"].cast(pl.String),
        {"1": 0.02, "2": 0.08, "3": 0.35, "4": 0.40, "5": 0.15},
    ),
)  # fmt: skip
