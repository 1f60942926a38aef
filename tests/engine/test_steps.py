"""The day to which a bank is advanced follows from what was asked for, also where a run was cut off."""

from datetime import date, timedelta

import pytest

from seeding.engine.options import PlanError
from seeding.engine.plan import Plan
from seeding.engine.steps import BeyondHistoryError, DayNotOverError, EarlierDayError, NothingAheadError, Steps

START, SEEN, UNTIL = date(2026, 2, 1), date(2026, 3, 10), date(2026, 9, 30)
TODAY = date(2026, 12, 1)
PLAN = Plan(1, 600, 75, START, SEEN, UNTIL)


def _later(days: int) -> date:
    return SEEN + timedelta(days=days)


def _last(steps: Steps, complete_on: date = SEEN, today: date = TODAY, *, allow_future: bool = False) -> date:
    return steps.last_day(PLAN, complete_on, today, allow_future=allow_future)


@pytest.mark.parametrize(
    ("steps", "day"),
    [
        (Steps(), _later(1)),
        (Steps(days=5), _later(5)),
        (Steps(to=_later(9)), _later(9)),
        (Steps(to=SEEN), SEEN),
        (Steps(to=UNTIL), UNTIL),
        (Steps(one_by_one=True), UNTIL),
        (Steps(days=5, one_by_one=True), _later(5)),
        (Steps(to=_later(9), one_by_one=True), _later(9)),
    ],
)
def test_the_last_day_is_the_one_that_was_asked_for(steps: Steps, day: date) -> None:
    assert _last(steps) == day


@pytest.mark.parametrize(
    ("steps", "day"),
    [
        (Steps(), SEEN),
        (Steps(days=30), SEEN),
        (Steps(days=31), _later(1)),
        (Steps(to=SEEN), SEEN),
        (Steps(to=_later(4)), _later(4)),
        (Steps(one_by_one=True), UNTIL),
    ],
)
def test_a_command_that_was_cut_off_ends_where_it_was_to_end(steps: Steps, day: date) -> None:
    """A database is still seen 30 days earlier than the others."""
    assert _last(steps, _later(-30)) == day


def test_the_first_step_of_a_torn_bank_is_not_before_the_day_of_any_database() -> None:
    assert Steps(one_by_one=True).next_day(PLAN, _later(-30), UNTIL) == SEEN
    assert Steps(one_by_one=True).next_day(PLAN, SEEN, UNTIL) == _later(1)
    assert Steps().next_day(PLAN, SEEN, UNTIL) == UNTIL


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        (Steps(to=_later(-1)), EarlierDayError),
        (Steps(to=UNTIL + timedelta(days=1)), BeyondHistoryError),
        (Steps(days=300), BeyondHistoryError),
    ],
)
def test_an_impossible_day_is_refused(steps: Steps, error: type[PlanError]) -> None:
    with pytest.raises(error):
        _last(steps)


@pytest.mark.parametrize("steps", [Steps(), Steps(days=3), Steps(one_by_one=True)])
def test_nothing_lies_ahead_of_the_last_day(steps: Steps) -> None:
    plan = Plan(1, 600, 75, START, UNTIL, UNTIL)
    with pytest.raises(NothingAheadError):
        steps.last_day(plan, UNTIL, TODAY, allow_future=False)


@pytest.mark.parametrize("steps", [Steps(), Steps(days=1), Steps(one_by_one=True)])
def test_the_last_day_can_be_completed(steps: Steps) -> None:
    plan = Plan(1, 600, 75, START, UNTIL, UNTIL)
    assert steps.last_day(plan, UNTIL - timedelta(days=1), TODAY, allow_future=False) == UNTIL


def test_days_that_are_not_over_are_refused_unless_allowed() -> None:
    today = _later(3)
    assert _last(Steps(days=2), today=today) == _later(2)
    assert _last(Steps(one_by_one=True), today=today) == _later(2)
    for steps in (Steps(days=3), Steps(to=_later(3)), Steps(days=3, one_by_one=True)):
        with pytest.raises(DayNotOverError):
            _last(steps, today=today)
        assert _last(steps, today=today, allow_future=True) == _later(3)
    assert _last(Steps(one_by_one=True), today=today, allow_future=True) == UNTIL
    with pytest.raises(DayNotOverError):
        _last(Steps(one_by_one=True), today=_later(1))
