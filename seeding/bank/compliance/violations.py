"""Rule violations: every alert of an active rule, and how it was settled."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance import numbers
from seeding.bank.compliance.alert_stories import AlertStories
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.numbers import (
    CLOSED,
    FALSE_POSITIVE,
    FILED,
    INVESTIGATING,
    OPEN,
    RESOLVED,
    RULE_CODE,
)
from seeding.bank.compliance.screening import FOUNDING_COMPLIANCE_OFFICER, AlertChecks
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Code,
    DayNumber,
    Index,
    IntArray,
    Ordinal,
    SecondOfDay,
    rank_within,
)
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows
from seeding.engine.shares import Range

_CTR = RULE_CODE[numbers.CTR_RULE]
_SETTLED = np.array([numbers.STATUSES.index(name) for name in numbers.SETTLED.names])
"""The code in STATUSES of each name in SETTLED."""


@dataclass(frozen=True)
class Violations(Rows):
    """One violation per alert, in the order of the alerts and with their keys.

    `customer` is an index; `ordinal` counts a customer's violations from 1. `report` is the index of the report that
    the violation led to, or that names the owner of its account, else NONE. `status`, a code of STATUSES, is the one on
    the last day of the history. Until then a violation is open, under investigation from `investigated` on, and settled
    on `settled`: days that are NO_DAY for what does not happen by then. `officer`, an index into the staff, is NONE for
    a violation that is not settled by then.
    """

    customer: Index
    ordinal: Ordinal
    status: Code
    report: Index
    led_to_report: BoolArray
    investigated: DayNumber
    settled: DayNumber
    officer: Index

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the status of each violation on a day, a code of STATUSES."""
        is_investigated = as_of.has_come(self.investigated)
        return np.where(as_of.has_come(self.settled), self.status, np.where(is_investigated, INVESTIGATING, OPEN))


@node(stream="rule violations")
def violations(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    alert_checks: AlertChecks,
    alert_stories: AlertStories,
    suspicious_activity_reports: SuspiciousActivityReports,
    staff: Staff,
    layout: Layout,
    draw: Draw,
) -> Violations:
    """Return the violations; violations by one ledger row are settled together, on the same day and by one officer.

    The status of one with a report follows the report. Currency transaction reports are filed in time. The others are
    settled with age.
    """
    reports = suspicious_activity_reports
    led_to = np.full(len(alerts), NONE, np.int64)
    led_to[alert_checks.alert] = reports.of_alert_check
    report = _reports_of_rows(ledger, alerts, np.where(led_to == NONE, reports.naming_account_of_alert, led_to))
    customer = accounts.owner[ledger.account[alerts.row]]
    day = ledger.day[alerts.row]
    # All draws are by the key of the ledger row, which its violations share.
    rows = Rows(alert_stories.key, alert_stories.cell)
    is_ctr = alerts.rule == _CTR
    filed = day + draw.integers("ctr_filed", rows, *numbers.CTR_FILED_AFTER_DAYS)
    # The rule is the first in the order of rules, and so is its violation on a row.
    with_ctr = is_ctr | (is_ctr[alert_stories.first] & (report == NONE))
    pinned = np.where(with_ctr, np.where(filed <= layout.until, RESOLVED, OPEN), _statuses_of_reports(report, reports))
    is_sanctioned, shares = alert_stories.is_sanctioned, numbers.unsettled_shares(layout)
    status = statuses(rows, alert_stories.first, layout.until - day, pinned, is_sanctioned, shares, draw)
    first_day, last_day = numbers.SETTLED_AFTER_DAYS
    latest = np.clip(layout.until - day, 0, last_day)
    settled_alone = day + draw.integers("settled", rows, np.minimum(first_day, latest), latest)
    ended = np.maximum(reports.day + first_day, np.maximum(reports.filed, reports.closed))
    # The account of another participant may break a rule after the report that names its owner was filed.
    settled_with_report = np.maximum(day + first_day, np.append(ended, NO_DAY)[report])
    settled = np.where(report == NONE, settled_alone, settled_with_report)
    settled = np.minimum(np.where(with_ctr, filed, settled), layout.until)
    is_unsettled = (status == OPEN) | (status == INVESTIGATING)
    investigated = day + draw.integers("investigated", rows, *numbers.INVESTIGATED_AFTER_DAYS)
    investigated = np.where(with_ctr | (status == OPEN), NO_DAY, np.minimum(investigated, layout.until))
    officer = staff.serving(draw, "officer", rows, settled, numbers.OFFICERS)
    officer[customers.in_storyline[customer]] = FOUNDING_COMPLIANCE_OFFICER
    return Violations(
        key=alerts.key,
        cell=alerts.cell,
        customer=customer,
        ordinal=_ordinals_in_time(customer, day, ledger.second[alerts.row]),
        status=status,
        report=report,
        led_to_report=led_to != NONE,
        investigated=investigated,
        settled=np.where(is_unsettled, NO_DAY, settled),
        officer=np.where(is_unsettled, NONE, officer),
    )


