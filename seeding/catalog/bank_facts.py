"""The facts from which the pack is made: the plan, the datasets, the databases, and what the checks found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from seeding.catalog.datasets import Datasets, QueryRows
from seeding.catalog.timestamps import close_of
from seeding.catalog.verification_history import PastVerification
from seeding.engine.plan import Plan
from seeding.tours.walk import StopResult


@dataclass(frozen=True)
class DayRows:
    """The numbers of rows of a table that came in and that changed on a day."""

    day: date
    added: int
    changed: int


@dataclass(frozen=True)
class BankFacts:
    """The bank that a pack describes.

    `rows` reads its databases. `row_counts` has the rows of each table as its run stored them. `stops` are those of the
    tours with their storylines' keys, none in a bank that is too small for storylines. `days` has for each table the
    days of the month on which rows came in or changed; it is empty if the bank was first seen within the month.
    """

    plan: Plan
    datasets: Datasets
    rows: QueryRows
    row_counts: Mapping[str, int]
    stops: Sequence[tuple[str, StopResult]]
    verifications: Sequence[PastVerification]
    days: Mapping[str, Sequence[DayRows]]

    @property
    def as_of(self) -> date:
        """The bank's day."""
        return self.plan.as_of

    @property
    def close(self) -> int:
        """The end of the bank's day, in milliseconds: the time of all that has no time of its own."""
        return close_of(self.plan.as_of)
