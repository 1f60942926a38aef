"""The quarterly reports to the regulator."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.compliance import regulatory_numbers as numbers
from seeding.bank.compliance.numbers import OFFICERS
from seeding.bank.compliance.regulatory_numbers import ACCEPTED, PENDING, REJECTED, SUBMITTED
from seeding.bank.employees.numbers import FOUNDING_ROLES, PRESIDENT
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, Code, DayNumber, Key
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import EachRegion, node
from seeding.engine.rows import Rows, one_stratum

_PRESIDENT = FOUNDING_ROLES.index(PRESIDENT)
_MONTHS_PER_QUARTER = 3
_REPORTS_OF_QUARTER = Room("regulatory reports of a quarter", len(numbers.REGULATORY_REPORT_TYPES))
_REJECTED_QUARTERS_AGO = np.array([
    NONE if report.rejected_quarters_ago is None else report.rejected_quarters_ago
    for report in numbers.REGULATORY_REPORT_TYPES
])  # fmt: skip
"""By type of report; NONE where the regulator rejected none."""


@dataclass(frozen=True)
class RegulatoryReports(Rows):
    """The reports on a day, type by type and quarter by quarter, one element per report.

    `type` and `status` are codes of REPORT_TYPES and REGULATORY_STATUSES; `start` and `end` are the first and last days
    of the quarter; `submitted` is NO_DAY for a report that is not submitted yet; `author` and `approver` are employee
    numbers: until a report is submitted, those who are to prepare and approve it on that day.
    """

    type: Code
    start: DayNumber
    end: DayNumber
    submitted: DayNumber
    status: Code
    author: Key
    approver: Key


@node(stream="regulatory reports")
def regulatory_reports(
    staff: EachRegion[Staff], layout: Layout, as_of: AsOf, calendar: Calendar, draw: Draw
) -> RegulatoryReports:
    """Return a report of each type for each full quarter up to the last day of the history, by the first region."""
    head_office = staff.first
    shape = len(numbers.REGULATORY_REPORT_TYPES), numbers.quarters_of(layout)
    report_type, nth_quarter = (axis.ravel() for axis in np.indices(shape))
    quarters_ago = shape[1] - 1 - nth_quarter
    # Months are numbered from a January, so that every third one begins a quarter.
    month_after_last_day = int(calendar.month(np.array([layout.until + 1]))[0])
    current_quarter = month_after_last_day // _MONTHS_PER_QUARTER
    quarter = current_quarter - 1 - quarters_ago
    month = quarter * _MONTHS_PER_QUARTER
    start, end = calendar.month_first(month), calendar.month_last(month + _MONTHS_PER_QUARTER - 1)
    rows = one_stratum(child_key(quarter, report_type, _REPORTS_OF_QUARTER))
    planned = calendar.last_business(end + draw.integers("submitted", rows, *numbers.SUBMITTED_AFTER_DAYS))
    is_decided = as_of.has_come(end + numbers.ACCEPTED_AFTER_DAYS)
    outcome = np.where(quarters_ago == _REJECTED_QUARTERS_AGO[report_type], REJECTED, ACCEPTED)
    day = np.minimum(planned, as_of.day)
    author = head_office.serving(draw, "author", rows, day, OFFICERS)
    second_officer = head_office.serving(draw, "approver", rows, day, OFFICERS)
    return RegulatoryReports(
        key=rows.key,
        cell=rows.cell,
        type=report_type,
        start=start,
        end=end,
        submitted=as_of.known(planned),
        status=np.select([~as_of.has_come(planned), is_decided], [PENDING, outcome], SUBMITTED),
        author=head_office.key[author],
        approver=head_office.key[np.where(second_officer == author, _PRESIDENT, second_officer)],
    )
