"""Careers: when employees leave the bank, and when they are on leave."""

import numpy as np

from seeding.bank.employees import numbers
from seeding.engine.arrays import BoolArray, DayNumber
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.rows import Rows
from seeding.engine.shares import Range, share_range

_LEAVE_DAYS = (numbers.SHORTEST_LEAVE_DAYS, numbers.LONGEST_LEAVE_DAYS)


def termination_days(employees: Rows, hired: DayNumber, stays: BoolArray, layout: Layout, draw: Draw) -> DayNumber:
    """Return the day each employee left, NO_DAY for the others; those marked by `stays` never leave.

    In every half-year back to the first day on which the bank is seen, the same share of those who are employed leaves;
    the list keeps nobody who left more than half a year before that day.
    """
    terminated = np.full(len(employees), NO_DAY, np.int64)
    for place in reversed(range(1 + (layout.until - layout.start) // numbers.LEAVERS_KEPT_DAYS)):
        end = layout.until - place * numbers.LEAVERS_KEPT_DAYS
        is_employed = (terminated == NO_DAY) & (hired <= end)
        can_leave = is_employed & ~stays & (hired < end - numbers.SHORTEST_CAREER_DAYS)
        share = _share_among(numbers.TERMINATED, is_employed)
        leaves = draw.stratified_sample(_column("terminated", place), employees, share, can_leave)
        earliest = np.maximum(hired[leaves] + numbers.SHORTEST_CAREER_DAYS, end - numbers.LEAVERS_KEPT_DAYS)
        terminated[leaves] = draw.dates(_column("termination_day", place), employees.where(leaves), earliest, end)
    return terminated


def leaves_of_absence(
    employees: Rows, hired: DayNumber, terminated: DayNumber, stays: BoolArray, layout: Layout, draw: Draw
) -> tuple[DayNumber, DayNumber]:
    """Return the first day of each employee's leave and the day of the return, both NO_DAY for the others.

    An employee has one leave at most; those marked by `stays` have none. The latest ones last to the end of the
    history, and before them as many employees are on leave at any time.
    """
    began, ended = np.full((2, len(employees)), NO_DAY, np.int64)
    for place in reversed(range(1 + (layout.until - layout.start) // numbers.LONGEST_LEAVE_DAYS)):
        end = layout.until - place * numbers.LONGEST_LEAVE_DAYS
        is_listed = (hired <= end) & ((terminated == NO_DAY) | (terminated >= end - numbers.LEAVERS_KEPT_DAYS))
        remains = (terminated == NO_DAY) | ((place > 0) & (terminated > end + numbers.LONGEST_LEAVE_DAYS))
        share = _share_among(numbers.LEAVES_BEFORE if place else numbers.ON_LEAVE, is_listed)
        goes = draw.stratified_sample(
            _column("on_leave", place), employees, share, ~stays & remains & (began == NO_DAY) & (hired <= end)
        )
        on_leave, first = employees.where(goes), np.maximum(hired[goes] + 1, end - numbers.LONGEST_LEAVE_DAYS)
        began[goes] = draw.dates(_column("leave_began", place), on_leave, first, np.maximum(first, end))
        if place:
            ended[goes] = began[goes] + draw.integers(_column("leave_lasts", place), on_leave, *_LEAVE_DAYS)
    return began, ended


def _share_among(share: Range, part: BoolArray) -> Range:
    """Return the share of all employees that is a share of a part of them."""
    return share_range(round(share.high * float(part.mean()), 9))


def _column(name: str, place: int) -> str:
    """Return the name of a column of draws for each period before the last day of the history, counted back from it."""
    return f"{name}/{place}" if place else name
