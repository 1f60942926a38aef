"""loans_db on several days: what is known on each, and nothing that was seen is taken back."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl
import polars.selectors as cs
import pytest
from django.db import models

from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RepaymentSchedule, RiskAssessment
from seeding.bank.loans.amortization import amortized
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.bank.bank import nothing_in
from tests.bank.lending import DEFAULT_DAYS, GRACE_DAYS, cents
from tests.bank.views import Views
from tests.sampling import first

START, UNTIL = date(2026, 1, 20), date(2026, 11, 20)
STEP = 10
ENDS = frozenset({"paid", "late", "missed"})


@pytest.fixture(scope="module", params=first(History))
def few_views(request: pytest.FixtureRequest) -> Views:
    """A bank with each history, about once a month."""
    return Views.every(29, Plan(11, 600, 75, START, START, UNTIL, history=request.param))


@pytest.fixture(scope="module")
def views() -> Views:
    return Views.every(STEP, Plan(11, 600, 75, START, START, UNTIL))


@lru_cache(maxsize=6)
def frames(views: Views, model: type[models.Model]) -> list[pl.DataFrame]:
    """Return the rows of a table on each day, texts plain; several tests read them."""
    return [rows.with_columns(cs.categorical().cast(pl.String)) for rows in views.frames(model)]


def test_an_application_is_pending_until_it_is_decided_or_withdrawn(few_views: Views) -> None:
    few_views.check(
        LoanApplication,
        frozenset({"decision_date", "approved_amount", "rejection_reason", "debt_to_income"}),
        {"status": {"pending": frozenset({"approved", "rejected", "withdrawn"})}},
    )


def test_a_loan_changes_its_status_once(few_views: Views) -> None:
    few_views.check(
        Loan,
        frozenset({"outstanding_balance", "default_status"}),
        {"loan_status": {"active": frozenset({"paid_off", "defaulted", "restructured"})}},
    )


def test_an_installment_is_pending_until_it_is_paid_or_missed(few_views: Views) -> None:
    few_views.check(
        RepaymentSchedule,
        frozenset({"payment_date", "principal_amount", "interest_amount", "total_amount"}),
        {"payment_status": {"pending": ENDS, "missed": frozenset({"late"})}},
    )


@pytest.mark.parametrize("model", [Collateral, LoanGuarantor, RiskAssessment], ids=lambda model: model.__name__)
def test_security_and_scores_never_change(few_views: Views, model: type[models.Model]) -> None:
    few_views.check(model)


def pairs(views: Views, model: type[models.Model]) -> Iterator[pl.DataFrame]:
    """Yield the rows seen on each day beside the same rows on the next; columns of the next day end with "_later"."""
    for earlier, later in pairwise(frames(views, model)):
        yield earlier.join(later, on=str(model._meta.pk.column), suffix="_later")


def by_day(views: Views, model: type[models.Model]) -> Iterator[tuple[date, pl.DataFrame]]:
    """Yield each day with the rows of a table as they are seen on it."""
    yield from zip(views.days, frames(views, model), strict=True)


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (LoanApplication, ("decision_date", "approved_amount", "rejection_reason")),
        (RepaymentSchedule, ("payment_date",)),
    ],
    ids=["applications", "installments"],
)
def test_what_is_known_of_an_event_never_changes(
    views: Views, model: type[models.Model], columns: tuple[str, ...]
) -> None:
    for column in columns:
        known = pl.col(column).is_not_null()
        changes = [
            rows.filter(known, pl.col(column).ne_missing(pl.col(f"{column}_later"))) for rows in pairs(views, model)
        ]
        nothing_in(pl.concat(changes))
        first, *_, last = frames(views, model)
        assert first[column].count() < last[column].count(), column


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (LoanApplication, ("application_date", "decision_date")),
        (Loan, ("disbursement_date",)),
        (RepaymentSchedule, ("payment_date",)),
        (RiskAssessment, ("assessment_date",)),
    ],
    ids=["applications", "loans", "installments", "scores"],
)
def test_no_later_day_is_known(views: Views, model: type[models.Model], columns: tuple[str, ...]) -> None:
    for day, rows in by_day(views, model):
        nothing_in(rows.filter(pl.any_horizontal(pl.col(columns) > day)), f"rows know more than {day}")


def test_a_decision_is_known_from_its_day_on(views: Views) -> None:
    """Every application that is decided in the end is decided on exactly the days from its decision on."""
    decided_in_the_end = frames(views, LoanApplication)[-1].select("application_id", decided="decision_date")
    waiting = 0
    for day, seen in by_day(views, LoanApplication):
        rows = seen.join(decided_in_the_end, on="application_id")
        has_come = (pl.col("decided") <= day).fill_null(value=False)
        is_decided = pl.col("status").is_in(["approved", "rejected"])
        nothing_in(rows.filter(has_come != is_decided))
        is_approved = pl.col("status") == "approved"
        nothing_in(rows.filter(pl.col("approved_amount").is_not_null() != is_approved))
        is_rejected = pl.col("status") == "rejected"
        nothing_in(rows.filter(pl.col("rejection_reason").is_not_null() != is_rejected))
        waiting += rows.filter((pl.col("decided") > day).fill_null(value=False)).height
    assert waiting > 0


def test_the_debts_of_an_applicant_do_not_reveal_the_decision(views: Views) -> None:
    """Before the decision the ratio has the requested amount, so that it falls where less is approved."""
    decided = []
    for rows in pairs(views, LoanApplication):
        ratio = pl.col("debt_to_income").ne_missing(pl.col("debt_to_income_later"))
        nothing_in(rows.filter(ratio & pl.col("decision_date_later").is_null()))
        decided.append(rows.filter(pl.col("decision_date").is_null(), pl.col("decision_date_later").is_not_null()))
    in_full = pl.col("approved_amount_later") == pl.col("requested_amount")
    changed = pl.concat(decided).filter(pl.col("approved_amount_later").is_not_null())
    lower = pl.col("debt_to_income_later") < pl.col("debt_to_income")
    assert changed.filter(~in_full).height > 0
    nothing_in(changed.filter(~in_full & ~lower))


def test_what_is_owed_is_the_principal_less_what_was_paid_by_the_day(views: Views) -> None:
    paid = pl.when(pl.col("payment_date").is_not_null()).then(cents("principal_amount")).otherwise(0)
    for loans, plans in zip(frames(views, Loan), frames(views, RepaymentSchedule), strict=True):
        sums = plans.group_by("loan_id").agg(repaid=paid.sum(), lent=cents("principal_amount").sum())
        rows = loans.join(sums, on="loan_id", how="left")
        owed = cents("principal_amount") - pl.col("repaid")
        nothing_in(rows.filter(cents("outstanding_balance").ne_missing(owed)))
        nothing_in(rows.filter(cents("principal_amount").ne_missing(pl.col("lent"))))
        nothing_in(rows.filter((pl.col("loan_status") == "paid_off") != (owed == 0)))


def test_the_grace_period_ends_on_the_day(views: Views) -> None:
    unpaid = pl.col("payment_date").is_null()
    for day, rows in by_day(views, RepaymentSchedule):
        is_over = pl.col("due_date") + timedelta(days=GRACE_DAYS) < day
        expected = (
            pl.when(unpaid)
            .then(pl.when(is_over).then(pl.lit("missed")).otherwise(pl.lit("pending")))
            .when(pl.col("payment_date") > pl.col("due_date") + timedelta(days=GRACE_DAYS))
            .then(pl.lit("late"))
            .otherwise(pl.lit("paid"))
        )
        nothing_in(rows.filter(pl.col("payment_status").ne_missing(expected)))


def installments(views: Views) -> Iterator[tuple[date, pl.DataFrame]]:
    """Yield each day with its installments beside their loans; `contract_total` is the first one's total."""
    loan = ("loan_id", "loan_status", "interest_rate", "term_months")
    for (day, plans), loans in zip(by_day(views, RepaymentSchedule), frames(views, Loan), strict=True):
        rows = plans.join(loans.select(*loan, lent="principal_amount"), on="loan_id")
        rows = rows.sort("loan_id", "installment_number")
        yield day, rows.with_columns(contract_total=pl.col("total_amount").first().over("loan_id"))


