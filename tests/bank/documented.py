"""The shares that the bank promises, each with the rows it is a share of, and how far a bank may miss it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import sqrt
from typing import Protocol

import polars as pl

PROMISED_FROM, SCALE_HALF, SCALE_ONE = 60, 600, 1_200
"""Customers from which shares are promised, the ledger's counts are close, and statistical rules hold."""


class Tables(Protocol):
    """A bank's tables as frames, from a database or as they were baked."""

    @property
    def customers(self) -> int:
        """How many customers the bank has."""

    def table(self, name: str) -> pl.DataFrame:
        """Return all rows of a table."""


class Over(Enum):
    """What a share is counted over: it says how many rows it may miss by, two points besides."""

    ENTITIES = 2
    SUB_POPULATION = 4
    EVENTS = 0

    def slack(self, rows: int, share: float) -> float:
        """Return how many of `rows` a share may miss by."""
        least = 3 * sqrt(rows * share * (1 - share)) if self is Over.EVENTS else float(self.value)
        return max(0.02 * rows, least)


@dataclass(frozen=True)
class Documented:
    """A documented distribution: `of` picks the rows and gives each its category."""

    name: str
    of: Callable[[Tables], pl.Series]
    shares: dict[str, float]
    over: Over = Over.ENTITIES

    def misses(self, tables: Tables) -> Iterator[str]:
        """Yield a line for each category that a bank misses by more than it may."""
        categories = self.of(tables)
        rows = len(categories)
        counted = dict(categories.value_counts().iter_rows())
        for category, share in self.shares.items():
            count, slack = counted.get(category, 0), self.over.slack(rows, share)
            if abs(count - share * rows) > slack + 1e-9:
                yield f"{self.name}: {count} of {rows} are {category}, promised {share * rows:.1f} ± {slack:.1f}"


def _column(table: str, column: str) -> Callable[[Tables], pl.Series]:
    return lambda tables: tables.table(table)[column]


def _yes_or_no(expression: pl.Expr) -> pl.Expr:
    return pl.when(expression).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("category")


def _true(table: str, condition: pl.Expr) -> Callable[[Tables], pl.Series]:
    return lambda tables: tables.table(table).select(_yes_or_no(condition))["category"]


FAMILY = {
    "Customer Service Representative": "service",
    "Loan Officer": "lending",
    "Insurance Agent": "insurance",
    "Compliance Officer": "compliance",
}


def _families(tables: Tables) -> pl.Series:
    return tables.table("employees")["role"].replace_strict(FAMILY, default="others", return_dtype=pl.String)


def accounts_per_customer(tables: Tables) -> pl.DataFrame:
    """Return every customer with the number of their accounts."""
    counted = tables.table("accounts").group_by("customer_id").agg(pl.len().alias("accounts"))
    everybody = tables.table("customers").select("customer_id")
    return everybody.join(counted, on="customer_id", how="left").with_columns(pl.col("accounts").fill_null(0))


def _holders(tables: Tables) -> pl.Series:
    return accounts_per_customer(tables).select(_yes_or_no(pl.col("accounts") > 0))["category"]


def _second_accounts(tables: Tables) -> pl.Series:
    holders = accounts_per_customer(tables).filter(pl.col("accounts") > 0)
    return holders.select(_yes_or_no(pl.col("accounts") > 1))["category"]


HOME = ("address", "city", "country")


def _households(tables: Tables) -> pl.Series:
    shared = tables.table("customer_profiles").select(_yes_or_no(pl.struct(HOME).is_duplicated()))
    return shared["category"]


def links_per_account(tables: Tables) -> pl.DataFrame:
    """Return every account with the number of links it has as primary."""
    counted = tables.table("account_relationships").group_by(account_id="primary_account_id").agg(links=pl.len())
    everyone = tables.table("accounts").select("account_id")
    return everyone.join(counted, on="account_id", how="left").with_columns(pl.col("links").fill_null(0))


def _linked(at_least: int) -> Callable[[Tables], pl.Series]:
    return lambda tables: links_per_account(tables).select(_yes_or_no(pl.col("links") >= at_least))["category"]


def _links(tables: Tables) -> pl.Series:
    """Return a yes for each link and a no for each account that is left when every link is given one."""
    accounts, links = len(tables.table("accounts")), len(tables.table("account_relationships"))
    return pl.Series(["yes"] * links + ["no"] * (accounts - links))


def _per_customer(table: str, most: int = 5) -> Callable[[Tables], pl.Series]:
    """Return how many rows of a table each customer has."""

    def counted(tables: Tables) -> pl.Series:
        rows = tables.table(table).group_by("customer_id").len()
        everybody = tables.table("customers").select("customer_id").join(rows, on="customer_id", how="left")
        return everybody["len"].fill_null(0).clip(upper_bound=most).cast(pl.String)

    return counted


def _surveyed(tables: Tables) -> pl.Series:
    surveyed = pl.col("interaction_id").is_in(tables.table("satisfaction_surveys")["interaction_id"].implode())
    return tables.table("interactions").select(_yes_or_no(surveyed))["category"]


