"""The day to which a bank is advanced, from the options of the command."""

from dataclasses import dataclass
from datetime import date, timedelta

from seeding.engine.options import FutureDayError, PlanError
from seeding.engine.plan import Plan


@dataclass
class EarlierDayError(PlanError):
    """The day asked for is before the one on which the bank is seen; what was seen cannot be taken back."""

    plan: Plan
    asked: date

    def __str__(self) -> str:
        return f"the bank is seen on {self.plan.as_of} and does not go back to {self.asked}"


@dataclass
class BeyondHistoryError(PlanError):
    """The day asked for is after the last day of the history."""

    plan: Plan
    asked: date

    def __str__(self) -> str:
        return f"the history of the bank ends on {self.plan.until}, before {self.asked}"


@dataclass
class NothingAheadError(PlanError):
    """The bank is seen on the last day of its history already."""

    plan: Plan

    def __str__(self) -> str:
        return f"the bank is seen on {self.plan.as_of}, the last day of its history"


@dataclass
class DayNotOverError(FutureDayError):
    """The day to which the bank is to be advanced is in the future."""


@dataclass(frozen=True)
class Steps:
    """The requested steps: to a day, or by a number of days; a day at a time, or all at once.

    `days` and `to` exclude each other. With neither, a bank moves on by one day, or up to the last day of its history
    if it does so a day at a time.
    """

    to: date | None = None
    days: int | None = None
    one_by_one: bool = False

    def last_day(self, plan: Plan, complete_on: date, today: date, *, allow_future: bool) -> date:
        """Return the day on which the bank is to be seen in the end, which may be the current one.

        `plan` is that of the current bank. `complete_on` is the day on which all databases are at least: it is earlier
        than `plan.as_of` in a bank that was left torn. Days are counted from there, so that a command that died ends on
        the same day when it is run again. `today` is the day in UTC. Raises PlanError if that is not possible.
        """
        wanted = self._wanted(plan, complete_on)
        if wanted < plan.as_of:
            raise EarlierDayError(plan, wanted)
        if self.to is None and complete_on == plan.until:
            raise NothingAheadError(plan)
        if wanted > plan.until:
            raise BeyondHistoryError(plan, wanted)
        if allow_future or wanted < today or wanted == plan.as_of:
            return wanted
        if self.to is not None or self.days is not None or not self.one_by_one:
            raise DayNotOverError(wanted, today)
        return self._last_completed(plan, complete_on, today)

    def _last_completed(self, plan: Plan, complete_on: date, today: date) -> date:
        """Return the last completed day, at which a stream ends. Raises DayNotOverError if no day is left."""
        following = self.next_day(plan, complete_on, plan.until)
        yesterday = max(today - timedelta(days=1), plan.as_of)
        if following > yesterday:
            raise DayNotOverError(following, today)
        return yesterday

    def _wanted(self, plan: Plan, complete_on: date) -> date:
        if self.to is not None:
            return self.to
        if self.days is None and self.one_by_one:
            return plan.until
        return max(complete_on + timedelta(days=self.days or 1), plan.as_of)

    def next_day(self, plan: Plan, complete_on: date, last: date) -> date:
        """Return the day of the next step of the way to `last`."""
        return max(complete_on + timedelta(days=1), plan.as_of) if self.one_by_one else last
