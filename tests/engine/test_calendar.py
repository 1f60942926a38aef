"""The calendar agrees with Python's on every day of its three centuries."""

import calendar as python_calendar
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pytest

from seeding.engine.arrays import IntArray
from seeding.engine.bank_holidays import bank_holidays
from seeding.engine.calendar import FIRST_DAY, LAST_DAY, Calendar
from seeding.engine.days import day_number, day_of
from seeding.engine.text import iso_dates

CALENDAR = Calendar()
DATES = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]
DAYS = np.arange(day_number(FIRST_DAY), day_number(LAST_DAY) + 1)
HOLIDAYS = set(bank_holidays())


def day_numbers(days: Iterable[date]) -> IntArray:
    return np.array([day_number(day) for day in days], np.int64)


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def test_days_count_from_1970() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert day_number(date(1969, 12, 31)) == -1
    assert [day_of(number) for number in (0, 59, 11_016)] == [date(1970, 1, 1), date(1970, 3, 1), date(2000, 2, 29)]


def test_each_day_has_its_own_number() -> None:
    assert np.array_equal(day_numbers(DATES), DAYS)
    assert [day_of(number) for number in DAYS] == DATES


def test_every_day_is_written_in_iso_format() -> None:
    assert iso_dates(DAYS).to_list() == [day.isoformat() for day in DATES]


def test_weekdays_are_those_of_python() -> None:
    assert CALENDAR.weekday(DAYS).tolist() == [day.weekday() for day in DATES]


def test_business_days_are_monday_to_friday_except_for_bank_holidays() -> None:
    assert CALENDAR.is_business(DAYS).tolist() == [is_open(day) for day in DATES]


def test_the_holidays_of_a_year_are_those_that_the_federal_reserve_publishes() -> None:
    """https://www.frbservices.org/about/holiday-schedules, for 2026."""
    published = ["01-01", "01-19", "02-16", "05-25", "06-19", "09-07", "10-12", "11-11", "11-26", "12-25"]
    assert [f"{day:%m-%d}" for day in bank_holidays() if day.year == 2026] == published


def test_a_holiday_on_a_sunday_moves_to_monday_and_one_on_a_saturday_does_not_move() -> None:
    assert CALENDAR.is_business(day_numbers([date(2026, 7, 3), date(2021, 12, 24)])).all()
    assert not CALENDAR.is_business(day_numbers([date(2027, 7, 5), date(2022, 12, 26), date(2023, 1, 2)])).any()


def nearest_business(days: Iterable[date]) -> list[int]:
    """Return for each day the last business day up to it, in the order given."""
    found, nearest = [], 0
    for day in days:
        nearest = day_number(day) if is_open(day) else nearest
        found.append(nearest)
    return found


def test_the_next_and_the_last_business_day_are_the_nearest_ones() -> None:
    before, following = nearest_business(DATES), nearest_business(reversed(DATES))[::-1]
    assert CALENDAR.last_business(DAYS[10:]).tolist() == before[10:]
    assert CALENDAR.next_business(DAYS[:-10]).tolist() == following[:-10]


def test_counting_business_days_skips_closed_days() -> None:
    start = day_numbers([date(2026, 7, 2), date(2026, 7, 4), date(2026, 12, 24), date(2026, 12, 31)])
    assert [day_of(day) for day in CALENDAR.next_business(start, 1)] == [
        date(2026, 7, 3), date(2026, 7, 7), date(2026, 12, 28), date(2027, 1, 4),
    ]  # fmt: skip
    counted = CALENDAR.next_business(start, np.array([0, 1, 2, 5]))
    assert [day_of(day) for day in counted] == [
        date(2026, 7, 2),
        date(2026, 7, 7),
        date(2026, 12, 29),
        date(2027, 1, 8),
    ]


def test_the_business_index_counts_the_business_days_before() -> None:
    before = np.concatenate(([0], np.cumsum([is_open(day) for day in DATES])[:-1]))
    assert np.array_equal(CALENDAR.business_index(DAYS), before)


