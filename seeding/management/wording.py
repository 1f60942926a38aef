"""Errors in the words of the command line: the option that was wrong, the reason, and the remedy, in one line."""

from functools import singledispatch

from seeding.engine.plan import (
    FutureDayError,
    NotASizeError,
    OutOfRangeError,
    PlanError,
    TooLargeError,
    TooSmallError,
)
from seeding.storage.errors import (
    BankInUseError,
    CommitFailedError,
    ForeignRowsError,
    NotEnoughSpaceError,
    SeedingError,
    TablesInUseError,
)

MEND = "seed_all or seed_clear --confirm mends it"
A_SIZE = "give a number above 0, such as 0.5"


def option(part: str) -> str:
    """Return the option that gives a part of a plan."""
    return f"--{part.replace('_', '-')}"


@singledispatch
def in_one_line(error: Exception) -> str:
    """Return what an error says to the person at the prompt."""
    return str(error)


@in_one_line.register
def _(error: OutOfRangeError) -> str:
    return f"{option(error.part)} {error.asked} is outside {error.low} to {error.high}; give a value in that range"


@in_one_line.register
def _(error: FutureDayError) -> str:
    return (
        f"--as-of {error.asked} is in the future (today is {error.current_day}); give an earlier day or --allow-future"
    )


@in_one_line.register
def _(error: NotASizeError) -> str:
    return f"--scale {error.asked} is not a size; {A_SIZE}"


@in_one_line.register
def _(error: TooLargeError) -> str:
    if error.part == "scale":
        return f"--scale {error.asked:.4g} is too large: too many {error.people}, ids have room for {error.most:,}"
    return f"{option(error.part)} {error.asked:,} is too many; ids have room for {error.most:,}"


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
    return f"{error}; give a smaller --scale"


@in_one_line.register
def _(error: ForeignRowsError) -> str:
    return f"{error}; delete every row of the bank's tables with seed_clear --confirm"


@in_one_line.register
def _(error: CommitFailedError) -> str:
    return f"{error}: mend that with seed_all or seed_clear --confirm" if error.stored else str(error)


ERRORS: tuple[type[Exception], ...] = (SeedingError, PlanError)
"""What commands tell in one line."""
