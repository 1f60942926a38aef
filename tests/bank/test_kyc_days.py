"""compliance_db.kyc_records on several days: each shows the last verification that is known, and is consistent."""

from datetime import date

import polars as pl
import pytest

from datahub.accounts.models import Customer
from datahub.compliance.models import KycRecord, SuspiciousActivityReport
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.bank.bank import nothing_in
from tests.bank.test_kyc import REVIEW_MONTHS, VERIFIED_AFTER_REPORT, months_later
from tests.bank.views import Views
from tests.sampling import first

START, UNTIL = date(2026, 1, 20), date(2026, 11, 20)
KYC_WAYS = {
    "verified": frozenset({"pending", "expired"}),
    "pending": frozenset({"verified", "expired"}),
    "expired": frozenset({"verified", "pending"}),
}
"""Customers are reviewed and documents expire again and again."""
MOST_OVERDUE = 90


@pytest.fixture(scope="module", params=first(History))
def views(request: pytest.FixtureRequest) -> Views:
    return Views.every(18, Plan(11, 600, 75, START, START, UNTIL, history=request.param))


@pytest.fixture(scope="module")
def records(views: Views) -> pl.DataFrame:
    """The records of each day, with the months from one review to the next by their rating."""
    frames = zip(views.days, views.frames(KycRecord), strict=True)
    risk = pl.col("risk_rating").cast(pl.String)
    return pl.concat(
        frame.with_columns(pl.lit(day).alias("as_of"), pl.selectors.categorical().cast(pl.String)).with_columns(
            months=risk.replace_strict(REVIEW_MONTHS, return_dtype=pl.Int64)
        )
        for day, frame in frames
    )


def test_only_what_a_verification_changes_changes(views: Views) -> None:
    views.check(
        KycRecord,
        frozenset({"verification_date", "document_number", "expiry_date", "verified_by", "next_review_date"}),
        {"kyc_status": KYC_WAYS, "risk_rating": dict.fromkeys(("low", "medium"), frozenset({"high"}))},
    )


def test_every_customer_of_a_day_has_a_record(views: Views) -> None:
    for customers, records in zip(views.frames(Customer), views.frames(KycRecord), strict=True):
        assert sorted(customers["customer_id"]) == sorted(records["customer_id"])


def test_a_verification_is_known_on_its_day_and_never_moves_back(records: pl.DataFrame) -> None:
    nothing_in(records.filter(pl.col("verification_date") > pl.col("as_of")))
    nothing_in(records.filter(pl.col("verification_date").diff().over("kyc_id", order_by="as_of").dt.total_days() < 0))


def test_a_document_is_expired_from_the_day_after_its_expiry(records: pl.DataFrame) -> None:
    expired = pl.col("expiry_date") < pl.col("as_of")
    nothing_in(records.filter((pl.col("kyc_status") == "expired") != expired))
    nothing_in(records.filter(pl.col("expiry_date") <= pl.col("verification_date")))


def test_a_renewed_document_has_a_number_that_no_other_has(records: pl.DataFrame) -> None:
    by_expiry = records.group_by("kyc_id", "document_type", "expiry_date").agg(pl.col("document_number").unique())
    assert (by_expiry["document_number"].list.len() == 1).all()
    numbers = by_expiry.with_columns(pl.col("document_number").list.first())
    assert numbers.select("document_type", "document_number").is_unique().all()
    assert len(numbers) > numbers["kyc_id"].n_unique()


def test_a_verified_customer_is_reviewed_after_the_months_of_the_rating(records: pl.DataFrame) -> None:
    verified = records.filter(pl.col("kyc_status") == "verified", pl.col("next_review_date").is_not_null())
    nothing_in(verified.filter(months_later("verification_date", pl.col("months")) != pl.col("next_review_date")))
    nothing_in(verified.filter(pl.col("next_review_date") < pl.col("as_of")))


def test_a_pending_review_is_due_and_not_for_long(records: pl.DataFrame) -> None:
    overdue = (pl.col("as_of") - pl.col("next_review_date")).dt.total_days()
    pending = records.filter(pl.col("kyc_status") == "pending")
    nothing_in(pending.filter(~overdue.is_between(0, MOST_OVERDUE)))


def test_some_customers_wait_and_some_documents_are_expired_on_every_day(records: pl.DataFrame) -> None:
    """The shares of the last day are exact; on earlier days they are about the same."""
    for _, of_day in records.group_by("as_of"):
        share = dict(of_day["kyc_status"].value_counts(normalize=True).iter_rows())
        assert 0.06 < share["pending"] < 0.14
        assert 0.02 < share["expired"] < 0.08


def test_the_subject_of_a_filed_report_is_rated_high_and_soon_verified_again(
    views: Views, records: pl.DataFrame
) -> None:
    for day, reports in zip(views.days, views.frames(SuspiciousActivityReport), strict=True):
        filed = reports.filter(pl.col("sar_status") == "filed").select("customer_id", "report_date")
        subjects = records.filter(pl.col("as_of") == day).join(filed, on="customer_id")
        nothing_in(subjects.filter(pl.col("risk_rating") != "high"))
        since = (pl.col("as_of") - pl.col("report_date")).dt.total_days()
        late = (since >= VERIFIED_AFTER_REPORT) & (pl.col("verification_date") < pl.col("report_date"))
        nothing_in(subjects.filter(late))


def test_some_subjects_are_rated_lower_before_their_report(records: pl.DataFrame) -> None:
    ratings = records.group_by("customer_id").agg(pl.col("risk_rating").n_unique())
    assert ratings.filter(pl.col("risk_rating") > 1).height >= 3
