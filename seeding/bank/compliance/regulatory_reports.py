"""Quarterly reports to the regulator."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.compliance import numbers
from seeding.bank.compliance.numbers import ACCEPTED, PENDING, REJECTED, SUBMITTED
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_PRESIDENT = 0
_MONTHS = 3


@dataclass(frozen=True)
class RegulatoryReports(Rows):
    """The reports, type by type and quarter by quarter; the key counts them.

    `type` and `status` are places in REPORT_TYPES and REPORT_STATUSES; `submitted` is NO_DAY for what is not due yet;
    `author` and `approver` are indices into the staff.
    """

    type: IntArray
    start: IntArray
    end: IntArray
    submitted: IntArray
    status: IntArray
    author: IntArray
    approver: IntArray


@node(stream="regulatory reports")
def regulatory_reports(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> RegulatoryReports:
    """Report on the last quarters that have ended."""
    kind, back = (axis.ravel() for axis in np.indices((len(numbers.REPORT_TYPES), numbers.QUARTERS)))
    back = numbers.QUARTERS - 1 - back
    # Months are numbered from a January, so that quarters begin at every third.
    current = int(calendar.month(np.array([plan.last_day + 1]))[0]) // _MONTHS * _MONTHS
    month = current - _MONTHS * (back + 1)
    start, end = calendar.month_first(month), calendar.month_last(month + _MONTHS - 1)
    quarter = month // _MONTHS
    rows = Rows(quarter * len(numbers.REPORT_TYPES) + kind, np.zeros(len(kind), np.int64))
    planned = calendar.last_business(end + draw.integers("submitted", rows, *numbers.SUBMITTED_AFTER_DAYS))
    submitted = np.where(planned > plan.last_day, NO_DAY, planned)
    status = np.where(end + numbers.REVIEWED_AFTER_DAYS <= plan.last_day, ACCEPTED, SUBMITTED)
    sent_back = (kind == numbers.REJECTED_REPORT[0]) & (back == numbers.REJECTED_REPORT[1])
    status = np.where(submitted == NO_DAY, PENDING, np.where(sent_back, REJECTED, status))
    day = np.where(submitted == NO_DAY, plan.last_day, submitted)
    author = staff.serving(draw, "author", rows, day, numbers.OFFICERS)
    second = staff.serving(draw, "approver", rows, day, numbers.OFFICERS)
    return RegulatoryReports(
        key=rows.key,
        cell=rows.cell,
        type=kind,
        start=start,
        end=end,
        submitted=submitted,
        status=status,
        author=author,
        approver=np.where(second == author, _PRESIDENT, second),
    )
