"""compliance_db and the answer key on several days: what is known on each, and nothing that was seen is taken back."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import polars as pl
import polars.selectors as cs
import pytest
from django.db.models import Model

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import (
    AmlCheck,
    AuditTrail,
    ComplianceRule,
    RegulatoryReport,
    RuleViolation,
    SuspiciousActivityReport,
)
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from seeding.models.answers import PlantedTransaction
from tests.bank.bank import nothing_in
from tests.bank.views import Views, Ways

START, UNTIL = date(2026, 1, 20), date(2026, 11, 20)
SETTLED = frozenset({"resolved", "false_positive"})
LONGEST_OPEN, LONGEST_INVESTIGATED, LONGEST_WRITTEN, DECIDED_AFTER = 30, 150, 30, 125
"""Days: of an open violation, of one under investigation, of a report, and of the regulator's decision."""
LEDGERS = 4
"""One in so many days has its ledger compared with the answer key: to write a long one takes seconds."""
WAYS: Mapping[type[Model], tuple[frozenset[str], Mapping[str, Ways]]] = {
    ComplianceRule: (frozenset(), {}),
    AuditTrail: (frozenset(), {}),
    PlantedTransaction: (frozenset(), {}),
    RuleViolation: (
        frozenset({"resolution_notes", "resolved_by", "resolved_date"}),
        {"status": {"open": SETTLED | {"investigating"}, "investigating": SETTLED}},
    ),
    AmlCheck: (frozenset({"screening_result", "sar_id"}), {"risk_level": {"medium": frozenset({"high"})}}),
    SuspiciousActivityReport: (
        frozenset({"description", "filed_date", "filed_by"}),
        {
            "sar_status": {
                "draft": frozenset({"under_review", "filed", "closed"}),
                "under_review": frozenset({"filed", "closed"}),
            }
        },
    ),
    RegulatoryReport: (
        frozenset({"submission_date", "prepared_by", "approved_by"}),
        {
            "status": {
                "pending": frozenset({"submitted", "accepted"}),
                "submitted": frozenset({"accepted", "rejected"}),
            }
        },
    ),
}
"""By table: the columns that change, and the ways of its states."""


@pytest.fixture(scope="module", params=[History.BRIEF, pytest.param(History.FULL, marks=pytest.mark.hard)])
def views(request: pytest.FixtureRequest) -> Views:
    """A bank with each history, on every eighth day of ten months."""
    return Views.every(8, Plan(11, 600, 75, START, START, UNTIL, history=request.param))


@lru_cache(maxsize=12)
def frames(views: Views, model: type[Model]) -> list[pl.DataFrame]:
    """Return the rows of a table on each day, texts plain; several tests read them."""
    return [rows.with_columns(cs.categorical().cast(pl.String)) for rows in views.frames(model)]


def by_day(views: Views, model: type[Model]) -> Iterator[tuple[date, pl.DataFrame]]:
    """Yield each day with the rows of a table as they are seen on it."""
    yield from zip(views.days, frames(views, model), strict=True)


@pytest.mark.parametrize("model", WAYS, ids=lambda model: model.__name__)
def test_only_states_change_and_only_along_their_ways(views: Views, model: type[Model]) -> None:
    changing, ways = WAYS[model]
    views.check(model, changing, ways)


@pytest.mark.parametrize("model", [RuleViolation, AmlCheck, SuspiciousActivityReport, RegulatoryReport, AuditTrail])
def test_rows_come_to_be_while_days_pass(views: Views, model: type[Model]) -> None:
    heights = [rows.height for rows in frames(views, model)]
    assert heights[0] > 0
    assert heights[0] < heights[-1]


def test_the_bank_has_all_rules_from_the_first_day_on(views: Views) -> None:
    first, *_, last = frames(views, ComplianceRule)
    assert first.equals(last)


def test_violations_reach_back_from_the_first_day(views: Views) -> None:
    """K14: two years, in a full history five, of which the first months may have none."""
    days = {History.BRIEF: 2 * 365, History.FULL: 5 * 365 + 1}[views.plan.history]
    oldest = [violations["violation_date"].dt.date().min() for violations in frames(views, RuleViolation)]
    assert oldest == [oldest[0]] * len(oldest)
    assert START - timedelta(days=days) < oldest[0] < START - timedelta(days=days - 120)


