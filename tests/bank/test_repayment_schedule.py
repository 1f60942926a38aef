"""loans_db.repayment_schedule: installments to the cent, their payments, and the loan status that follows from them."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from seeding.bank.loans.amortization import amortized
from seeding.checks.enforcement import SCALE_ONE
from seeding.checks.shares import Tolerance
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, is_business, nothing_in
from tests.bank.lending import DB, DEFAULT_DAYS, GRACE_DAYS, cents, installments
from tests.bank.tables import Tables


def test_a_mortgage_is_amortized_to_the_cent() -> None:
    """385,886 USD at 6.26 % over 360 months: 2,378.48 USD a month, and 2,375.03 USD in the last."""
    principal, interest = amortized(*(np.array([number]) for number in (38_588_600, 626, 360)))
    total = principal + interest
    assert set(total[:-1]) == {237_848}
    assert total[-1] == 237_503
    assert principal.sum() == 38_588_600


# Payments as seen on days that break calendars: month ends, leap days, holidays, weekends

DAYS = (
    date(2024, 2, 29), date(2025, 2, 28), date(2025, 12, 25), date(2026, 1, 1), date(2026, 1, 10), date(2026, 3, 29),
    date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 10), date(2026, 8, 31),
)  # fmt: skip


@pytest.fixture(scope="module", params=DAYS, ids=str)
def seen_on_day(request: pytest.FixtureRequest) -> Baked:
    """A bank of several cells, as seen on one of these days."""
    return Baked(plan_of(11, 960, 120, request.param), only=("loans", "repayment_schedule"))


def with_wrong_payment_status(tables: Tables, today: date) -> pl.DataFrame:
    """Return the installments whose status does not follow from their due day and payment day (L9)."""
    due, paid = pl.col("due_date"), pl.col("payment_date")
    grace = due + timedelta(days=GRACE_DAYS)
    expected = (
        pl.when(paid.is_not_null())
        .then(pl.when(paid > grace).then(pl.lit("late")).otherwise(pl.lit("paid")))
        .otherwise(pl.when(grace >= today).then(pl.lit("pending")).otherwise(pl.lit("missed")))
    )
    return installments(tables).filter(pl.col("payment_status").ne_missing(expected))


def with_wrong_loan_status(tables: Tables, today: date) -> pl.DataFrame:
    """Return the loans whose status, default flag or balance does not follow from their schedule (L8, L10, L11)."""
    number, settled = pl.col("installment_number"), pl.col("payment_date").is_not_null()
    rows = installments(tables).with_columns(
        last_settled=pl.when(settled).then(number).max().over("loan_id").fill_null(0), settled=settled
    )
    overdue = (pl.col("due_date") <= today - timedelta(days=DEFAULT_DAYS)) & (number > pl.col("last_settled"))
    read = rows.group_by("loan_id").agg(
        pl.col("borrowed", "loan_status", "default_status").first(),
        outstanding=cents("outstanding_balance").first(),
        owed=pl.col("borrowed").first() - pl.when("settled").then("principal").otherwise(0).sum(),
        in_default=overdue.any(),
        skipped=(~pl.col("settled") & (number < pl.col("last_settled"))).sum(),
        last_settled=pl.col("last_settled").first(),
    )
    expected = (
        pl.when(pl.col("owed") == 0)
        .then(pl.lit("paid_off"))
        .when("in_default")
        .then(pl.lit("defaulted"))
        .when(pl.col("skipped") > 0)
        .then(pl.lit("restructured"))
        .otherwise(pl.lit("active"))
    )
    wrong = (
        pl.col("loan_status").ne_missing(expected)
        | pl.col("default_status")
        .cast(pl.String)
        .str.slice(0, 1)
        .ne_missing(pl.col("in_default").cast(pl.String).str.slice(0, 1))
        | pl.col("outstanding").ne_missing(pl.col("owed"))
    )
    return read.with_columns(expected=expected).filter(wrong)


def wrongly_restructured(tables: Tables) -> pl.DataFrame:
    """Return the loans that miss installments before a payment and should not, or not so many (L10)."""
    number, settled = pl.col("installment_number"), pl.col("payment_date").is_not_null()
    rows = installments(tables).with_columns(last=pl.when(settled).then(number).max().over("loan_id").fill_null(0))
    gaps = rows.group_by("loan_id", "loan_status").agg(
        skipped=(pl.col("payment_date").is_null() & (number < pl.col("last"))).sum(),
        statuses=pl.col("payment_status").filter(pl.col("payment_date").is_null() & (number < pl.col("last"))),
        run=number.filter(pl.col("payment_date").is_null() & (number < pl.col("last"))),
    )
    restructured = pl.col("loan_status") == "restructured"
    consecutive = pl.col("run").list.max() - pl.col("run").list.min() + 1 == pl.col("skipped")
    all_missed = pl.col("statuses").list.eval(pl.element() == "missed").list.all()
    return gaps.filter(
        (restructured & ~(pl.col("skipped").is_between(2, 3) & consecutive & all_missed))
        | (~restructured & (pl.col("skipped") > 0))
    )


def impossible_payments(tables: Tables, today: date) -> pl.DataFrame:
    """Return payments on a closed day, in the future, too late, or too early without a payoff (L9, L11)."""
    rows = installments(tables).filter(pl.col("payment_date").is_not_null())
    rows = rows.with_columns(
        ahead=pl.col("due_date") > pl.col("payment_date"), final=pl.col("payment_date").max().over("loan_id")
    )
    in_payoff = (pl.col("loan_status") == "paid_off") & (pl.col("payment_date") == pl.col("final"))
    too_late = pl.col("payment_date") > pl.col("due_date") + timedelta(days=25)
    return rows.filter(
        (pl.col("ahead") & ~in_payoff) | too_late | (pl.col("payment_date") > today) | ~is_business("payment_date")
    )


def unsettled_payoffs(tables: Tables) -> pl.DataFrame:
    """Return the installments due after an early payoff that were not paid on its day (L11)."""
    rows = installments(tables).filter(pl.col("loan_status") == "paid_off")
    payoff = pl.col("payment_date").max().over("loan_id")
    early = (pl.col("due_date") > payoff) & pl.col("payment_date").ne_missing(payoff)
    return rows.filter(early | pl.col("payment_date").is_null())


def test_only_restructured_loans_are_paid_again_after_two_or_three_missed_installments(bank: Bank) -> None:
    """L10."""
    nothing_in(wrongly_restructured(bank))


def test_statuses_follow_from_the_schedule_on_days_that_break_calendars(seen_on_day: Baked) -> None:
    """L9, L10, L11."""
    today = seen_on_day.plan.as_of
    assert len(installments(seen_on_day).filter(pl.col("due_date") == pl.col("due_date").dt.month_end())) > 20
    nothing_in(with_wrong_payment_status(seen_on_day, today))
    nothing_in(with_wrong_loan_status(seen_on_day, today))
    nothing_in(wrongly_restructured(seen_on_day))
    nothing_in(impossible_payments(seen_on_day, today))
    nothing_in(unsettled_payoffs(seen_on_day))


def test_one_in_twenty_paid_installments_of_active_loans_is_late(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    paid, late = bank.rows(
        DB,
        """
        SELECT count(*) FILTER (WHERE payment_status = 'paid'), count(*) FILTER (WHERE payment_status = 'late')
        FROM loans JOIN repayment_schedule USING (loan_id) WHERE loan_status = 'active'
        """,
    )[0]
    assert abs(late - 0.05 * (paid + late)) <= Tolerance.EVENTS.of(paid + late, 0.05) * (paid + late), (paid, late)