def test_a_day_outside_the_calendar_has_no_business_day_beside_it() -> None:
    for days in (DAYS[:1] - 1, DAYS[-1:] + 1):
        for look_up in (CALENDAR.next_business, CALENDAR.last_business, CALENDAR.business_index):
            with pytest.raises(ValueError, match="outside the calendar"):
                look_up(days)


def test_consecutive_months_have_consecutive_numbers() -> None:
    assert CALENDAR.month(DAYS).tolist() == [(day.year - FIRST_DAY.year) * 12 + day.month - 1 for day in DATES]


def test_months_begin_and_end_as_in_the_standard_library() -> None:
    months = np.arange(12 * 299)
    firsts = [date(FIRST_DAY.year + month // 12, month % 12 + 1, 1) for month in months.tolist()]
    lasts = [first.replace(day=python_calendar.monthrange(first.year, first.month)[1]) for first in firsts]
    assert np.array_equal(CALENDAR.month_first(months), day_numbers(firsts))
    assert np.array_equal(CALENDAR.month_last(months), day_numbers(lasts))


@pytest.mark.parametrize("wanted", [1, 15, 28, 29, 30, 31])
def test_a_day_past_the_end_of_the_month_becomes_its_last_day(wanted: int) -> None:
    months = np.arange(12 * 299)
    expected = [
        date(year, month, min(wanted, python_calendar.monthrange(year, month)[1]))
        for year, month in ((FIRST_DAY.year + number // 12, number % 12 + 1) for number in months.tolist())
    ]
    assert np.array_equal(CALENDAR.day_in_month(months, wanted), day_numbers(expected))


def test_each_month_can_have_another_day() -> None:
    months = CALENDAR.month(day_numbers([date(2024, 2, 1), date(2023, 2, 1), date(2026, 6, 9)]))
    found = CALENDAR.day_in_month(months, np.array([30, 29, 12]))
    assert [day_of(day) for day in found] == [date(2024, 2, 29), date(2023, 2, 28), date(2026, 6, 12)]


def years_earlier(day: date, years: int) -> date:
    year = day.year - years
    return day.replace(year=year, day=min(day.day, python_calendar.monthrange(year, day.month)[1]))


@pytest.mark.parametrize("years", [0, 1, 4, 7, 18, 85, 100, -18])
def test_years_before_keeps_day_and_month(years: int) -> None:
    days = slice(366 * max(years, 0), len(DATES) - 366 * max(-years, 0) - 31)
    assert np.array_equal(
        CALENDAR.years_before(DAYS[days], years), day_numbers(years_earlier(day, years) for day in DATES[days])
    )


def test_months_later_keeps_the_day_or_returns_the_last_day_of_the_month() -> None:
    starts = np.array([day_number(day) for day in (date(2024, 1, 31), date(2024, 2, 29), date(2023, 11, 30))])
    found = CALENDAR.months_later(starts, np.array([1, 12, 3]))
    assert [day_of(day) for day in found] == [date(2024, 2, 29), date(2025, 2, 28), date(2024, 2, 29)]


@pytest.mark.parametrize("later", [0, 1, 27, 28, 29, 30, 31, 59, 365, 366, 1_826])
def test_the_months_between_two_days_are_the_most_that_end_before_the_later_day(later: int) -> None:
    days = DAYS[: len(DAYS) - 2_000]
    months = CALENDAR.months_between(days, days + later)
    assert (CALENDAR.months_later(days, months) <= days + later).all()
    assert (CALENDAR.months_later(days, months + 1) > days + later).all()


def test_february_29_becomes_february_28_in_other_years() -> None:
    leap_days = np.array([day_number(date(2024, 2, 29))] * 4)
    found = CALENDAR.years_before(leap_days, np.array([1, 4, 24, 124]))
    assert [day_of(day) for day in found] == [
        date(2023, 2, 28),
        date(2020, 2, 29),
        date(2000, 2, 29),
        date(1900, 2, 28),
    ]
