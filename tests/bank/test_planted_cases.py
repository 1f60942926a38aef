"""The planted cases and their innocent twins in the ledger: each does what its type says, and no column reveals it."""

import polars as pl
import pytest

from seeding.checks.cross_database.leakage import LARGEST_AUC, MOST_CATEGORIES, auc
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, nothing_in

RULE_OF_CASE_TYPE = {"structuring": "R05", "fan_in": "R09", "fan_out": "R10", "cycle": "R11", "high_risk_wires": "R12"}
"""The rule that the cases of each type break."""
SHOP_RULE = "R06"
"""The rule that every shop breaks. Around a holiday, three of its deposits take more than the week of R05."""


def planted(bank: Bank) -> pl.DataFrame:
    """Return the rows of cases and twins in order of time; `payee` is the other account if it belongs to this bank."""
    ours = bank.table("accounts").select(payee="account_id", counterparty_account="account_number")
    ledger = bank.table("transactions").drop("account_id").with_columns(
        pl.col("counterparty_account").cast(pl.String), amount=pl.col("transaction_amount").abs(),
        day=pl.col("transaction_date").dt.date(),
    )  # fmt: skip
    rows = bank.answers.join(ledger.join(ours, on="counterparty_account", how="left"), on="transaction_id", how="left")
    return rows.sort("case_id", "transaction_date")


def of_type(bank: Bank, *case_types: str) -> pl.DataFrame:
    return planted(bank).filter(pl.col("kind").is_in(case_types))


def test_a_depositor_forwards_nearly_all_deposits_to_another_bank_and_a_shop_keeps_a_good_part(bank: Bank) -> None:
    rows = of_type(bank, "structuring").filter("subject")
    sent = rows.filter(pl.col("channel") == "online")
    deposits = rows.filter(pl.col("channel") != "online").group_by("case_id").agg(
        deposited=pl.col("amount").sum(), last=pl.col("day").max()
    )  # fmt: skip
    cases = deposits.join(sent, on="case_id", how="left")
    part = pl.col("amount").cast(pl.Float64) / pl.col("deposited").cast(pl.Float64)
    right_part = pl.when("planted").then(part.is_between(0.8, 0.99)).otherwise(part < 0.8)
    is_debit, later = pl.col("transaction_amount") < 0, pl.col("day") > pl.col("last")
    right = is_debit & pl.col("payee").is_null() & later & right_part
    nothing_in(cases.filter(~right.fill_null(value=False)))
    assert not cases["case_id"].is_duplicated().any()


@pytest.mark.parametrize(("case_type", "rule"), RULE_OF_CASE_TYPE.items(), ids=str)
def test_every_case_and_every_twin_breaks_the_rule_of_its_type(
    bank: Bank, catches: pl.DataFrame, case_type: str, rule: str
) -> None:
    rules = pl.col("rule_id").is_in([rule, SHOP_RULE]) if case_type == "structuring" else pl.col("rule_id") == rule
    alerts = catches.filter(rules).explode("rows").select("rule_id", transaction_id="rows").unique()
    rows = of_type(bank, case_type).filter("subject").join(alerts, on="transaction_id", how="left")
    found = rows.group_by("case_id", "planted").agg(pl.col("rule_id").drop_nulls())
    breaks_shop_rule = ~pl.col("planted") & pl.col("rule_id").list.contains(SHOP_RULE)
    nothing_in(found.filter(~(pl.col("rule_id").list.contains(rule) | breaks_shop_rule)))


# Leakage


@pytest.fixture(scope="module")
def ledger() -> pl.DataFrame:
    """Return the ledger of a bank of scale 5 with columns of the accounts; `planted` marks the rows of cases."""
    bank = Baked(plan_of(1, 6_000, 750))
    answers = bank.table("seeding_planted_transaction").filter("planted")["transaction_id"]
    accounts = bank.table("accounts").select("account_id", "account_type", "account_status", "currency", "branch_code")
    at = pl.col("transaction_date").dt.replace_time_zone(None)
    rows = bank.table("transactions").join(accounts, on="account_id", how="left").with_columns(at=at)
    return rows.with_columns(
        planted=pl.col("transaction_id").is_in(answers.implode()), size=pl.col("transaction_amount").abs(),
        date=pl.col("at").dt.date().to_physical(), hour=pl.col("at").dt.hour(), weekday=pl.col("at").dt.weekday(),
    )  # fmt: skip


@pytest.mark.hard
@pytest.mark.parametrize("column", ["transaction_amount", "size", "balance_after", "date", "hour", "weekday"])
def test_no_quantity_reveals_planted_rows(ledger: pl.DataFrame, column: str) -> None:
    """X10."""
    area = auc(ledger[column].cast(pl.Float64), ledger["planted"])
    assert area < LARGEST_AUC, f"{area:.3f}"


CATEGORIES = (
    "transaction_type", "channel", "hour", "weekday", "account_type", "account_status", "currency", "branch_code",
)  # fmt: skip


@pytest.mark.hard
@pytest.mark.parametrize("column", CATEGORIES)
def test_no_category_reveals_planted_rows(ledger: pl.DataFrame, column: str) -> None:
    """X10: each value of the category scores as high as its share of planted rows."""
    assert ledger[column].n_unique() <= MOST_CATEGORIES
    area = auc(ledger.select(pl.col("planted").mean().over(column))["planted"], ledger["planted"])
    assert area < LARGEST_AUC, f"{area:.3f}"


@pytest.mark.hard
def test_no_second_of_the_day_reveals_planted_rows(ledger: pl.DataFrame) -> None:
    """Both rows of a transfer have the same second; few transfers share one."""
    sent = ledger.filter(pl.col("planted") & (pl.col("transaction_amount") < 0))
    crowds = sent.group_by(at=pl.col("at").dt.time()).len().filter(pl.col("len") > 3)
    nothing_in(crowds, "seconds of the day have many planted rows")