def test_a_violation_is_known_when_it_happens_and_settled_in_time(views: Views) -> None:
    for day, violations in by_day(views, RuleViolation):
        age = (pl.lit(day) - pl.col("violation_date").dt.date()).dt.total_days()
        nothing_in(violations.filter(age < 0))
        nothing_in(violations.filter((pl.col("status") == "open") & (age > LONGEST_OPEN)))
        nothing_in(violations.filter((pl.col("status") == "investigating") & (age > LONGEST_INVESTIGATED)))


def test_a_violation_has_a_note_an_officer_and_a_day_from_its_settlement_on(views: Views) -> None:
    settled = pl.col("status").is_in(list(SETTLED))
    for day, violations in by_day(views, RuleViolation):
        for column in ("resolution_notes", "resolved_by", "resolved_date"):
            nothing_in(violations.filter(settled != pl.col(column).is_not_null()), column)
        nothing_in(violations.filter(pl.col("resolved_date") > day))


def test_the_day_the_officer_and_the_outcome_of_a_settlement_stay(views: Views) -> None:
    for earlier, later in pairwise(frames(views, RuleViolation)):
        settled = earlier.filter(pl.col("status").is_in(list(SETTLED)))
        both = settled.join(later, on="violation_id", suffix="_later")
        for column in ("status", "resolved_by", "resolved_date"):
            nothing_in(both.filter(pl.col(column) != pl.col(f"{column}_later")), column)
        # A currency transaction report may be filed before a report of suspicious activity that its note names later.
        changed = both.filter(pl.col("resolution_notes") != pl.col("resolution_notes_later"))
        nothing_in(changed.filter(~pl.col("resolution_notes_later").str.contains("^CTR filed. .*SAR-")))


def test_violations_are_open_and_under_investigation_on_every_day(views: Views) -> None:
    for _, violations in by_day(views, RuleViolation):
        share = dict(violations["status"].value_counts(normalize=True).iter_rows())
        assert 0 < share.get("open", 0) + share.get("investigating", 0) < 0.35
    seen = pl.concat(frames(views, RuleViolation))["status"].value_counts()
    assert seen.filter(pl.col("count") >= 10)["status"].n_unique() == 4


def reports_of(views: Views) -> Iterator[tuple[date, pl.DataFrame, set[str]]]:
    """Yield each day with the reports of suspicious activity that exist on it, and their keys."""
    for day, reports in by_day(views, SuspiciousActivityReport):
        yield day, reports, set(reports["sar_id"])


def test_a_note_and_a_check_name_only_reports_that_exist(views: Views) -> None:
    triples = zip(reports_of(views), frames(views, RuleViolation), frames(views, AmlCheck), strict=True)
    for (_, _, exists), violations, checks in triples:
        named = violations["resolution_notes"].str.extract(r"(SAR-\S+)\.$").drop_nulls()
        assert set(named) <= exists
        assert set(checks["sar_id"].drop_nulls()) <= exists


def test_every_report_rests_on_checks_that_are_seen(views: Views) -> None:
    for (_, _, exists), checks in zip(reports_of(views), frames(views, AmlCheck), strict=True):
        assert exists == set(checks["sar_id"].drop_nulls())
        high = pl.col("risk_level") == "high"
        nothing_in(checks.filter(high != pl.col("sar_id").is_not_null()))


def test_a_report_is_written_filed_or_closed_within_a_month(views: Views) -> None:
    for day, reports, _ in reports_of(views):
        filed = pl.col("sar_status") == "filed"
        nothing_in(reports.filter(filed != pl.col("filed_date").is_not_null()))
        nothing_in(reports.filter(filed != pl.col("filed_by").is_not_null()))
        nothing_in(reports.filter(pl.max_horizontal("report_date", "filed_date") > day))
        age = (pl.lit(day) - pl.col("report_date")).dt.total_days()
        nothing_in(reports.filter(pl.col("sar_status").is_in(["draft", "under_review"]) & (age >= LONGEST_WRITTEN)))
    states = pl.concat(frames(views, SuspiciousActivityReport))["sar_status"].unique()
    assert set(states) == {"draft", "under_review", "filed", "closed"}


