"""Suspicious activity reports on planted cases and on innocent twins that were mistaken for cases."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance import case_numbers, numbers
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.case_types import ACTIVITIES, CASE_TYPES
from seeding.bank.compliance.numbers import CLOSED, DRAFT, FILED, UNDER_REVIEW
from seeding.bank.compliance.scenarios import Participants, Scenarios, is_late
from seeding.bank.compliance.screening import FOUNDING_COMPLIANCE_OFFICER, AlertChecks
from seeding.bank.employees.staff import Staff
from seeding.bank.storyline_codes import storyline_mask
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, IntArray, run_lengths
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_ACTIVITY = np.array([ACTIVITIES.index(case_type.activity) for case_type in CASE_TYPES])


@dataclass(frozen=True)
class SuspiciousActivityReports(Rows):
    """The reports of a block; the key is the subject's customer number.

    One element per report: `account` is an index, `kind` a code of KINDS, `status` a code of SAR_STATUSES;
    `transactions` is the number of ledger rows involved, `amount` their sum, and `first` and `last` the days on which
    they begin and end. `filed` is NO_DAY and `officer`, an index into the staff, NONE where a report was not filed.
    A report is a draft until it is under review, from `reviewed` on, and until it is filed or `closed`: days that are
    NO_DAY for what does not happen by the last day of the history, on which `status` is the report's status.

    `of_alert_check` has the report that each alert check led to. `naming_account_of_alert` has, for each alert on an
    account of another participant, the report that names this participant. Both are indices, NONE without a report.
    """

    account: Index
    kind: Code
    status: Code
    day: DayNumber
    reviewed: DayNumber
    filed: DayNumber
    closed: DayNumber
    officer: Index
    amount: Cents
    transactions: IntArray
    first: DayNumber
    last: DayNumber
    of_alert_check: Index
    naming_account_of_alert: Index

    @property
    def activity(self) -> Code:
        """The activity that each report states, a code of ACTIVITIES."""
        return _ACTIVITY[self.kind]

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the status of each report on a day, a code of SAR_STATUSES."""
        has_come = [as_of.has_come(days) for days in (self.filed, self.closed, self.reviewed)]
        return np.select(has_come, [FILED, CLOSED, UNDER_REVIEW], DRAFT)

    def alert_checks_reported_on(self, as_of: AsOf) -> BoolArray:
        """Return whether each alert check has led to a report that exists on a day."""
        # The last element serves checks that are NONE.
        return np.append(as_of.has_come(self.day), False)[self.of_alert_check]


@node(stream="suspicious activity reports")
def suspicious_activity_reports(
    ledger: Ledger,
    scenarios: Scenarios,
    participants: Participants,
    alerts: Alerts,
    alert_checks: AlertChecks,
    staff: Staff,
    layout: Layout,
    draw: Draw,
) -> SuspiciousActivityReports:
    """Return a report for every scenario that has a report status and raised an alert."""
    is_subject = participants.position == 0
    scenario = _reported_scenarios(ledger, scenarios, participants, is_subject, alerts)[alert_checks.alert]
    involved = np.flatnonzero(scenario != NONE)
    # A row that was checked for several alerts is involved once.
    pairs = np.unique(np.stack((scenario[involved], alert_checks.row[involved])), axis=1)
    first, count = run_lengths(pairs[0])
    reported, row = pairs[0][first], pairs[1]
    last_check = np.full(len(scenarios), NO_DAY, np.int64)
    np.maximum.at(last_check, scenario[involved], alert_checks.day[involved])
    subject, status = scenarios.subject[reported], scenarios.report_status[reported]
    rows = Rows(participants.key[subject], participants.cell[subject])
    day = _report_days(rows, status, last_check[reported], layout, draw)
    filed = np.where(status == FILED, _filing_days(rows, day, layout, draw), NO_DAY)
    closed = np.where(status == CLOSED, np.minimum(day + numbers.CLOSED_AFTER_DAYS, layout.until), NO_DAY)
    ended = np.maximum(filed, closed)
    reviewed = draw.dates("reviewed", rows, day, np.where(ended == NO_DAY, layout.until, ended))
    officer = staff.serving(draw, "officer", rows, np.maximum(day, filed), numbers.OFFICERS)
    officer[storyline_mask(rows.key)] = FOUNDING_COMPLIANCE_OFFICER
    # The last element serves scenarios that are NONE.
    report_of_scenario = np.full(len(scenarios) + 1, NONE, np.int64)
    report_of_scenario[reported] = np.arange(len(reported))
    other_scenario = _reported_scenarios(ledger, scenarios, participants, ~is_subject, alerts)
    return SuspiciousActivityReports(
        key=rows.key,
        cell=rows.cell,
        account=participants.account[subject],
        kind=scenarios.kind[reported],
        status=status,
        day=day,
        reviewed=np.where(status == DRAFT, NO_DAY, reviewed),
        filed=filed,
        closed=closed,
        officer=np.where(status == FILED, officer, NONE),
        amount=np.add.reduceat(np.abs(ledger.cents[row]), first) if len(first) else first,
        transactions=count,
        first=np.minimum.reduceat(ledger.day[row], first) if len(first) else first,
        last=np.maximum.reduceat(ledger.day[row], first) if len(first) else first,
        of_alert_check=report_of_scenario[scenario],
        naming_account_of_alert=report_of_scenario[other_scenario],
    )


def _reported_scenarios(
    ledger: Ledger, scenarios: Scenarios, participants: Participants, selected: BoolArray, alerts: Alerts
) -> Index:
    """Return the scenario with a report status that each alert is about, NONE for the other alerts.

    Such an alert is a pattern on the account of a selected participant while the scenario lasts.
    """
    reported = np.flatnonzero(selected & (scenarios.report_status[participants.scenario] != NONE))
    if not len(reported):
        return np.full(len(alerts), NONE, np.int64)
    reported = reported[np.argsort(participants.account[reported])]
    account, scenario = participants.account[reported], participants.scenario[reported]
    alert_account = ledger.account[alerts.row]
    position = np.minimum(np.searchsorted(account, alert_account), len(account) - 1)
    days_since = ledger.day[alerts.row] - scenarios.first_day[scenario[position]]
    during = (days_since >= 0) & (days_since <= case_numbers.LONGEST_CASE_DAYS)
    return np.where(alerts.is_pattern & (account[position] == alert_account) & during, scenario[position], NONE)


def _filing_days(rows: Rows, day: DayNumber, layout: Layout, draw: Draw) -> DayNumber:
    """Return the day on which each report that was begun on `day` is filed, which is not after today."""
    fewest, most = numbers.FILED_AFTER_DAYS
    latest = np.clip(layout.until - day, 0, most)
    return day + draw.integers("filed", rows, np.minimum(fewest, latest), latest)


def _report_days(rows: Rows, status: Code, last_check: DayNumber, layout: Layout, draw: Draw) -> DayNumber:
    """Return the day each report was begun: some days after the last check, recently if it is still being written."""
    soon = last_check + draw.integers("day", rows, *numbers.REPORTED_AFTER_DAYS)
    earliest, latest = (layout.until - days for days in numbers.LATE_REPORT_DAYS_AGO)
    return np.where(is_late(status), draw.dates("day/late", rows, earliest, latest), soon)
