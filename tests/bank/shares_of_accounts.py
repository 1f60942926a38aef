"""The documented shares of staff, customers, accounts and profiles."""

from collections.abc import Callable

import polars as pl

from tests.bank.documented import Documented, Over, Tables, children, column, true, yes_or_no

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
    return children(tables, "customers", "customer_id", "accounts")


def _holders(tables: Tables) -> pl.Series:
    return accounts_per_customer(tables).select(yes_or_no(pl.col("accounts") > 0))["category"]


def _second_accounts(tables: Tables) -> pl.Series:
    holders = accounts_per_customer(tables).filter(pl.col("accounts") > 0)
    return holders.select(yes_or_no(pl.col("accounts") > 1))["category"]


HOME = ("address", "city", "country")


def _households(tables: Tables) -> pl.Series:
    shared = tables.table("customer_profiles").select(yes_or_no(pl.struct(HOME).is_duplicated()))
    return shared["category"]


def _linked(at_least: int) -> Callable[[Tables], pl.Series]:
    linked = yes_or_no(pl.col("account_relationships") >= at_least)
    return lambda tables: _links_per_account(tables).select(linked)["category"]


def _links_per_account(tables: Tables) -> pl.DataFrame:
    """Return every account with the number of links it has as primary."""
    return children(tables, "accounts", "account_id", "account_relationships", by="primary_account_id")


def _links(tables: Tables) -> pl.Series:
    """Return a yes for each link and a no for each account that is left when every link is given one."""
    accounts, links = len(tables.table("accounts")), len(tables.table("account_relationships"))
    return pl.Series(["yes"] * links + ["no"] * (accounts - links))


ACCOUNTS = (
    Documented(
        "families of roles", _families,
        {"service": 0.40, "lending": 0.20, "insurance": 0.15, "compliance": 0.10, "others": 0.15},
    ),
    Documented(
        "employment", column("employees", "employment_status"), {"active": 0.93, "on_leave": 0.02, "terminated": 0.05}
    ),
    Documented("certifying programs", true("training_programs", pl.col("certification")), {"yes": 0.30}),
    Documented("customers in households", _households, {"yes": 0.25}),
    Documented("customers with an account", _holders, {"yes": 0.75}),
    Documented("account holders with two", _second_accounts, {"yes": 0.25}, Over.SUB_POPULATION),
    Documented(
        "types of accounts", column("accounts", "account_type"),
        {"checking": 0.50, "savings": 0.30, "money_market": 0.15, "cd": 0.05},
    ),
    Documented(
        "status of accounts", column("accounts", "account_status"), {"active": 0.92, "frozen": 0.05, "closed": 0.03}
    ),
    Documented("currency of accounts", column("accounts", "currency"), {"USD": 0.95}),
    Documented("accounts with a link", _linked(1), {"yes": 0.20}),
    Documented("accounts with a second link", _linked(2), {"yes": 0.05}),
    Documented("links to accounts", _links, {"yes": 0.25}),
    Documented(
        "types of links", column("account_relationships", "relationship_type"),
        {"joint_owner": 0.40, "beneficiary": 0.30, "linked_savings": 0.20, "authorized_user": 0.10},
        Over.SUB_POPULATION,
    ),
    Documented(
        "segments", column("customer_profiles", "customer_segment"),
        {"retail": 0.60, "premium": 0.25, "corporate": 0.10, "private": 0.05},
    ),
    Documented(
        "status of customers", column("customer_profiles", "customer_status"),
        {"active": 0.90, "dormant": 0.07, "closed": 0.03},
    ),
    Documented(
        "KYC status", column("customer_profiles", "kyc_status"), {"verified": 0.85, "pending": 0.10, "expired": 0.05}
    ),
    Documented(
        "risk ratings", column("customer_profiles", "risk_rating"), {"low": 0.70, "medium": 0.25, "high": 0.05}
    ),
    Documented(
        "customers with an agent", true("customer_profiles", pl.col("assigned_agent_id").is_not_null()), {"yes": 0.80}
    ),
)  # fmt: skip
