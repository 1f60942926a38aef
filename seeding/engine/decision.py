"""What a command that was asked for a plan does about the bank that is there."""

from enum import StrEnum

from seeding.engine.errors import RunRefusedError
from seeding.engine.holdings import Condition, Holdings
from seeding.engine.plan import Plan


class Decision(StrEnum):
    """What is to be done."""

    LOAD = "load"
    KEEP = "keep"
    ASK = "ask"


def decide(there: Holdings, wanted: Plan, *, replace: bool) -> Decision:
    """Return what to do: load, keep what is there as it is what is wanted, or ask before it is replaced.

    Raises RunRefusedError for rows that are not ours.
    """
    refuse_foreign(there)
    if replace or there.condition is not Condition.COMPLETE or there.stored is None:
        return Decision.LOAD
    return Decision.KEEP if there.stored.same_bank(wanted) else Decision.ASK


def refuse_foreign(there: Holdings) -> None:
    """Raise RunRefusedError where rows are there that no recorded run of ours wrote."""
    if there.foreign:
        raise RunRefusedError(
            f"{_subject(there.foreign)} that no recorded run wrote; "
            "delete every row of the bank's tables with seed_clear --confirm"
        )


def _subject(tables: tuple[str, ...]) -> str:
    others = len(tables) - 1
    more = f" and {others} more {'table holds' if others == 1 else 'tables hold'} rows" if others else " holds rows"
    return f"{tables[0]}{more}"
