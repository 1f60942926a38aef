"""What compliance does about a transaction comes after it: the days of violations, checks and reports are in order."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.screening import AlertChecks
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.compliance.violations import Violations
from seeding.bank.graph import BANK
from seeding.engine.arrays import NONE, DayNumber
from seeding.engine.blocks import Block, blocks
from seeding.engine.calendar import NO_DAY
from seeding.engine.days import day_number
from seeding.engine.evaluation import evaluations
from seeding.engine.layout import History
from seeding.engine.node import Need, Node
from seeding.engine.plan import Plan
from tests.sampling import first

START, UNTIL = date(2026, 1, 20), date(2026, 11, 20)


@dataclass(frozen=True)
class Work:
    """The work of compliance in a bank; `day` is the day of each violation's transaction."""

    day: DayNumber
    violations: Violations
    checks: AlertChecks
    reports: SuspiciousActivityReports


def _work(
    ledger: Ledger,
    alerts: Alerts,
    violations: Violations,
    checks: AlertChecks,
    reports: SuspiciousActivityReports,
) -> Work:
    return Work(ledger.day[alerts.row], violations, checks, reports)


_NEEDS = {
    "ledger": Need(Ledger),
    "alerts": Need(Alerts),
    "violations": Need(Violations),
    "checks": Need(AlertChecks),
    "reports": Need(SuspiciousActivityReports),
}


@pytest.fixture(
    scope="module",
    params=first([[60, START, History.BRIEF], [1, UNTIL, History.FULL]]),
    ids=["brief", "full"],
)
def work(request: pytest.FixtureRequest) -> Work:
    """Banks of scale 1 in which a participant of a case breaks a rule after the report on the case was filed."""
    seed, start, history = request.param
    plan = Plan(seed, 1_200, 150, start, UNTIL, UNTIL, history=history)
    asking = Node(_work, "test", _NEEDS, Work)
    whole = Block(0, sum(1 for _ in blocks(plan.layout, 1)))
    *_, (evaluation, _) = evaluations(BANK, plan, [whole])
    return asking(**evaluation.arguments(asking))


def none_before(days: DayNumber, earliest: DayNumber) -> None:
    """Fail if a day comes before the earliest that it may be; days that do not come are left out."""
    happens = days != NO_DAY
    assert happens.any()
    early = np.flatnonzero(happens & (days < earliest))
    assert not len(early), f"{len(early)} days are too early, the first is number {early[0]}"


def test_a_violation_is_investigated_and_settled_after_it_happened(work: Work) -> None:
    none_before(work.violations.investigated, work.day)
    # The last day of the history is the latest that there is.
    none_before(work.violations.settled, np.minimum(work.day + 1, day_number(UNTIL)))


def test_a_flagged_check_is_reviewed_after_it_was_made(work: Work) -> None:
    none_before(work.checks.reviewed, work.checks.day)
    assert (work.checks.day >= work.day[work.checks.alert]).all()


def test_a_report_follows_its_checks_and_is_reviewed_filed_or_closed_after_it_was_begun(work: Work) -> None:
    for days in (work.reports.reviewed, work.reports.filed, work.reports.closed):
        none_before(days, work.reports.day)
    reported = np.flatnonzero(work.reports.of_alert_check != NONE)
    assert len(reported) >= len(work.reports)
    assert (work.checks.day[reported] <= work.reports.day[work.reports.of_alert_check[reported]]).all()