def test_a_flagged_check_is_under_review_for_some_days(views: Views) -> None:
    """Whether or not it leads to a report."""
    at_the_end = frames(views, AmlCheck)[-1].select("check_id", reported=pl.col("sar_id").is_not_null())
    nothing_in(frames(views, AmlCheck)[-1].filter(pl.col("screening_result").str.contains("under review")))
    waiting = pl.concat(
        checks.filter(pl.col("screening_result").str.ends_with("; under review"))
        .with_columns(age=(pl.lit(day) - pl.col("check_date").dt.date()).dt.total_days())
        .select("check_id", "aml_flag", "age", "sar_id")
        for day, checks in by_day(views, AmlCheck)
    ).join(at_the_end, on="check_id")
    nothing_in(waiting.filter(~pl.col("aml_flag") | pl.col("sar_id").is_not_null()))
    assert set(waiting["reported"]) == {False, True}
    nothing_in(waiting.filter(~pl.col("reported") & (pl.col("age") >= 16)))


def test_every_quarter_has_reports_from_its_end_on_which_are_submitted_and_decided(views: Views) -> None:
    for day, reports in by_day(views, RegulatoryReport):
        counts = reports.group_by("reporting_period_end").len().sort("reporting_period_end")
        nothing_in(counts.filter(pl.col("len") != 4))
        last = counts["reporting_period_end"][-1]
        assert last <= day < (last + timedelta(days=1) + timedelta(days=95))
        assert counts.height >= 6
        pending = pl.col("status") == "pending"
        nothing_in(reports.filter(pending != pl.col("submission_date").is_null()))
        nothing_in(reports.filter(pl.col("submission_date") > day))
        decided = (pl.lit(day) - pl.col("reporting_period_end")).dt.total_days() >= DECIDED_AFTER
        nothing_in(reports.filter(pl.col("status").is_in(["accepted", "rejected"]) != decided))
    assert {"pending", "submitted", "accepted", "rejected"} == set(
        pl.concat(frames(views, RegulatoryReport))["status"].unique()
    )


def test_who_prepares_a_report_is_settled_when_it_is_submitted(views: Views) -> None:
    for earlier, later in pairwise(frames(views, RegulatoryReport)):
        submitted = earlier.filter(pl.col("status") != "pending").join(later, on="report_id", suffix="_later")
        for column in ("submission_date", "prepared_by", "approved_by"):
            nothing_in(submitted.filter(pl.col(column) != pl.col(f"{column}_later")), column)


def test_the_answer_key_has_the_rows_of_cases_that_are_seen(views: Views) -> None:
    planted = set(frames(views, PlantedTransaction)[-1]["transaction_id"])
    keys = frames(views, PlantedTransaction)[::LEDGERS]
    for key, transactions in zip(keys, views.frames(Transaction, LEDGERS), strict=True):
        assert set(key["transaction_id"]) == planted & set(transactions["transaction_id"])


def updates_of(entries: pl.DataFrame, entity: str, column: str) -> pl.DataFrame:
    """Return the last update of a column of each row of an entity: its day and the new value."""
    value = pl.col("new_value").str.json_path_match(f"$.{column}")
    updates = entries.filter(pl.col("entity_type") == entity, pl.col("action") == "update", value.is_not_null())
    in_order = updates.sort("performed_at", "audit_id").with_columns(value=value)
    return in_order.group_by("entity_id", maintain_order=True).agg(pl.col("value").last())


@pytest.mark.parametrize(
    ("entity", "model", "column"),
    [
        ("customer", Customer, "phone"),
        ("account", Account, "account_status"),
        ("loan", Loan, "loan_status"),
        ("policy", Policy, "policy_status"),
    ],
)
def test_a_row_shows_what_the_audit_trail_says_last(views: Views, entity: str, model: type[Model], column: str) -> None:
    """K16, on every day."""
    key = str(model._meta.pk.column)
    for rows, entries in zip(frames(views, model), frames(views, AuditTrail), strict=True):
        updated = updates_of(entries, entity, column).join(rows, left_on="entity_id", right_on=key, how="left")
        nothing_in(updated.filter(pl.col("value").ne_missing(pl.col(column))))


def test_audit_entries_are_seen_from_the_day_on_which_they_were_made(views: Views) -> None:
    for day, entries in by_day(views, AuditTrail):
        nothing_in(entries.filter(pl.col("performed_at").dt.date() > day))
