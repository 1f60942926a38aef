"""Rule violations: every alert of an active rule, and how it was settled."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance import numbers
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.numbers import (
    CLOSED,
    FALSE_POSITIVE,
    FILED,
    INVESTIGATING,
    OPEN,
    RESOLVED,
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
    Ordinal,
    SecondOfDay,
    rank_within,
)
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_SETTLED = np.array([numbers.STATUSES.index(name) for name in numbers.SETTLED.names])
"""The code in STATUSES of each name in SETTLED."""


@dataclass(frozen=True)
class Violations(Rows):
    """One violation per alert, in the order of the alerts and with their keys.

    `customer` is an index; `ordinal` counts a customer's violations from 1; `status` is a code of STATUSES. `report` is
    the index of the report that the violation led to, or that names the owner of its account, else NONE. `settled` is
    NO_DAY and `officer`, an index into the staff, NONE while the violation is not settled.
    """

    customer: Index
    ordinal: Ordinal
    status: Code
    report: Index
    led_to_report: BoolArray
    settled: DayNumber
    officer: Index


@node(stream="rule violations")
def violations(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    alert_checks: AlertChecks,
    suspicious_activity_reports: SuspiciousActivityReports,
    staff: Staff,
    plan: Plan,
    draw: Draw,
) -> Violations:
    """Return the violations; the status of one with a report follows the report, the others are settled with age."""
    reports = suspicious_activity_reports
    led_to = np.full(len(alerts), NONE, np.int64)
    led_to[alert_checks.alert] = reports.of_alert_check
    report = np.where(led_to == NONE, reports.naming_account_of_alert, led_to)
    customer = accounts.owner[ledger.account[alerts.row]]
    day = ledger.day[alerts.row]
    rows = Rows(alerts.key, alerts.cell)
    status = _statuses(rows, day, report, reports, plan, draw)
    settled_with_report = np.maximum(reports.day + numbers.SETTLED_AFTER_DAYS[0], reports.filed)
    settled = np.where(
        report == NONE,
        day + draw.integers("settled", rows, *numbers.SETTLED_AFTER_DAYS),
        np.append(settled_with_report, 0)[report],
    )
    settled = np.minimum(settled, plan.last_day)
    is_unsettled = (status == OPEN) | (status == INVESTIGATING)
    officer = staff.serving(draw, "officer", rows, settled, numbers.OFFICERS)
    officer[customers.in_storyline[customer]] = FOUNDING_COMPLIANCE_OFFICER
    return Violations(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        ordinal=_ordinals_in_time(customer, day, ledger.second[alerts.row]),
        status=status,
        report=report,
        led_to_report=led_to != NONE,
        settled=np.where(is_unsettled, NO_DAY, settled),
        officer=np.where(is_unsettled, NONE, officer),
    )


def _statuses(
    rows: Rows, day: DayNumber, report: Index, reports: SuspiciousActivityReports, plan: Plan, draw: Draw
) -> Code:
    """Return the status of each violation, a code of STATUSES."""
    age = plan.last_day - day
    report_status = np.append(reports.status, NONE)[report]
    pinned = np.select(
        [report_status == FILED, report_status == CLOSED, report_status != NONE],
        [RESOLVED, FALSE_POSITIVE, INVESTIGATING],
        NONE,
    )
    is_free = pinned == NONE
    opened, investigated = numbers.OPENED, numbers.INVESTIGATED
    if plan.is_full:
        opened, investigated = numbers.OPENED_IN_FULL, numbers.INVESTIGATED_IN_FULL
    is_open = draw.stratified_sample("open", rows, opened, is_free & (age <= numbers.OPEN_DAYS), rounding="status")
    is_investigated = draw.stratified_sample(
        "investigating",
        rows,
        investigated,
        is_free & ~is_open & (age <= numbers.INVESTIGATING_DAYS),
        rounding="status",
        already_selected=pinned == INVESTIGATING,
    )
    status = np.where(is_open, OPEN, np.where(is_investigated, INVESTIGATING, pinned))
    is_settled = (status == NONE) | np.isin(status, _SETTLED)
    pinned_settlement = np.select([status == code for code in _SETTLED], list(range(len(_SETTLED))), NONE)
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
