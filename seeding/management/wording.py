"""Errors and states for the user of the command line, in one line each: the thing, the reason, the remedy."""

from functools import singledispatch

from config.disk import FREE_SOME
from seeding.engine.options import (
    DaysOutOfOrderError,
    FutureDayError,
    NotASizeError,
    OutOfRangeError,
    PlanError,
    TooFarError,
    TooLargeError,
    TooSmallError,
)
from seeding.engine.steps import BeyondHistoryError, DayNotOverError, EarlierDayError, NothingAheadError
from seeding.execution.errors import WorkersLostError
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.errors import (
    BankInUseError,
    CommitFailedError,
    DayCommitFailedError,
    FaultyBankError,
    ForeignRowsError,
    NoBankToAdvanceError,
    NoSpaceForDaysError,
    NotEnoughSpaceError,
    OtherExportError,
    OtherGeneratorError,
    RowsDifferError,
    SeedingError,
    TablesInUseError,
)

SIZE_REMEDY = "give a number above 0, such as 0.5"
_STATE_REMEDIES = {
    Condition.EMPTY: "fill it with seed_all",
    Condition.TORN: "seed_all or seed_clear --confirm mends it",
    Condition.FOREIGN: "delete every row of the bank's tables with seed_clear --confirm",
}
"""What a user can do about a bank that is not complete."""
_RESET_REMEDY = "seed_reset loads it again without them"
_HALF_ADVANCED_REMEDY = "seed_advance or seed_reset completes that day, seed_clear --confirm empties the bank"


def option(part: str) -> str:
    """Return the command-line option of a part of a plan."""
    return f"--{part.replace('_', '-')}"


def state_in_one_line(state: BankState) -> str:
    """Return the state of a bank with the remedy if it is not complete, without the bank's name in front."""
    half_advanced = state.condition is Condition.TORN and state.is_one_history
    remedy = _HALF_ADVANCED_REMEDY if half_advanced else _STATE_REMEDIES.get(state.condition)
    return f"{state}; {remedy}" if remedy else str(state)


@singledispatch
def in_one_line(error: Exception) -> str:
    """Return the message of an error for the user of the command line."""
    return str(error)


@in_one_line.register
def _(error: OutOfRangeError) -> str:
    return f"{option(error.part)} {error.asked} is outside {error.low} to {error.high}; give a value in that range"


@in_one_line.register
def _(error: FutureDayError) -> str:
    return (
        f"--as-of {error.asked} is not over: in UTC it is {error.current_day}, and rows would be ahead of the clock; "
        "give an earlier day, such as yesterday, or --allow-future"
    )


@in_one_line.register
def _(error: DaysOutOfOrderError) -> str:
    return (
        f"{option(error.part)} {error.asked} is before {option(error.other_part)} {error.other}; "
        "the order is --start, --as-of, --until"
    )


@in_one_line.register
def _(error: TooFarError) -> str:
    return f"--until {error.asked} is too far from --start; {error.latest} is the latest"


@in_one_line.register
def _(error: NotASizeError) -> str:
    return f"--scale {error.asked} is not a size; {SIZE_REMEDY}"


@in_one_line.register
def _(error: TooLargeError) -> str:
    room = "ids have room for" if error.people == "customers" else "with so many customers there is room for"
    if error.part == "scale":
        return f"--scale {error.asked:.4g} is too large: too many {error.people}, {room} {error.most:,}"
    return f"{option(error.part)} {error.asked:,} is too many; {room} {error.most:,}"


@in_one_line.register
def _(error: TooSmallError) -> str:
    return f"{option(error.part)} {error.asked} is too few; a bank has at least {error.fewest}"


@in_one_line.register
def _(error: BankInUseError) -> str:
    return f"{error}; wait until it is done"


@in_one_line.register
def _(error: TablesInUseError) -> str:
    return f"{error}; end that session or its transaction and try again"


@in_one_line.register
def _(error: NotEnoughSpaceError) -> str:
    return f"{error}; {FREE_SOME}, or give a smaller --scale"


@in_one_line.register
def _(error: NoSpaceForDaysError) -> str:
    return f"{error}; {FREE_SOME}, or advance by fewer days at a time"


@in_one_line.register
def _(error: ForeignRowsError) -> str:
    return f"{error}; {_STATE_REMEDIES[Condition.FOREIGN]}"


@in_one_line.register
def _(error: CommitFailedError) -> str:
    return f"{error}; {_STATE_REMEDIES[Condition.TORN]}" if error.committed else str(error)


@in_one_line.register
def _(error: DayCommitFailedError) -> str:
    return f"{error}; {_HALF_ADVANCED_REMEDY}" if error.committed else str(error)


@in_one_line.register
def _(error: RowsDifferError) -> str:
    return f"{error}; {_RESET_REMEDY}"


@in_one_line.register
def _(error: FaultyBankError) -> str:
    return f"{error}; {_RESET_REMEDY}"


@in_one_line.register
def _(error: OtherGeneratorError) -> str:
    return f"{error}; seed_reset makes it again with this version, and then it can be advanced"


@in_one_line.register
def _(error: OtherExportError) -> str:
    return f"{error}; give another place, or the options of that export"


@in_one_line.register
def _(error: NoBankToAdvanceError) -> str:
    return f"there is no bank to advance: it is {state_in_one_line(error.state)}"


@in_one_line.register
def _(error: EarlierDayError) -> str:
    plan = error.plan
    start, until = min(plan.start, error.asked), plan.until
    return f"{error}; to see that day: seed_all --start {start} --as-of {error.asked} --until {until} --replace"


@in_one_line.register
def _(error: BeyondHistoryError) -> str:
    return f"{error}; to lay out more days: seed_all --until {error.asked} --replace"


@in_one_line.register
def _(error: NothingAheadError) -> str:
    return f"{error}; to lay out more days: seed_all --until DATE --replace"


@in_one_line.register
def _(error: DayNotOverError) -> str:
    return (
        f"{error.asked} is not over: in UTC it is {error.current_day}, and rows would be ahead of the clock; "
        "give an earlier day with --to, or --allow-future"
    )


ERRORS: tuple[type[Exception], ...] = (SeedingError, PlanError, WorkersLostError)
"""The errors that commands report in one line."""
