"""Rule violations: every catch of an active rule, and what was made of it."""

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
from seeding.bank.compliance.reports import Reports
from seeding.bank.compliance.screening import FOUNDER, AlertChecks
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows


@dataclass(frozen=True)
class Violations(Rows):
    """One per catch, in their order; the key is the catch's.

    `customer` is an index, `nth` counts a customer's from 1; `status` is a place in STATUSES; `report` is the index of
    the report that it led to, or that names whose account it is on. `settled` is NO_DAY and `officer`, an index into
    the staff, NONE while it is not settled.
    """

    customer: IntArray
    nth: IntArray
    status: IntArray
    report: IntArray
    led_to_it: BoolArray
    settled: IntArray
    officer: IntArray


@node(stream="rule violations")
def violations(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    alert_checks: AlertChecks,
    reports: Reports,
    staff: Staff,
    plan: Plan,
    draw: Draw,
) -> Violations:
    """Settle what is old; what led to a report stands as the report does."""
    led_to = np.full(len(alerts), NONE, np.int64)
    led_to[alert_checks.catch] = reports.report_of
    report = np.where(led_to == NONE, reports.named_in, led_to)
    customer = accounts.owner[ledger.account[alerts.row]]
    day = ledger.day[alerts.row]
    rows = Rows(alerts.key, alerts.cell)
    status = _statuses(rows, plan.last_day - day, report, reports, draw)
    pinned = np.maximum(reports.day + numbers.SETTLED_AFTER_DAYS[0], reports.filed)
    settled = np.where(
        report == NONE,
        day + draw.integers("settled", rows, *numbers.SETTLED_AFTER_DAYS),
        np.append(pinned, 0)[report],
    )
    settled = np.minimum(settled, plan.last_day)
    open_ = (status == OPEN) | (status == INVESTIGATING)
    officer = staff.serving(draw, "officer", rows, settled, numbers.OFFICERS)
    officer[customers.in_storyline[customer]] = FOUNDER
    return Violations(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        nth=_in_order_of_time(customer, day, ledger.second[alerts.row]),
        status=status,
        report=report,
        led_to_it=led_to != NONE,
        settled=np.where(open_, NO_DAY, settled),
        officer=np.where(open_, NONE, officer),
    )


def _statuses(rows: Rows, age: IntArray, report: IntArray, reports: Reports, draw: Draw) -> IntArray:
    outcome = np.append(reports.outcome, NONE)[report]
    pinned = np.select(
        [outcome == FILED, outcome == CLOSED, outcome != NONE], [RESOLVED, FALSE_POSITIVE, INVESTIGATING], NONE
    )
    free = pinned == NONE
    new = draw.stratified_sample("open", rows, numbers.OPENED, free & (age <= numbers.OPEN_DAYS), rounding="status")
    looked_into = draw.stratified_sample(
        "investigating",
        rows,
        numbers.INVESTIGATED,
        free & ~new & (age <= numbers.INVESTIGATING_DAYS),
        rounding="status",
        already_selected=pinned == INVESTIGATING,
    )
    pinned = np.where(new, OPEN, np.where(looked_into, INVESTIGATING, pinned))
    among = (pinned == NONE) | (pinned == RESOLVED) | (pinned == FALSE_POSITIVE)
    names = numbers.SETTLED.names
    place = {RESOLVED: names.index("resolved"), FALSE_POSITIVE: names.index("false_positive")}
    settled_as = np.select([pinned == status for status in place], list(place.values()), NONE)
    settled = np.array(list(place))[
        draw.stratified_category("settled_as", rows, numbers.SETTLED, among=among, pinned=settled_as)
    ]
    return np.where(among, settled, pinned)


def _in_order_of_time(customer: IntArray, day: IntArray, second: IntArray) -> IntArray:
    """Return each row's place, from 1, among those of its customer."""
    order = np.lexsort((np.arange(len(day)), second, day, customer))
    nth = np.empty(len(day), np.int64)
    nth[order] = rank_within(customer[order]) + 1
    return nth
