"""The decision of a command before it loads a bank: load it, keep the current bank, or ask."""

from enum import StrEnum

from seeding import __version__
from seeding.engine.plan import Plan
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.errors import FaultyBankError, ForeignRowsError, NoBankToAdvanceError, OtherGeneratorError
from seeding.storage.planted_faults import planted_faults


class Decision(StrEnum):
    """The decision about the current bank."""

    LOAD = "load"
    KEEP = "keep"
    ASK = "ask"


def decide(state: BankState, wanted: Plan, *, replace: bool) -> Decision:
    """Return whether to load the wanted bank, to keep the current bank because it is the same, or to ask first.

    Raises ForeignRowsError if tables have rows that no recorded run wrote.
    """
    refuse_foreign_rows(state)
    if replace or state.condition is not Condition.COMPLETE or state.plan is None:
        return Decision.LOAD
    return Decision.KEEP if state.plan.same_bank(wanted) else Decision.ASK


def refuse_unless_advanceable(state: BankState) -> None:
    """Raise RunRefusedError unless the changes from one day to the next lead to the bank of the next day.

    They do in a complete bank, and in one that a run left torn while it advanced it.
    """
    refuse_foreign_rows(state)
    if state.run is None or not state.is_one_history:
        raise NoBankToAdvanceError(state)
    if state.run.generator != __version__:
        raise OtherGeneratorError(state.run.generator, __version__)
    faults = planted_faults()
    if faults:
        raise FaultyBankError([fault.check_id for fault in faults])


def refuse_foreign_rows(state: BankState) -> None:
    """Raise ForeignRowsError if tables have rows that no recorded run wrote."""
    if state.foreign:
        raise ForeignRowsError(state.foreign)
