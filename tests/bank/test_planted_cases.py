"""The planted cases and their innocent twins in the ledger: each is what its kind says, and no column gives it away."""

from datetime import timedelta

import polars as pl
import pytest

from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import PROMISED_FROM
from tests.bank.lending import cents
from tests.bank.rules import HIGH_RISK

TOLD_BY = {"structuring": "R05", "fan_in": "R09", "fan_out": "R10", "cycle": "R11", "high_risk_wires": "R12"}
"""The rule that each kind of case breaks."""
OF_SHOPS = "R06"
"""The rule that a shop's takings break in any case: over a holiday, three of them take more than a week."""
WEEK, MONTH, TEN_DAYS = timedelta(days=6), timedelta(days=29), timedelta(days=10)
LARGEST_AUC = 0.9
MOST_CATEGORIES = 50


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


def test_the_answer_key_names_rows_of_the_ledger_their_accounts_and_owners(bank: Bank) -> None:
    """X10."""
    there = bank.table("transactions").select("transaction_id", on="account_id")
    owners = bank.table("accounts").select(on="account_id", owner="customer_id")
    rows = bank.answers.join(there.join(owners, on="on"), on="transaction_id", how="left")
    right = (pl.col("account_id") == pl.col("on")) & (pl.col("customer_id") == pl.col("owner"))
    nothing_in(rows.filter(~right.fill_null(value=False)))


def test_every_case_has_a_twin_of_the_same_kind_and_each_is_about_one_account(bank: Bank) -> None:
    """X10."""
    bank.needs(PROMISED_FROM)
    told_apart = pl.col("planted") != pl.col("case_id").str.ends_with("-T")
    nothing_in(bank.answers.filter(~told_apart))
    subject = pl.col("account_id").filter("subject").n_unique()
    schemes = bank.answers.group_by("case_id", "planted", "kind").agg(subjects=subject)
    pairs = schemes.group_by(case=pl.col("case_id").str.strip_suffix("-T")).agg(
        "subjects", both=pl.col("planted").sort(), kinds=pl.col("kind").n_unique()
    )
    one_each = (pl.col("both") == [False, True]) & (pl.col("subjects") == [1, 1]) & (pl.col("kinds") == 1)
    nothing_in(pairs.filter(~one_each))
    assert len(pairs)


def test_structuring_is_cash_below_the_reporting_threshold_and_above_it_together(bank: Bank) -> None:
    """X10: of 1,000 to 9,999.99, on each account three within a week make 10,000; of a shop six in a month 20,000."""
    cash = of_kind(bank, "structuring").filter(pl.col("channel").is_in(["branch", "atm"]))
    nothing_in(cash.filter((pl.col("transaction_type") != "deposit") | ~pl.col("amount").is_between(1_000, 9_999.99)))
    each = ["case_id", "account_id"]

    def together(number: int, days: timedelta, more_than: int) -> pl.Expr:
        """Return whether a row and those before it are so many within some days, and make more than a sum."""
        within = pl.col("day") - pl.col("day").shift(number - 1) <= days
        return (within & (cents("amount").rolling_sum(number) > 100 * more_than)).any()

    told = cash.group_by(*each, "planted", maintain_order=True).agg(
        ring=together(3, WEEK, 10_000), shop=together(6, MONTH, 20_000)
    )
    nothing_in(told.filter(~pl.when("planted").then("ring").otherwise("shop")))


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


@pytest.mark.parametrize(("kind", "sign"), [("fan_in", 1), ("fan_out", -1)], ids=str)
def test_a_fan_joins_one_account_with_four_others_or_more_within_a_week(bank: Bank, kind: str, sign: int) -> None:
    """X10: 5,000 or more together; both sides of each transfer belong to the case."""
    rows = of_kind(bank, kind)
    hub = rows.filter("subject").group_by("case_id").agg(
        others=pl.col("payee").n_unique(), known=pl.col("payee").is_not_null().all(), total=pl.col("amount").sum(),
        days=pl.col("day").max() - pl.col("day").min(), one_way=(pl.col("transaction_amount").sign() == sign).all(),
        inner=pl.len(),
    )  # fmt: skip
    outer = rows.filter(~pl.col("subject")).group_by("case_id").agg(outer=pl.len())
    right = (
        pl.col("known") & pl.col("one_way") & (pl.col("others") >= 4) & (pl.col("total") >= 5_000)
        & (pl.col("days") <= WEEK) & (pl.col("inner") == pl.col("outer"))
    )  # fmt: skip
    whole = hub.join(outer, on="case_id", how="full", coalesce=True)
    nothing_in(whole.filter(~right.fill_null(value=False)))


def test_a_cycle_leads_through_three_to_six_accounts_and_back_within_ten_days(bank: Bank) -> None:
    """X10: each passes on what came, a little less in a case; 80 percent of 2,000 or more come back."""
    debits = of_kind(bank, "cycle").filter(pl.col("transaction_amount") < 0)
    amount, account = pl.col("amount"), pl.col("account_id")
    cycles = debits.group_by("case_id", maintain_order=True).agg(
        joined=(account.shift(-1, fill_value=account.first()) == pl.col("payee")).all(),
        from_subject=pl.col("subject").first(), accounts=account.n_unique(), transfers=pl.len(),
        later=(pl.col("transaction_date").diff().drop_nulls() > timedelta(0)).all(),
        took=pl.col("transaction_date").max() - pl.col("transaction_date").min(),
        back=amount.last() >= amount.first() * 0.8, first=amount.first(),
        shrinks=pl.when(pl.col("planted").first()).then((amount.diff().drop_nulls() < 0).all()).otherwise(
            (amount.diff().drop_nulls() == 0).all()
        ),
    )  # fmt: skip
    right = (
        pl.col("joined") & pl.col("from_subject") & pl.col("accounts").is_between(3, 6) & pl.col("later")
        & (pl.col("transfers") == pl.col("accounts")) & (pl.col("took") <= TEN_DAYS) & pl.col("back")
        & (pl.col("first") >= 2_000) & pl.col("shrinks")
    )  # fmt: skip
    nothing_in(cycles.filter(~right))


def test_wires_of_cases_go_to_countries_of_high_risk(bank: Bank) -> None:
    """X10: 1,000 or more each."""
    wires = of_kind(bank, "high_risk_wires")
    risky = pl.col("counterparty_account").str.head(2).is_in(HIGH_RISK)
    right = (pl.col("channel") == "wire") & risky & (pl.col("amount") >= 1_000) & pl.col("subject")
    nothing_in(wires.filter(~right.fill_null(value=False)))


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


def auc(score: pl.Series, positive: pl.Series) -> float:
    """Return how well a score tells positive rows from others: 0.5 is a guess, whichever way it points."""
    ranks, count = score.rank("average"), positive.sum()
    others = len(positive) - count
    area = (ranks.filter(positive).sum() - count * (count + 1) / 2) / (count * others)
    return max(area, 1 - area)


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
