"""Figures of the ledger and of all accounts, and the bounds that a bank keeps them within."""

from collections.abc import Iterator

import polars as pl

from tests.bank.documented import SCALE_HALF, Tables

BALANCE_LIMITS = {
    "checking": (50, 25_000),
    "savings": (100, 100_000),
    "money_market": (10_000, 500_000),
    "cd": (5_000, 200_000),
}
"""The documented limits of target balances, in whole currency units."""


def open_accounts_within_limits(tables: Tables) -> pl.Series:
    """Return for each open account whether its balance is within the limits of its type."""
    accounts = tables.table("accounts").filter(pl.col("account_status") != "closed")
    lowest, highest = ({name: limits[end] for name, limits in BALANCE_LIMITS.items()} for end in (0, 1))
    low, high = (pl.col("account_type").replace_strict(ends, return_dtype=pl.Float64) for ends in (lowest, highest))
    return accounts.select(pl.col("balance").cast(pl.Float64).is_between(low, high))["balance"]


def ledger_figures(tables: Tables) -> dict[str, float]:
    """Return the shares and means of the whole ledger."""
    ledger = tables.table("transactions")
    by_staff = ledger["processed_by"].is_not_null()
    return {
        "rows per account": len(ledger) / len(tables.table("accounts")),
        "spending": (ledger["transaction_amount"] < 0).mean(),
        "processed by staff": by_staff.mean(),
        "deposits and transfers": ledger["transaction_type"].is_in(["deposit", "transfer"]).mean(),
    }


def ledger_bounds(customers: int) -> dict[str, tuple[float, float]]:
    """Return the bounds of the figures of the ledger in a bank of so many customers."""
    large = customers >= SCALE_HALF
    return {
        "rows per account": (12, 14.5) if large else (10, 20),
        "spending": (0.68, 0.72) if large else (0.62, 0.78),
        "processed by staff": (0.12, 0.25),
        "deposits and transfers": (0.22, 1.0),
    }


def ledger_misses(tables: Tables) -> Iterator[str]:
    """Yield a line for each figure of the ledger that is outside its bounds."""
    bounds = ledger_bounds(tables.customers)
    for name, figure in ledger_figures(tables).items():
        low, high = bounds[name]
        if not low <= figure <= high:
            yield f"ledger, {name}: {figure:.4f} is not within {low} and {high}"


def same_currency_pairs(tables: Tables) -> pl.DataFrame:
    """Return every customer with two accounts: the sorted types, and whether both are in one currency."""
    pairs = tables.table("accounts").group_by("customer_id").agg(
        types=pl.col("account_type").sort(), one_currency=pl.col("currency").n_unique() == 1, accounts=pl.len()
    )  # fmt: skip
    return pairs.filter(pl.col("accounts") == 2)


def checking_and_savings(tables: Tables) -> float:
    """Return the share of customers with two accounts who hold checking and savings in one currency."""
    pairs = same_currency_pairs(tables)
    both = (pl.col("types") == pl.lit(["checking", "savings"], dtype=pl.List(pl.String))) & pl.col("one_currency")
    return pairs.select(both.mean()).item()
