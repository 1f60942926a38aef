"""Salaries on the day on which the bank is seen: they rise once a year, with the performance review."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import ROLES
from seeding.bank.employees.reviews import Reviews
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import Cents
from seeding.engine.layout import AsOf, Layout
from seeding.engine.money import cents
from seeding.engine.node import node

_DAYS_PER_YEAR = 365.25
_LOWEST, _HIGHEST = np.array([(role.salary.low, role.salary.high) for role in ROLES]).T


@dataclass(frozen=True)
class Salaries:
    """Salaries on the day on which the bank is seen, in cents a year; by index into the staff.

    For employees who left, it is their last salary.
    """

    yearly: Cents


@node(stream="salaries on the day")
def salaries(staff: Staff, reviews: Reviews, layout: Layout, as_of: AsOf) -> Salaries:
    """Return salaries in whole hundreds of USD, which rise through the role's range with years of service.

    Years of service count up to the day on which the bank is first seen, and later up to the last review.
    """
    counted_to = np.maximum(staff.hired, layout.start)
    is_raised = (reviews.day > layout.start) & as_of.has_come(reviews.day)
    np.maximum.at(counted_to, reviews.employee[is_raised], reviews.day[is_raised])
    low, high = _LOWEST[staff.role], _HIGHEST[staff.role]
    seniority = ((counted_to - staff.hired) / (numbers.CAREER_YEARS * _DAYS_PER_YEAR)).clip(0, 1)
    part_of_range = numbers.SENIORITY_PART * seniority + (1 - numbers.SENIORITY_PART) * staff.personal_pay
    return Salaries(cents(low + np.round(part_of_range, 9) * (high - low), unit=10_000))
