"""The errors of a run: refusals and failures. Errors have the facts; `management/wording.py` adds the remedy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from seeding.storage.sessions import Session, describe_sessions

if TYPE_CHECKING:  # processes that write files know these errors, and no database
    from seeding.storage.bank_state import BankState


class SeedingError(Exception):
    """An error that ends a command; its text says what is wrong and why, in one line."""


class RunRefusedError(SeedingError):
    """The run was refused before it began; nothing has changed."""


@dataclass
class BankInUseError(RunRefusedError):
    """Another run holds the lock of the bank; `holder` describes it."""

    holder: str

    def __str__(self) -> str:
        return f"the bank is in use by {self.holder}"


@dataclass
class TablesInUseError(RunRefusedError):
    """Other sessions hold locks on tables that the run has to empty."""

    database: str
    sessions: Sequence[Session]

    def __str__(self) -> str:
        return f"{self.database} is in use by {describe_sessions(self.sessions)}"


@dataclass
class NotEnoughSpaceError(RunRefusedError):
    """The disk of the server has too little space for the rows of a plan; `disk` says which one, and what it has."""

    plan: str
    needed: str
    disk: str

    def __str__(self) -> str:
        return f"a bank of {self.plan} takes about {self.needed}, and {self.disk}"


@dataclass
class NoSpaceForDaysError(RunRefusedError):
    """The disk of the server has too little space for the rows of some days, as with NotEnoughSpaceError."""

    first: date
    last: date
    needed: str
    disk: str

    def __str__(self) -> str:
        return f"the days from {self.first} to {self.last} take about {self.needed}, and {self.disk}"


@dataclass
class ForeignRowsError(RunRefusedError):
    """Tables have rows that no recorded run wrote; `tables` are names such as "loans_db.loans"."""

    tables: Sequence[str]

    def __str__(self) -> str:
        others = len(self.tables) - 1
        more = f" and {others} more {'table holds' if others == 1 else 'tables hold'} rows" if others else " holds rows"
        return f"{self.tables[0]}{more} that no recorded run wrote"


@dataclass
class DumpUnusableError(RunRefusedError):
    """A directory has no dump that can be restored here."""

    directory: str
    reason: str

    def __str__(self) -> str:
        return f"{self.directory} cannot be restored: {self.reason}"


@dataclass
class DumpFailedError(SeedingError):
    """A database could not be dumped; nothing was written."""

    database: str
    reason: str

    def __str__(self) -> str:
        return f"{self.database} could not be dumped: {self.reason}"


class LoadError(SeedingError):
    """The run began and failed."""


@dataclass
class LoadFailedError(LoadError):
    """A database refused rows or keys; nothing has changed. `location` is the database, with the table if known."""

    location: str
    reason: str

    def __str__(self) -> str:
        return f"{self.location} could not be loaded: {self.reason}; the databases are as before"


@dataclass
class CommitFailedError(LoadError):
    """A database refused to commit; the databases `committed` had already committed and have the new rows."""

    database: str
    reason: str
    committed: Sequence[str]

    def __str__(self) -> str:
        failed = f"{self.database} could not be committed: {self.reason}"
        if not self.committed:
            return f"{failed}; the databases are as before"
        return f"{failed}; {', '.join(self.committed)} had already been committed"


@dataclass
class DayCommitFailedError(CommitFailedError):
    """A database refused to commit the day to which the bank was advanced; others had already committed it."""


@dataclass
class RowsDifferError(LoadError):
    """A bank could not be advanced because a table has other rows than its run stored; nothing has changed."""

    table: str
    reason: str

    def __str__(self) -> str:
        return f"{self.table} has other rows than were seeded: {self.reason}; the databases are as before"


@dataclass
class FaultyBankError(RunRefusedError):
    """Faults were planted in the bank, so that the changes of a day would not lead to the bank of the next day."""

    check_ids: Sequence[str]

    def __str__(self) -> str:
        return f"the bank has planted faults ({', '.join(self.check_ids)}) and cannot be advanced"


@dataclass
class OtherGeneratorError(RunRefusedError):
    """Another version made the bank, and this one may lay out another history."""

    made_by: str
    current: str

    def __str__(self) -> str:
        return f"version {self.made_by} made the bank, and this is {self.current}"


@dataclass
class NoBankToAdvanceError(RunRefusedError):
    """The databases do not have the rows of one bank; `state` is the state of the databases."""

    state: "BankState"

    def __str__(self) -> str:
        return f"there is no bank to advance: it is {self.state}"


@dataclass
class TargetError(SeedingError):
    """Files cannot be written to a place, or read from there."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.url} cannot be used: {self.reason}"


@dataclass
class OtherExportError(RunRefusedError):
    """A place has an export already, which differs from the one that was asked for."""

    url: str
    present: str
    asked: str

    def __str__(self) -> str:
        return f"{self.url} has an export of {self.present}, and you ask for {self.asked}"


@dataclass
class ExportUnusableError(RunRefusedError):
    """A place has no export, or one that this version can neither continue nor read."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"the export in {self.url} cannot be used: {self.reason}"