def test_a_loan_is_in_default_from_the_ninetieth_day(views: Views) -> None:
    """The oldest installment that is unpaid counts; those that a restructuring skipped do not."""
    for day, rows in installments(views):
        skipped = (pl.col("loan_status") == "restructured") & (pl.col("total_amount") == pl.col("contract_total"))
        last_paid = pl.col("installment_number").filter(pl.col("payment_date").is_not_null()).max().over("loan_id")
        open_rows = rows.filter(~skipped, pl.col("installment_number") > last_paid.fill_null(0))
        overdue = open_rows.group_by("loan_id", "loan_status").agg(pl.col("due_date").min())
        is_long_past = pl.col("due_date") + timedelta(days=DEFAULT_DAYS) <= day
        nothing_in(overdue.filter(is_long_past != (pl.col("loan_status") == "defaulted")))


def test_a_loan_in_default_is_flagged(views: Views) -> None:
    for rows in frames(views, Loan):
        nothing_in(rows.filter(pl.col("default_status").ne_missing(pl.col("loan_status") == "defaulted")))


def test_the_schedule_is_that_of_the_contract_until_a_restructuring(views: Views) -> None:
    for _, rows in installments(views):
        original = rows.filter(pl.col("loan_status") != "restructured")
        loans = original.group_by("loan_id", maintain_order=True).agg(
            pl.col("lent", "interest_rate", "term_months").first()
        )
        lent = loans.select(cents("lent")).to_series().to_numpy()
        rate = np.round(loans["interest_rate"].cast(pl.Float64).to_numpy() * 10_000).astype(np.int64)
        principal, interest = amortized(lent, rate, loans["term_months"].cast(pl.Int64).to_numpy())
        assert (original.select(cents("principal_amount")).to_series().to_numpy() == principal).all()
        assert (original.select(cents("interest_amount")).to_series().to_numpy() == interest).all()