def _in_portfolio(tables: Tables) -> pl.Series:
    kept = tables.table("employee_assignments")["related_entity_id"].drop_nulls()
    return tables.table("customers").select(_yes_or_no(pl.col("customer_id").is_in(kept.implode())))["category"]


def _applications_of_customers(tables: Tables) -> pl.DataFrame:
    counted = tables.table("loan_applications").group_by("customer_id").agg(applications=pl.len())
    everybody = tables.table("customers").select("customer_id")
    return everybody.join(counted, on="customer_id", how="left").with_columns(pl.col("applications").fill_null(0))


def _applicants(tables: Tables) -> pl.Series:
    return _applications_of_customers(tables).select(_yes_or_no(pl.col("applications") > 0))["category"]


def _applicants_twice(tables: Tables) -> pl.Series:
    applicants = _applications_of_customers(tables).filter(pl.col("applications") > 0)
    return applicants.select(_yes_or_no(pl.col("applications") > 1))["category"]


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
    return asked.join(held, on="customer_id", how="left").select(_yes_or_no(before))["category"]


def _among(table: str, condition: pl.Expr, column: str) -> Callable[[Tables], pl.Series]:
    return lambda tables: tables.table(table).filter(condition)[column]


def _loans_with(table: str, among: pl.Expr) -> Callable[[Tables], pl.Series]:
    """Return a yes for each loan of those `among` all to which a row of the table belongs."""

    def of(tables: Tables) -> pl.Series:
        loans = tables.table("loans").filter(among)
        there = tables.table(table)["loan_id"].drop_nulls()
        return loans.select(_yes_or_no(pl.col("loan_id").is_in(there.implode())))["category"]

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
        "types of applications", _column("loan_applications", "loan_type"),
        {"mortgage": 0.35, "personal": 0.30, "auto": 0.20, "business": 0.10, "education": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "status of applications", _column("loan_applications", "status"),
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
        "assessments by the system", _column("risk_assessments", "assessed_by"), {"SYSTEM": 0.30}, Over.EVENTS
    ),
    Documented(
        "status of loans", _column("loans", "loan_status"),
        {"active": 0.75, "paid_off": 0.20, "defaulted": 0.03, "restructured": 0.02}, Over.SUB_POPULATION,
    ),
    Documented(
        "loans with a linked account", _true("loans", pl.col("linked_account_id").is_not_null()), {"yes": 0.70},
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

SHARES = (
    *LENDING,
    Documented(
        "families of roles", _families,
        {"service": 0.40, "lending": 0.20, "insurance": 0.15, "compliance": 0.10, "others": 0.15},
    ),
    Documented(
        "employment", _column("employees", "employment_status"), {"active": 0.93, "on_leave": 0.02, "terminated": 0.05}
    ),
    Documented("certifying programs", _true("training_programs", pl.col("certification")), {"yes": 0.30}),
    Documented("customers in households", _households, {"yes": 0.25}),
    Documented("customers with an account", _holders, {"yes": 0.75}),
    Documented("account holders with two", _second_accounts, {"yes": 0.25}, Over.SUB_POPULATION),
    Documented(
        "types of accounts", _column("accounts", "account_type"),
        {"checking": 0.50, "savings": 0.30, "money_market": 0.15, "cd": 0.05},
    ),
    Documented(
        "status of accounts", _column("accounts", "account_status"), {"active": 0.92, "frozen": 0.05, "closed": 0.03}
    ),
    Documented("currency of accounts", _column("accounts", "currency"), {"USD": 0.95}),
    Documented("accounts with a link", _linked(1), {"yes": 0.20}),
    Documented("accounts with a second link", _linked(2), {"yes": 0.05}),
    Documented("links to accounts", _links, {"yes": 0.25}),
    Documented(
        "types of links", _column("account_relationships", "relationship_type"),
        {"joint_owner": 0.40, "beneficiary": 0.30, "linked_savings": 0.20, "authorized_user": 0.10},
        Over.SUB_POPULATION,
    ),
    Documented(
        "segments", _column("customer_profiles", "customer_segment"),
        {"retail": 0.60, "premium": 0.25, "corporate": 0.10, "private": 0.05},
    ),
    Documented(
        "status of customers", _column("customer_profiles", "customer_status"),
        {"active": 0.90, "dormant": 0.07, "closed": 0.03},
    ),
    Documented(
        "KYC status", _column("customer_profiles", "kyc_status"), {"verified": 0.85, "pending": 0.10, "expired": 0.05}
    ),
    Documented(
        "risk ratings", _column("customer_profiles", "risk_rating"), {"low": 0.70, "medium": 0.25, "high": 0.05}
    ),
    Documented(
        "customers with an agent", _true("customer_profiles", pl.col("assigned_agent_id").is_not_null()), {"yes": 0.80}
    ),
    Documented("contacts of customers", _per_customer("interactions"), {"0": 0.20, "1": 0.25}),
    Documented(
        "channels of contacts", _column("interactions", "channel"),
        {"phone": 0.30, "email": 0.25, "web": 0.20, "mobile_app": 0.15, "branch": 0.10}, Over.EVENTS,
    ),
    Documented(
        "contacts that people handle", _true("interactions", pl.col("handled_by").is_not_null()), {"yes": 0.80},
        Over.EVENTS,
    ),
    Documented(
        "outcomes of contacts", _column("interactions", "outcome"),
        {"resolved": 0.70, "escalated": 0.20, "follow_up_needed": 0.10}, Over.EVENTS,
    ),
    Documented("contacts with a survey", _surveyed, {"yes": 0.30}, Over.EVENTS),
    Documented(
        "surveys with a comment", _true("satisfaction_surveys", pl.col("comments").is_not_null()), {"yes": 0.50},
        Over.EVENTS,
    ),
    Documented("customers who complain", _per_customer("complaints"), {"1": 0.08}),
    Documented(
        "types of complaints", _column("complaints", "complaint_type"),
        {"service": 0.35, "fee": 0.25, "product": 0.20, "fraud": 0.10, "other": 0.10}, Over.SUB_POPULATION,
    ),
    Documented(
        "status of complaints", _column("complaints", "status"),
        {"resolved": 0.60, "investigating": 0.20, "closed": 0.15, "open": 0.05}, Over.SUB_POPULATION,
    ),
    Documented(
        "priority of complaints", _column("complaints", "priority"),
        {"critical": 0.10, "high": 0.20, "medium": 0.50, "low": 0.20}, Over.SUB_POPULATION,
    ),
    Documented("customers who respond to campaigns", _per_customer("campaign_responses", most=1), {"1": 0.05}),
    Documented("customers in a portfolio", _in_portfolio, {"yes": 0.60}),
    Documented("open assignments", _true("employee_assignments", pl.col("end_date").is_null()), {"yes": 0.85}),
    Documented(
        "status of training", _column("employee_training", "status"),
        {"completed": 0.80, "in_progress": 0.15, "enrolled": 0.05},
    ),
    Documented(
        "ratings", lambda tables: tables.table("performance_reviews")["rating"].cast(pl.String),
        {"1": 0.02, "2": 0.08, "3": 0.35, "4": 0.40, "5": 0.15},
    ),
)  # fmt: skip


def open_accounts_in_band(tables: Tables) -> pl.Series:
    """Return for each open account whether its balance lies in the band of its type."""
    accounts = tables.table("accounts").filter(pl.col("account_status") != "closed")
    low, high = ({kind: band[place] for kind, band in BALANCE_BANDS.items()} for place in (0, 1))
    kind = pl.col("account_type")
    bands = kind.replace_strict(low, return_dtype=pl.Float64), kind.replace_strict(high, return_dtype=pl.Float64)
    return accounts.select(pl.col("balance").cast(pl.Float64).is_between(*bands))["balance"]


BALANCE_BANDS = {
    "checking": (50, 25_000),
    "savings": (100, 100_000),
    "money_market": (10_000, 500_000),
    "cd": (5_000, 200_000),
}


def ledger_figures(tables: Tables) -> dict[str, float]:
    """Return the parts and means that the ledger as a whole is held to."""
    ledger = tables.table("transactions")
    by_staff = ledger["processed_by"].is_not_null()
    return {
        "rows per account": len(ledger) / len(tables.table("accounts")),
        "spending": (ledger["transaction_amount"] < 0).mean(),
        "processed by staff": by_staff.mean(),
        "deposits and transfers": ledger["transaction_type"].is_in(["deposit", "transfer"]).mean(),
    }


def ledger_bounds(customers: int) -> dict[str, tuple[float, float]]:
    """Return the bounds of those figures in a bank of so many customers."""
    large = customers >= SCALE_HALF
    return {
        "rows per account": (12, 14.5) if large else (10, 20),
        "spending": (0.68, 0.72) if large else (0.62, 0.78),
        "processed by staff": (0.12, 0.25),
        "deposits and transfers": (0.22, 1.0),
    }


def ledger_misses(tables: Tables) -> Iterator[str]:
    """Yield a line for each figure of the ledger that lies outside its bounds."""
    bounds = ledger_bounds(tables.customers)
    for name, figure in ledger_figures(tables).items():
        low, high = bounds[name]
        if not low <= figure <= high:
            yield f"ledger, {name}: {figure:.4f} is not within {low} and {high}"


def same_currency_pairs(tables: Tables) -> pl.DataFrame:
    """Return every customer with two accounts: their types, in order, and whether they are in one currency."""
    pairs = tables.table("accounts").group_by("customer_id").agg(
        types=pl.col("account_type").sort(), one_currency=pl.col("currency").n_unique() == 1, accounts=pl.len()
    )  # fmt: skip
    return pairs.filter(pl.col("accounts") == 2)


def checking_and_savings(tables: Tables) -> float:
    """Return which part of two-account holders own checking and savings in one currency."""
    pairs = same_currency_pairs(tables)
    both = (pl.col("types") == pl.lit(["checking", "savings"], dtype=pl.List(pl.String))) & pl.col("one_currency")
    return pairs.select(both.mean()).item()
