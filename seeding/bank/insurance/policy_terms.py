"""The terms of policies: how each ends, until when it runs, and for how many years life insurance is paid."""

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.policy_types import POLICY_TYPES, Term
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, IntArray, Months, Ordinal
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.rows import Rows

STATUSES = ("active", "lapsed", "cancelled", "matured")
ACTIVE, LAPSED, CANCELED, MATURED = range(len(STATUSES))
HAS_FIXED_TERM = POLICY_TYPES.flags(lambda each: each.term is Term.FIXED)
IS_RENEWED = POLICY_TYPES.flags(lambda each: each.term is Term.RENEWED)
IS_SINGLE_TRIP = POLICY_TYPES.flags(lambda each: each.term is Term.SINGLE_TRIP)
_DAYS_OF_YEAR = 365


def years_ahead(layout: Layout) -> int:
    """Return for how many years, rounded up, the history goes on after the day on which the bank is first seen."""
    return -(-(layout.until - layout.start) // _DAYS_OF_YEAR)


def policy_years(start_day: DayNumber, day: DayNumber, calendar: Calendar) -> IntArray:
    """Return the policy year, from 0, in which a day lies."""
    return calendar.months_between(start_day, day) // 12


def target_statuses(
    rows: Rows,
    policy_type: Code,
    start_day: DayNumber,
    period_months: Months,
    in_storyline: BoolArray,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> tuple[Code, DayNumber, Ordinal]:
    """Return the target status of each policy, the day on which it stops, and the period that is not paid."""
    can_stop = np.flatnonzero(~IS_SINGLE_TRIP[policy_type])
    candidates = Rows(rows.key[can_stop], rows.cell[can_stop])
    eligible = ~in_storyline[can_stop]
    # Only months of which every day has passed, so that whatever day is drawn inside them has passed, too.
    months = calendar.months_between(start_day, np.full(len(rows), layout.until - numbers.GRACE_DAYS[1]))
    periods = months // period_months
    lapsed = draw.stratified_sample(
        "lapsed", candidates, numbers.LAPSES, eligible & (periods[can_stop] >= 1), rounding="fate"
    )
    canceled = draw.stratified_sample(
        "cancelled",
        candidates,
        numbers.CANCELLATIONS,
        eligible & ~lapsed & (months[can_stop] >= 1),
        rounding="fate",
    )
    target_status = np.full(len(rows), ACTIVE)
    target_status[can_stop[lapsed]], target_status[can_stop[canceled]] = LAPSED, CANCELED
    unpaid_period = _unpaid_periods(rows, periods, period_months, draw)
    due_day = calendar.months_later(start_day, unpaid_period * period_months)
    lapse_day = due_day + draw.integers("lapsed_day", rows, *numbers.GRACE_DAYS)
    month = draw.integers("cancelled_month", rows, np.minimum(1, months), months.clip(0)).clip(0)
    days = draw.integers("cancelled_day", rows, *numbers.CANCELED_DAYS)
    cancel_day = calendar.last_business(calendar.months_later(start_day, month) + days)
    is_lapsed = target_status == LAPSED
    stop_day = np.select([is_lapsed, target_status == CANCELED], [lapse_day, cancel_day], NO_DAY)
    return target_status, stop_day, np.where(is_lapsed, unpaid_period, NONE)


def _unpaid_periods(rows: Rows, periods: IntArray, period_months: Months, draw: Draw) -> Ordinal:
    """Return the period, from 0, whose premium would not be paid.

    It is never the last month of a policy year, for the policy must lapse before it would be renewed.
    """
    unpaid = draw.integers("unpaid", rows, np.minimum(1, periods), periods.clip(0)).clip(0)
    is_last_month = (period_months == 1) & (unpaid % 12 == 11)
    return unpaid - is_last_month


def paying_years(rows: Rows, draw: Draw) -> IntArray:
    """Return for how many years each policy would be paid if it insured a life."""
    choices = np.array(numbers.FIXED_TERM_YEARS)
    return choices[draw.integers("years", rows, 0, len(choices) - 1)]


def end_days(
    rows: Rows,
    policy_type: Code,
    years: IntArray,
    start_day: DayNumber,
    stop_day: DayNumber,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> DayNumber:
    """Return the last day of each policy's fixed term, of its trip, or of the year in which it is or stopped.

    `years` is the fixed term where there is one.
    """
    last = np.where(stop_day == NO_DAY, layout.until, stop_day)
    through_current_year = 12 * (policy_years(start_day, last, calendar) + 1)
    trip_months = draw.integers("journey", rows, *numbers.TRIP_MONTHS)
    has_fixed_term, is_single_trip = HAS_FIXED_TERM[policy_type], IS_SINGLE_TRIP[policy_type]
    months = np.select([has_fixed_term, is_single_trip], [12 * years, trip_months], through_current_year)
    return calendar.months_later(start_day, months) - 1