def test_a_restructuring_lowers_what_is_not_due_yet_and_nothing_else(views: Views) -> None:
    """It is agreed when two or three installments are missed and the next one is not due."""
    restructured = 0
    loans = frames(views, Loan)
    for day, rows, earlier, later in zip(
        views.days[1:], pairs(views, RepaymentSchedule), loans, loans[1:], strict=False
    ):
        status = pl.col("loan_status")
        new = later.filter(status == "restructured").join(
            earlier.filter(status != "restructured"), on="loan_id", how="semi"
        )
        changed = rows.filter(pl.col("total_amount") != pl.col("total_amount_later"))
        assert set(changed["loan_id"]) == set(new["loan_id"])
        is_higher = pl.col("total_amount_later") >= pl.col("total_amount")
        is_last = pl.col("installment_number") == pl.col("installment_number").max().over("loan_id")
        nothing_in(changed.filter(is_higher & ~is_last))
        nothing_in(changed.filter(pl.col("payment_date").is_not_null()))
        nothing_in(changed.filter(pl.col("due_date") <= day - timedelta(days=STEP)))
        before = rows.join(new, on="loan_id", how="semi").filter(pl.col("total_amount") == pl.col("total_amount_later"))
        missed = before.filter(pl.col("payment_date_later").is_null()).group_by("loan_id").len()
        assert set(missed["loan_id"]) == set(new["loan_id"])
        assert missed["len"].is_between(2, 3).all()
        restructured += new.height
    assert restructured > 0


def test_scores_refer_to_rows_that_are_seen(views: Views) -> None:
    tables = (Loan, LoanApplication, RiskAssessment)
    for loans, applications, scores in zip(*(frames(views, model) for model in tables), strict=True):
        of_loans, of_applications = (scores.filter(pl.col(key).is_not_null()) for key in ("loan_id", "application_id"))
        nothing_in(of_loans.join(loans, on="loan_id", how="anti"))
        nothing_in(of_applications.join(applications, on="application_id", how="anti"))
        decided = applications.filter(pl.col("decision_date").is_not_null())
        nothing_in(decided.join(of_applications, on="application_id", how="anti"), "decided without a score")


@pytest.mark.parametrize("model", [RepaymentSchedule, Collateral, LoanGuarantor], ids=lambda model: model.__name__)
def test_what_belongs_to_a_loan_is_seen_with_it(views: Views, model: type[models.Model]) -> None:
    in_the_end = set(frames(views, model)[-1]["loan_id"])
    for loans, rows in zip(frames(views, Loan), frames(views, model), strict=True):
        assert set(rows["loan_id"]) == in_the_end & set(loans["loan_id"])


def test_new_loans_come_on_the_days_in_between(views: Views) -> None:
    counts = [rows.height for rows in frames(views, Loan)]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0] > 0
