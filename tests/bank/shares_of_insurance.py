"""The documented shares of insurance."""

import polars as pl

from tests.bank.documented import Documented, Over, Tables, children, column, true, yes_or_no
from tests.bank.insurance import with_type


def _policies(tables: Tables) -> pl.DataFrame:
    return children(tables, "customers", "customer_id", "policies")


def _policyholders(tables: Tables) -> pl.Series:
    return _policies(tables).select(yes_or_no(pl.col("policies") > 0))["category"]


def _two_policies(tables: Tables) -> pl.Series:
    holders = _policies(tables).filter(pl.col("policies") > 0)
    return holders.select(yes_or_no(pl.col("policies") > 1))["category"]


def _status_but_of_travel(tables: Tables) -> pl.Series:
    return tables.table("policies").filter(pl.col("policy_type") != "travel")["policy_status"]


def _debited_of_linked(tables: Tables) -> pl.Series:
    methods = tables.table("premium_payments").group_by("policy_id").agg(pl.col("payment_method").first())
    linked = tables.table("policies").filter(pl.col("linked_account_id").is_not_null()).join(methods, on="policy_id")
    return linked.select(yes_or_no(pl.col("payment_method") == "auto_debit"))["category"]


def _methods(tables: Tables) -> pl.Series:
    """Return the method of each policy: all of its premiums are paid by it."""
    return (
        tables.table("premium_payments").group_by("policy_id").agg(pl.col("payment_method").first())["payment_method"]
    )


def _with_beneficiary(tables: Tables) -> pl.Series:
    named = tables.table("beneficiaries")["policy_id"]
    others = tables.table("policies").filter(pl.col("policy_type") != "life")
    return others.select(yes_or_no(pl.col("policy_id").is_in(named.implode())))["category"]


def _modified(tables: Tables) -> pl.Series:
    changed = with_type(tables, "policy_events").filter(pl.col("event_type") == "modification")["policy_id"]
    return tables.table("policies").select(yes_or_no(pl.col("policy_id").is_in(changed.implode())))["category"]


INSURANCE = (
    Documented("customers who hold a policy", _policyholders, {"yes": 0.28}),
    Documented("policyholders with two", _two_policies, {"yes": 0.15}, Over.SUB_POPULATION),
    Documented(
        "types of policies", column("policies", "policy_type"),
        {"life": 0.35, "property": 0.25, "vehicle": 0.20, "health": 0.15, "travel": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "frequencies of premiums", column("policies", "premium_frequency"),
        {"monthly": 0.20, "quarterly": 0.30, "annual": 0.50}, Over.SUB_POPULATION,
    ),
    Documented(
        "status of policies but for travel", _status_but_of_travel,
        {"active": 0.88, "lapsed": 0.07, "cancelled": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "policies with a linked account", true("policies", pl.col("linked_account_id").is_not_null()), {"yes": 0.70},
        Over.SUB_POPULATION,
    ),
    Documented("linked policies that pay by auto-debit", _debited_of_linked, {"yes": 6 / 7}, Over.SUB_POPULATION),
    Documented(
        "methods of payment", _methods,
        {"auto_debit": 0.60, "online": 0.20, "check": 0.15, "wire_transfer": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "status of premiums", column("premium_payments", "payment_status"),
        {"completed": 0.97, "failed": 0.02, "pending": 0.01}, Over.EVENTS,
    ),
    Documented(
        "status of claims", column("claims", "status"),
        {"paid": 0.75, "rejected": 0.12, "approved": 0.05, "under_review": 0.08}, Over.SUB_POPULATION,
    ),
    Documented(
        "other policies than lives with a beneficiary", _with_beneficiary, {"yes": 0.20}, Over.SUB_POPULATION
    ),
    Documented(
        "relationships of beneficiaries", column("beneficiaries", "relationship"),
        {"spouse": 0.50, "child": 0.30, "parent": 0.10, "other": 0.10}, Over.SUB_POPULATION,
    ),
    Documented("policies that were modified", _modified, {"yes": 0.15}, Over.SUB_POPULATION),
    Documented(
        "events recorded by somebody", true("policy_events", pl.col("performed_by").is_not_null()), {"yes": 0.50},
        Over.EVENTS,
    ),
)  # fmt: skip
