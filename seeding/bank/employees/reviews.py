"""The yearly reviews of the staff."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import development_numbers as numbers
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, one_stratum

_FAN_OUT = 10
_LOW, _HIGH = np.array([(band.low, band.high) for band in numbers.GOALS_MET], np.int64).T
_MONTHS = 12


@dataclass(frozen=True)
class Reviews(Rows):
    """The reviews of the staff in the order of time; `key` is the employee number x 10 + a number from 1.

    `employee` is an index into the staff, `rating` 1 to 5, `goals_met` in percent.
    """

    employee: IntArray
    day: IntArray
    rating: IntArray
    goals_met: IntArray


@node(stream="performance reviews")
def reviews(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> Reviews:
    """Review everybody but the president once a year, after ninety days of service."""
    employee, day = _days(staff, plan, calendar, draw)
    order = np.lexsort((day, employee))
    employee, day = employee[order], day[order]
    rows = one_stratum(staff.key[employee] * _FAN_OUT + rank_within(employee) + 1)
    rating = _ratings(Rows(staff.key[employee], rows.cell), rows, draw)
    return Reviews(
        key=rows.key,
        cell=rows.cell,
        employee=employee,
        day=day,
        rating=rating + 1,
        goals_met=draw.integers("goals_met", rows, _LOW[rating], _HIGH[rating]),
    )


def _days(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return employee and day of each review: the latest within the last year of service, the others years before."""
    end = np.where(staff.terminated == NO_DAY, plan.last_day, staff.terminated)
    earliest = staff.hired + numbers.FIRST_REVIEW_DAYS
    reviewed = (staff.manager != NONE) & (earliest <= end)
    index = np.flatnonzero(reviewed)
    people = Rows(staff.key, staff.cell).where(reviewed)
    earliest, end = earliest[index], end[index]
    latest = draw.dates("latest", people, np.maximum(earliest, end - 364), end)
    many = draw.stratified_category("reviews", people, numbers.REVIEWS) + 1
    years = np.arange(numbers.MOST_REVIEWS)
    day = calendar.years_before(latest[:, None], years)
    at_work = calendar.last_business(day)
    day = np.where(at_work >= earliest[:, None], at_work, day)
    there = (day >= earliest[:, None]) & (years < many[:, None]) & _first_of_its_year(day, calendar)
    who, when = np.nonzero(there)
    return index[who], day[who, when]


def _first_of_its_year(days: IntArray, calendar: Calendar) -> BoolArray:
    """Return which days do not lie in the calendar year of the day in the column before.

    Around New Year the business day before may be one of the year that has a review already.
    """
    year = calendar.month(days) // _MONTHS
    first = np.ones(days.shape, bool)
    first[:, 1:] = year[:, 1:] != year[:, :-1]
    return first


def _ratings(people: Rows, rows: Rows, draw: Draw) -> IntArray:
    """Return ratings, from 0, that keep their shares exactly: persons are alike from year to year, in part."""
    personal = draw.uniform("person", people)
    merit = np.round(numbers.PERSONAL_PART * personal + (1 - numbers.PERSONAL_PART) * draw.uniform("year", rows), 9)
    place = np.empty(len(rows), np.int64)
    place[np.argsort(merit, kind="stable")] = np.arange(len(rows))
    share = np.round((place + 0.5) / max(1, len(rows)), 9)
    return np.searchsorted(numbers.RATINGS.cumulative[:-1], share, side="right").astype(np.int64)
