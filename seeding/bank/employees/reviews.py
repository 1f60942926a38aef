"""The yearly performance reviews of the staff."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import development_numbers as numbers
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, IntArray, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_REVIEWS_OF_EMPLOYEE = Room("performance reviews of an employee", 10)
_REVIEWS_IN_FULL = Room("performance reviews of an employee in a full history", 12)
_LOWEST_GOALS_MET, _HIGHEST_GOALS_MET = np.array([(goals.low, goals.high) for goals in numbers.GOALS_MET], np.int64).T
_MONTHS_PER_YEAR = 12
_DAYS_OF_YEAR, _DAYS_OF_LAST_YEAR = 365, 364


@dataclass(frozen=True)
class Reviews(Rows):
    """The reviews of the staff, employee by employee in order of time.

    `employee` is an index into the staff; `rating` runs from 1 to 5; `goals_met` is in percent.
    """

    employee: Index
    day: DayNumber
    rating: IntArray
    goals_met: IntArray


@node(stream="performance reviews")
def reviews(staff: Staff, layout: Layout, calendar: Calendar, draw: Draw) -> Reviews:
    """Return a review a year of every employee except the president, after ninety days of service."""
    employee, day = _review_days(staff, layout, calendar, draw)
    order = np.lexsort((day, employee))
    employee, day = employee[order], day[order]
    room = _REVIEWS_IN_FULL if layout.is_full else _REVIEWS_OF_EMPLOYEE
    rows = Rows(child_key(staff.key[employee], rank_within(employee) + 1, room), staff.cell[employee])
    rating = _ratings(Rows(staff.key[employee], rows.cell), rows, draw)
    return Reviews(
        key=rows.key,
        cell=rows.cell,
        employee=employee,
        day=day,
        rating=rating + 1,
        goals_met=draw.integers("goals_met", rows, _LOWEST_GOALS_MET[rating], _HIGHEST_GOALS_MET[rating]),
    )


def _review_days(staff: Staff, layout: Layout, calendar: Calendar, draw: Draw) -> tuple[Index, DayNumber]:
    """Return employee and day of each review: one in the last year of service, the others whole years earlier.

    In a brief history the latest ones are kept, with those of the years since the bank was first seen.
    """
    end = np.where(staff.terminated == NO_DAY, layout.until, staff.terminated)
    earliest = staff.hired + numbers.FIRST_REVIEW_DAYS
    is_reviewed = (staff.manager_number != NONE) & (earliest <= end)
    index = np.flatnonzero(is_reviewed)
    employees = Rows(staff.key, staff.cell).where(is_reviewed)
    earliest, end = earliest[index], end[index]
    latest = draw.dates("latest", employees, np.maximum(earliest, end - _DAYS_OF_LAST_YEAR), end)
    count = draw.stratified_category("reviews", employees, numbers.REVIEWS) + 1
    most = most_reviews(layout)
    count = np.full(len(employees), most) if layout.is_full else count + most - numbers.MOST_REVIEWS
    years_ago = np.arange(most)
    day = calendar.years_before(latest[:, None], years_ago)
    business_day = calendar.last_business(day)
    day = np.where(business_day >= earliest[:, None], business_day, day)
    is_kept = (day >= earliest[:, None]) & (years_ago < count[:, None]) & _in_new_year(day, calendar)
    employee, review = np.nonzero(is_kept)
    return index[employee], day[employee, review]


def most_reviews(layout: Layout) -> int:
    """Return how many reviews of an employee are kept at most: one more for each year that a brief history goes on."""
    if layout.is_full:
        return numbers.REVIEWS_IN_FULL
    return numbers.MOST_REVIEWS + -(-(layout.until - layout.start) // _DAYS_OF_YEAR)


def _in_new_year(days: DayNumber, calendar: Calendar) -> BoolArray:
    """Return which days do not lie in the calendar year of the previous column's day; the first column's never do.

    Around New Year, the business day before may lie in a year that already has a review.
    """
    year = calendar.month(days) // _MONTHS_PER_YEAR
    is_new = np.ones(days.shape, bool)
    is_new[:, 1:] = year[:, 1:] != year[:, :-1]
    return is_new


def _ratings(employees: Rows, rows: Rows, draw: Draw) -> Code:
    """Return ratings, from 0, in exactly their shares; an employee's ratings are similar from year to year.

    `employees` has the employee of each of the `rows`.
    """
    personal, yearly = draw.uniform("person", employees), draw.uniform("year", rows)
    merit = np.round(numbers.PERSONAL_PART * personal + (1 - numbers.PERSONAL_PART) * yearly, 9)
    rank = np.empty(len(rows), np.int64)
    rank[np.argsort(merit, kind="stable")] = np.arange(len(rows))
    quantile = np.round((rank + 0.5) / max(1, len(rows)), 9)
    return np.searchsorted(numbers.RATINGS.cumulative[:-1], quantile, side="right").astype(np.int64)
