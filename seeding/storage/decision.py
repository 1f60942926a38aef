"""What a command that was asked for a plan does about the current bank."""

from enum import StrEnum

from seeding.engine.plan import Plan
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.errors import ForeignRowsError


class Decision(StrEnum):
    """What is to be done."""

    LOAD = "load"
    KEEP = "keep"
    ASK = "ask"


def decide(state: BankState, wanted: Plan, *, replace: bool) -> Decision:
    """Return what to do: load, keep the current bank because it is the wanted one, or ask before replacing it.

    Raises ForeignRowsError for rows that are not ours.
    """
    refuse_foreign_rows(state)
    if replace or state.condition is not Condition.COMPLETE or state.plan is None:
        return Decision.LOAD
    return Decision.KEEP if state.plan.same_bank(wanted) else Decision.ASK


def refuse_foreign_rows(state: BankState) -> None:
    """Raise ForeignRowsError where tables hold rows that no recorded run of ours wrote."""
    if state.foreign:
        raise ForeignRowsError(state.foreign)
