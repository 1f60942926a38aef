"""The documented shares of lending."""

from collections.abc import Callable

import polars as pl

from tests.bank.documented import Documented, Over, Tables, children, column, true, yes_or_no


def _applications(tables: Tables) -> pl.DataFrame:
    return children(tables, "customers", "customer_id", "loan_applications")


def _applicants(tables: Tables) -> pl.Series:
    return _applications(tables).select(yes_or_no(pl.col("loan_applications") > 0))["category"]


def _applicants_twice(tables: Tables) -> pl.Series:
    applicants = _applications(tables).filter(pl.col("loan_applications") > 0)
    return applicants.select(yes_or_no(pl.col("loan_applications") > 1))["category"]


def _applicants_with_account(tables: Tables) -> pl.Series:
    """Return which applicants held a dollar account in use, checking or savings, before they first applied."""
    fit = tables.table("accounts").filter(
        (pl.col("account_status") == "active")
        & (pl.col("currency") == "USD")
        & pl.col("account_type").is_in(["checking", "savings"])
    )
    held = fit.group_by("customer_id").agg(opened=pl.col("opened_date").min())
    asked = tables.table("loan_applications").group_by("customer_id").agg(first=pl.col("application_date").min())
    before = (pl.col("opened") < pl.col("first")).fill_null(value=False)
    return asked.join(held, on="customer_id", how="left").select(yes_or_no(before))["category"]


def _among(table: str, condition: pl.Expr, column: str) -> Callable[[Tables], pl.Series]:
    return lambda tables: tables.table(table).filter(condition)[column]


def _loans_with(table: str, among: pl.Expr) -> Callable[[Tables], pl.Series]:
    """Return a yes for each loan of those `among` all to which a row of the table belongs."""

    def of(tables: Tables) -> pl.Series:
        loans = tables.table("loans").filter(among)
        there = tables.table(table)["loan_id"].drop_nulls()
        return loans.select(yes_or_no(pl.col("loan_id").is_in(there.implode())))["category"]

    return of


def _guarantors_per_loan(tables: Tables) -> pl.Series:
    return tables.table("loan_guarantors").group_by("loan_id").len()["len"].cast(pl.String)


GRADES = {"AAA": 0.21, "AA": 0.19, "A": 0.17, "BBB": 0.13, "BB": 0.10, "B": 0.09, "CCC": 0.07, "C": 0.04}
"""FICO 8 scores of 800 and more, of the 750s, and so on; the last below 500."""
REASONS = {
    "Debt-to-income ratio too high": 0.40,
    "Insufficient credit history": 0.33,
    "Insufficient cash for down payment and closing costs": 0.14,
    "Collateral value or type not sufficient": 0.13,
}
_EVERY = pl.lit(1) == 1
_OF_APPLICATION = pl.col("application_id").is_not_null()

LENDING = (
    Documented("customers who applied for a loan", _applicants, {"yes": 0.35}),
    Documented("applicants who applied twice", _applicants_twice, {"yes": 0.20}, Over.SUB_POPULATION),
    Documented(
        "applicants with an account before", _applicants_with_account, {"yes": 0.80}, Over.SUB_POPULATION
    ),
    Documented(
        "types of applications", column("loan_applications", "loan_type"),
        {"mortgage": 0.35, "personal": 0.30, "auto": 0.20, "business": 0.10, "education": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "status of applications", column("loan_applications", "status"),
        {"approved": 0.65, "rejected": 0.20, "pending": 0.10, "withdrawn": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "reasons of rejection", _among("loan_applications", pl.col("status") == "rejected", "rejection_reason"),
        REASONS, Over.SUB_POPULATION,
    ),
    Documented(
        "grades of applications", _among("risk_assessments", _OF_APPLICATION, "credit_grade"), GRADES,
        Over.SUB_POPULATION,
    ),
    Documented(
        "applications assessed by the system", _among("risk_assessments", _OF_APPLICATION, "assessed_by"),
        {"SYSTEM": 0.30}, Over.SUB_POPULATION,
    ),
    Documented(
        "assessments by the system", column("risk_assessments", "assessed_by"), {"SYSTEM": 0.30}, Over.EVENTS
    ),
    Documented(
        "status of loans", column("loans", "loan_status"),
        {"active": 0.75, "paid_off": 0.20, "defaulted": 0.03, "restructured": 0.02}, Over.SUB_POPULATION,
    ),
    Documented(
        "loans with a linked account", true("loans", pl.col("linked_account_id").is_not_null()), {"yes": 0.70},
        Over.SUB_POPULATION,
    ),
    Documented(
        "secured loans",
        _loans_with("collateral", pl.col("loan_type").is_in(["mortgage", "auto", "business"])), {"yes": 0.80},
        Over.SUB_POPULATION,
    ),
    Documented("guaranteed loans", _loans_with("loan_guarantors", _EVERY), {"yes": 0.25}, Over.SUB_POPULATION),
    Documented("guarantors of a loan", _guarantors_per_loan, {"1": 0.70, "2": 0.30}, Over.SUB_POPULATION),
    Documented(
        "active loans assessed again", _loans_with("risk_assessments", pl.col("loan_status") == "active"),
        {"yes": 0.40}, Over.SUB_POPULATION,
    ),
)  # fmt: skip
