"""The planted cases and their innocent twins in the ledger: each is what its kind says, and no column gives it away."""

import polars as pl
import pytest

from seeding.checks.cross_database.leakage import LARGEST_AUC, MOST_CATEGORIES, auc
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, nothing_in

TOLD_BY = {"structuring": "R05", "fan_in": "R09", "fan_out": "R10", "cycle": "R11", "high_risk_wires": "R12"}
"""The rule that each kind of case breaks."""
OF_SHOPS = "R06"
"""The rule that a shop's takings break in any case: over a holiday, three of them take more than a week."""


def planted(bank: Bank) -> pl.DataFrame:
    """Return the rows of cases and twins in order of time, with `payee` where the other side is an account of ours."""
    ours = bank.table("accounts").select(payee="account_id", counterparty_account="account_number")
    ledger = bank.table("transactions").drop("account_id").with_columns(
        pl.col("counterparty_account").cast(pl.String), amount=pl.col("transaction_amount").abs(),
        day=pl.col("transaction_date").dt.date(),
    )  # fmt: skip
    rows = bank.answers.join(ledger.join(ours, on="counterparty_account", how="left"), on="transaction_id", how="left")
    return rows.sort("case_id", "transaction_date")


def of_kind(bank: Bank, *kinds: str) -> pl.DataFrame:
    return planted(bank).filter(pl.col("kind").is_in(kinds))


def test_what_was_structured_is_sent_on_to_somebody_outside(bank: Bank) -> None:
    """Nearly all that the subject deposited; a shop pays its supplier and keeps a good part."""
    rows = of_kind(bank, "structuring").filter("subject")
    sent = rows.filter(pl.col("channel") == "online")
    deposits = rows.filter(pl.col("channel") != "online").group_by("case_id").agg(
        deposited=pl.col("amount").sum(), last=pl.col("day").max()
    )  # fmt: skip
    both = deposits.join(sent, on="case_id", how="left")
    part = pl.col("amount").cast(pl.Float64) / pl.col("deposited").cast(pl.Float64)
    shrinks = pl.when("planted").then(part.is_between(0.8, 0.99)).otherwise(part < 0.8)
    right = (pl.col("transaction_amount") < 0) & pl.col("payee").is_null() & (pl.col("day") > pl.col("last")) & shrinks
    nothing_in(both.filter(~right.fill_null(value=False)))
    assert not both["case_id"].is_duplicated().any()


@pytest.mark.parametrize(("kind", "rule"), TOLD_BY.items(), ids=str)
def test_every_case_is_caught_by_the_rule_of_its_kind_and_so_is_its_twin(
    bank: Bank, catches: pl.DataFrame, kind: str, rule: str
) -> None:
    rules = pl.col("rule_id").is_in([rule, OF_SHOPS]) if kind == "structuring" else pl.col("rule_id") == rule
    caught = catches.filter(rules).explode("rows").select("rule_id", transaction_id="rows").unique()
    rows = of_kind(bank, kind).filter("subject").join(caught, on="transaction_id", how="left")
    found = rows.group_by("case_id", "planted").agg(pl.col("rule_id").drop_nulls())
    told = pl.col("rule_id").list.contains(rule) | (~pl.col("planted") & pl.col("rule_id").list.contains(OF_SHOPS))
    nothing_in(found.filter(~told))


# What would give them away


@pytest.fixture(scope="module")
def ledger() -> pl.DataFrame:
    """The ledger of a bank of scale 5 with what is known of its accounts, and which rows are planted."""
    bank = Baked(plan_of(1, 6_000, 750))
    answers = bank.table("seeding_planted_transaction").filter("planted")["transaction_id"]
    accounts = bank.table("accounts").select("account_id", "account_type", "account_status", "currency", "branch_code")
    at = pl.col("transaction_date").str.slice(0, 19).str.to_datetime("%Y-%m-%d %H:%M:%S")
    rows = bank.table("transactions").join(accounts, on="account_id", how="left").with_columns(at=at)
    return rows.with_columns(
        planted=pl.col("transaction_id").is_in(answers.implode()), size=pl.col("transaction_amount").abs(),
        date=pl.col("at").dt.date().to_physical(), hour=pl.col("at").dt.hour(), weekday=pl.col("at").dt.weekday(),
    )  # fmt: skip


@pytest.mark.parametrize("column", ["transaction_amount", "size", "balance_after", "date", "hour", "weekday"])
def test_no_quantity_gives_planted_rows_away(ledger: pl.DataFrame, column: str) -> None:
    """X10."""
    area = auc(ledger[column].cast(pl.Float64), ledger["planted"])
    assert area < LARGEST_AUC, f"{area:.3f}"


CATEGORIES = (
    "transaction_type", "channel", "hour", "weekday", "account_type", "account_status", "currency", "branch_code",
)  # fmt: skip


@pytest.mark.parametrize("column", CATEGORIES)
def test_no_category_gives_planted_rows_away(ledger: pl.DataFrame, column: str) -> None:
    """X10: each value stands for how often it is planted."""
    assert ledger[column].n_unique() <= MOST_CATEGORIES
    area = auc(ledger.select(pl.col("planted").mean().over(column))["planted"], ledger["planted"])
    assert area < LARGEST_AUC, f"{area:.3f}"


def test_no_second_of_the_day_gives_planted_rows_away(ledger: pl.DataFrame) -> None:
    """Both sides of a transfer are booked in one second; hardly two transfers are in the same."""
    sent = ledger.filter(pl.col("planted") & (pl.col("transaction_amount") < 0))
    crowds = sent.group_by(at=pl.col("at").dt.time()).len().filter(pl.col("len") > 3)
    nothing_in(crowds, "seconds of the day are crowded with planted rows")