def _reports_of_rows(ledger: Ledger, alerts: Alerts, report: Index) -> Index:
    """Return the report of each alert: its own, or one that another alert led to for which its row is evidence."""
    has_report = report[alerts.evidence_alert] != NONE
    report_of_row = np.full(len(ledger), NONE, np.int64)
    report_of_row[alerts.evidence_row[has_report]] = report[alerts.evidence_alert[has_report]]
    return np.where(report == NONE, report_of_row[alerts.row], report)


def _statuses_of_reports(report: Index, reports: SuspiciousActivityReports) -> Code:
    """Return the status that a report gives a violation, a code of STATUSES; NONE without a report."""
    status = np.append(reports.status, NONE)[report]
    return np.select(
        [status == FILED, status == CLOSED, status != NONE], [RESOLVED, FALSE_POSITIVE, INVESTIGATING], NONE
    )


def statuses(
    rows: Rows,
    first: Index,
    age: IntArray,
    pinned: Code,
    is_sanctioned: BoolArray,
    shares: tuple[Range, Range],
    draw: Draw,
) -> Code:
    """Return the status of each violation, a code of STATUSES; `age` is in days and `pinned` NONE where it is free.

    The key of `rows` is that of the ledger row, `first` the index of the first violation on the same row: those that
    are free on it share a status. Draws by the key put them side by side, so that shares are those of violations, not
    of ledger rows: cash of more than the reporting threshold breaks two rules, and both are resolved.
    """
    drawn = _drawn_statuses(rows, age, pinned, is_sanctioned, shares, draw)
    return np.where(pinned == NONE, drawn[first], pinned)


def _drawn_statuses(
    rows: Rows, age: IntArray, pinned: Code, is_sanctioned: BoolArray, shares: tuple[Range, Range], draw: Draw
) -> Code:
    """Return the status of each row; payments with sanctioned countries are no false alarms.

    `shares` are those of open violations and of those under investigation. A cell that has too few recent violations
    for the open ones has more under investigation instead, so that as many are unsettled.
    """
    opened, investigated = shares
    unsettled = Range(opened.low, investigated.high)
    is_free = pinned == NONE
    is_open = draw.stratified_sample(
        "open",
        rows,
        opened,
        is_free & (age <= numbers.OPEN_DAYS),
        rounding="status",
        already_selected=pinned == OPEN,
    )
    is_recent = age <= draw.integers("investigated_for", rows, *numbers.INVESTIGATING_DAYS)
    is_investigated = draw.stratified_sample(
        "investigating",
        rows,
        unsettled,
        is_free & ~is_open & is_recent,
        rounding="status",
        already_selected=is_open | np.isin(pinned, (OPEN, INVESTIGATING)),
    )
    status = np.where(is_open, OPEN, np.where(is_investigated, INVESTIGATING, pinned))
    is_settled = (status == NONE) | np.isin(status, _SETTLED)
    settled_as = np.where(is_sanctioned & (status == NONE), RESOLVED, status)
    pinned_settlement = np.select([settled_as == code for code in _SETTLED], list(range(len(_SETTLED))), NONE)
    settlement = draw.stratified_category(
        "settled_as", rows, numbers.SETTLED, subset=is_settled, pinned=pinned_settlement
    )
    return np.where(is_settled, _SETTLED[settlement], status)


def _ordinals_in_time(customer: Index, day: DayNumber, second: SecondOfDay) -> Ordinal:
    """Return each row's ordinal, from 1, among the rows of its customer in order of time."""
    order = np.lexsort((np.arange(len(day)), second, day, customer))
    ordinal = np.empty(len(day), np.int64)
    ordinal[order] = rank_within(customer[order]) + 1
    return ordinal
