"""What a run can be refused for or fail of. Errors carry facts; the commands word the remedy."""

from collections.abc import Sequence
from dataclasses import dataclass

from seeding.storage.sessions import Session, who

GIGABYTE = 10**9


class SeedingError(Exception):
    """Something that ends a command; its text says what and why in one line."""


class RunRefusedError(SeedingError):
    """A run that was not begun; nothing has changed."""


@dataclass
class BankInUseError(RunRefusedError):
    """Another run holds the bank's lock; `holder` says who, and since when."""

    holder: str

    def __str__(self) -> str:
        return f"the bank is in use by {self.holder}"


@dataclass
class TablesInUseError(RunRefusedError):
    """Sessions of others hold tables that the run has to empty."""

    database: str
    sessions: Sequence[Session]

    def __str__(self) -> str:
        return f"{self.database} is in use by {who(self.sessions)}"


@dataclass
class NotEnoughSpaceError(RunRefusedError):
    """The server's disk has no room for the rows of a plan; sizes are bytes."""

    plan: str
    needed: int
    free: int

    def __str__(self) -> str:
        return (
            f"a bank of {self.plan} takes about {self.needed / GIGABYTE:,.1f} GB, and the server's disk has "
            f"{self.free / GIGABYTE:,.1f} GB free"
        )


@dataclass
class ForeignRowsError(RunRefusedError):
    """Tables hold rows that no recorded run wrote; each is named with its database."""

    tables: Sequence[str]

    def __str__(self) -> str:
        others = len(self.tables) - 1
        more = f" and {others} more {'table holds' if others == 1 else 'tables hold'} rows" if others else " holds rows"
        return f"{self.tables[0]}{more} that no recorded run wrote"


class LoadError(SeedingError):
    """A run that was begun and failed."""


@dataclass
class LoadFailedError(LoadError):
    """A database refused rows or keys; nothing has changed. `place` is the database, with the table where known."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place} could not be loaded: {self.reason}; the databases are as before"


@dataclass
class CommitFailedError(LoadError):
    """A database refused to commit; those that are `stored` had committed by then and hold the new rows."""

    database: str
    reason: str
    stored: Sequence[str]

    def __str__(self) -> str:
        failed = f"{self.database} could not be stored: {self.reason}"
        if not self.stored:
            return f"{failed}; the databases are as before"
        return f"{failed}; {', '.join(self.stored)} had been"
