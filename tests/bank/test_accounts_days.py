"""accounts_db from the first day on which a bank is seen to the last: what changes, what does not, and the window."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from django.db import models

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from datahub.customers.models import CustomerProfile
from seeding.bank.accounts.ledger_size_numbers import further_months
from seeding.bank.graph import BANK
from seeding.checks.accounts.histories import BALANCED
from seeding.checks.plausibility.people import _YOUNGEST
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.bank.views import Views
from tests.sampling import first

BRIEF = Plan(7, 600, 75, date(2026, 1, 20), date(2026, 1, 20), date(2026, 11, 20))
FULL = replace(BRIEF, customers=180, employees=30, history=History.FULL)
LONG = replace(BRIEF, customers=420, start=date(2023, 2, 20), as_of=date(2023, 2, 20))
FIRST_MONTH = date(2025, 10, 1)
"""The first of the three full months before the brief bank is first seen."""
EVERYDAY = pl.col("description").str.contains("^(Salary|Rent to|Card purchase|Cash withdrawal at our ATM)")


@pytest.fixture(scope="module")
def brief() -> Views:
    return Views.every(31, BRIEF)


@pytest.fixture(scope="module")
def full() -> Views:
    return Views.every(61, FULL)


@pytest.fixture(scope="module")
def long() -> Views:
    return Views(LONG, (LONG.until,))


def ledger(views: Views) -> pl.DataFrame:
    """Return the transactions of the last day with their day, amount and balance as numbers, and their account."""
    rows = views.frames(Transaction)[-1].with_columns(
        pl.col("transaction_type", "channel").cast(pl.String),
        pl.col("transaction_amount", "balance_after").cast(pl.Float64),
        day=pl.col("transaction_date").dt.date(),
    )
    accounts = views.frames(Account)[-1].select("account_id", "opened_date", "closed_date", "frozen_date")
    return rows.join(accounts, on="account_id")


@pytest.mark.parametrize("views", first(["brief", "full"]))
@pytest.mark.parametrize("model", [Transaction, AccountRelationship])
def test_rows_of_facts_stay_as_they_are(views: str, model: type[models.Model], request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(views).check(model)
    (recipe,) = (recipe for recipe in BANK.recipes if recipe.model is model)
    assert not BANK.changes_by_day(recipe)


@pytest.mark.parametrize("views", first(["brief", "full"]))
def test_customers_change_their_phone_number_and_nothing_else(views: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(views)
    found.check(Customer, changing=frozenset({"phone"}))
    first, *_, last = found.frames(Customer)
    both = first.join(last, on="customer_id", suffix="_later")
    assert 0.01 < (both["phone"] != both["phone_later"]).mean() < 0.10


@pytest.mark.parametrize("views", first(["brief", "full"]))
def test_accounts_change_their_state_and_their_balance(views: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(views).check(
        Account,
        changing=frozenset({"balance"}),
        ways={
            "account_status": {"active": frozenset({"closed", "frozen"})},
            "closed_date": {None: AnyDay()},
            "frozen_date": {None: AnyDay()},
        },
    )


class AnyDay(frozenset[str]):
    """Every day, as what may follow no day."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date)


@pytest.mark.parametrize("views", first(["brief", "full"]))
def test_accounts_are_closed_and_frozen_from_their_day_on(views: str, request: pytest.FixtureRequest) -> None:
    seen: Views = request.getfixturevalue(views)
    at_the_end = seen.frames(Account)[-1].select("account_id", closes="closed_date", freezes="frozen_date")
    statuses = set()
    for day, accounts in zip(seen.days, seen.frames(Account), strict=True):
        of_day = accounts.join(at_the_end, on="account_id").with_columns(pl.col("account_status").cast(pl.String))
        closed, frozen = pl.col("closes") <= day, pl.col("freezes") <= day
        ended = pl.when(closed).then(pl.lit("closed")).when(frozen).then(pl.lit("frozen"))
        wrong = of_day.filter(
            (pl.col("account_status") != ended.otherwise(pl.lit("active")))
            | pl.col("closed_date").ne_missing(pl.when(closed).then("closes"))
            | pl.col("frozen_date").ne_missing(pl.when(frozen).then("freezes"))
            | ((pl.col("account_status") == "closed") != (pl.col("balance") == 0))
        )
        assert wrong.is_empty(), (day, wrong.head(3).to_dicts())
        statuses |= set(of_day.filter(pl.col("closes").is_not_null())["account_status"])
    assert statuses == {"active", "closed"}


@pytest.mark.parametrize("views", first(["brief", "full"]))
def test_a_balance_is_that_after_the_last_row_that_is_seen(views: str, request: pytest.FixtureRequest) -> None:
    seen: Views = request.getfixturevalue(views)
    days = zip(seen.days, seen.frames(Account), seen.frames(Transaction), strict=True)
    for day, accounts, rows in days:
        last = rows.group_by("account_id").agg(
            total=pl.col("transaction_amount").sum(), last=pl.col("balance_after").sort_by("transaction_date").last()
        )
        wrong = accounts.join(last, on="account_id", how="left").filter(pl.col("balance").ne_missing(pl.col("total")))
        assert wrong.is_empty(), (day, wrong.head(3).to_dicts())
        assert accounts.height == last.height
        assert rows["transaction_date"].dt.date().max() <= day  # type: ignore[operator]


def test_the_window_begins_before_the_first_day_and_goes_on_to_the_last(brief: Views) -> None:
    rows = ledger(brief)
    later = rows.filter(pl.col("closed_date").is_null() | (pl.col("closed_date") > BRIEF.start))
    regular = later.filter(pl.col("description").str.contains("^(Salary|Rent to)"))
    assert regular["day"].min() >= FIRST_MONTH  # type: ignore[operator]
    months = regular.group_by(month=pl.col("day").dt.truncate("1mo")).len().sort("month")
    assert months["month"].to_list() == pl.date_range(FIRST_MONTH, BRIEF.until, "1mo", eager=True).to_list()


def test_people_do_as_much_in_each_month_of_the_window(brief: Views) -> None:
    """Purchases per open account and month: the mean of the first three full months, and of the following ones."""
    rows = ledger(brief).filter(pl.col("description").str.starts_with("Card purchase"))
    accounts = brief.frames(Account)[-1]

    def rate(first: date, months: int) -> float:
        starts = pl.date_range(first, date(2026, 12, 1), "1mo", eager=True)[: months + 1].to_list()
        within = rows.filter(pl.col("day").is_between(starts[0], starts[-1], closed="left"))
        return within.height / sum((accounts["opened_date"] < start).sum() for start in starts[:-1])

    before, after = rate(FIRST_MONTH, 3), rate(date(2026, 1, 1), 10)
    assert after == pytest.approx(before, rel=0.15)
    one_day = Views(Plan.of_one_day(date(2026, 1, 31), seed=7, customers=600, employees=75), (date(2026, 1, 31),))
    purchases = ledger(one_day).filter(pl.col("description").str.starts_with("Card purchase"))
    ever = one_day.frames(Account)[-1]["opened_date"]
    assert before == pytest.approx(purchases.height / (3 * (ever < date(2025, 12, 15)).sum()), rel=0.15)


def test_accounts_are_used_until_they_are_closed_or_frozen(brief: Views) -> None:
    rows = ledger(brief).filter(EVERYDAY)
    ends = pl.coalesce("closed_date", "frozen_date")
    ending = rows.filter(ends > BRIEF.start + timedelta(days=60))
    assert ending.filter(pl.col("day") >= ends)["description"].str.starts_with("Card purchase").not_().sum() == 0
    last = ending.group_by("account_id").agg(pl.col("day").max(), ends=ends.first())
    assert (last["ends"] - last["day"]).dt.total_days().median() < 45  # type: ignore[operator]


@pytest.mark.parametrize("start", first([date(2026, 3, 1), date(2026, 10, 31), date(2025, 6, 15), date(2022, 1, 1)]))
@pytest.mark.parametrize("customers", first([240, 600]))
def test_a_plan_expects_the_rows_of_its_window(start: date, customers: int) -> None:
    plan = replace(BRIEF, start=start, as_of=BRIEF.until, customers=customers)
    (recipe,) = (recipe for recipe in BANK.recipes if recipe.model is Transaction)
    expected, (rows,) = recipe.expects(plan.layout), Views(plan, (BRIEF.until,)).frames(Transaction)
    assert expected.low <= rows.height <= expected.high
    if customers == BRIEF.customers:
        assert expected.high < 2 * expected.low


def test_further_months_are_those_that_end_after_the_first_day() -> None:
    assert further_months(BRIEF.layout) == 10
    assert further_months(replace(BRIEF, start=date(2026, 1, 31), as_of=date(2026, 1, 31)).layout) == 9
    assert further_months(replace(BRIEF, start=BRIEF.until, as_of=BRIEF.until).layout) == 0


def test_people_are_old_enough_for_their_segment_when_they_are_first_seen(brief: Views) -> None:
    born = brief.frames(Customer)[0].select("customer_id", "date_of_birth")
    segments = brief.frames(CustomerProfile)[-1].select("customer_id", pl.col("customer_segment").cast(pl.String))
    people = born.join(segments, on="customer_id").with_columns(
        years=(pl.lit(BRIEF.start) - pl.col("date_of_birth")).dt.total_days() / 365.2425
    )
    for segment, youngest in _YOUNGEST.items():
        assert people.filter(pl.col("customer_segment") == segment)["years"].min() >= youngest  # type: ignore[operator]


def test_rents_rise_in_a_long_window(long: Views) -> None:
    rents = ledger(long).filter(pl.col("description").str.starts_with("Rent to"))
    paid = rents.group_by("account_id", "counterparty_account").agg(
        months=pl.len(), amounts=pl.col("transaction_amount").n_unique(), monthly=pl.col("transaction_amount")
    )
    years = paid.filter(pl.col("months") > 30)
    assert years.height > 10
    assert years["amounts"].is_between(3, 5).all()


def test_accounts_with_salaries_stay_in_balance_in_each_year_of_a_long_window(long: Views) -> None:
    rows = ledger(long)
    paid = rows.filter(pl.col("transaction_type") == "salary").group_by("account_id").agg(since=pl.col("day").min())
    passing = "^(Disbursement|Payment to|Wire to|Early payoff|Own funds|Settlement|Opening)"
    flows = rows.join(paid, on="account_id").filter(
        (pl.col("day") >= pl.col("since").dt.truncate("1mo")) & ~pl.col("description").str.contains(passing)
    )
    amount = pl.col("transaction_amount")
    yearly = flows.group_by(pl.col("day").dt.year()).agg(
        ratio=-amount.filter(amount < 0).sum() / amount.filter(amount > 0).sum()
    )
    assert yearly["ratio"].is_between(*BALANCED).all(), yearly
    assert (rows["balance_after"] >= 0).all()
