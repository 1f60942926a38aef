"""The definition of a check, and its results on a bank."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from seeding.checks.reader import BankReader, Query, Row


class Severity(StrEnum):
    """The severity of a failed check."""

    CRITICAL = "critical"
    """Money does not add up."""
    ERROR = "error"
    """A rule is broken."""
    WARNING = "warning"
    """A distribution is not as it should be."""


@dataclass(frozen=True)
class Violations:
    """Rows that break a rule: their number, and the first of them with their keys."""

    count: int
    shown: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A statistical figure, measured on `sample` rows, and its bounds; both are included, None is no bound.

    `value` is NaN where there is nothing to measure. `not_enforced` is the reason why the bounds do not apply to this
    bank, empty where they do.
    """

    name: str
    value: float
    low: float | None
    high: float | None
    sample: int
    not_enforced: str = ""

    @property
    def passes(self) -> bool:
        """Whether the figure is within its bounds, or they do not apply."""
        if self.not_enforced:
            return True
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)


Result: TypeAlias = Violations | Sequence[Figure]
Evaluate: TypeAlias = Callable[[BankReader, int], Result]
"""Evaluates a check on a bank; the number is how many violations to show."""


@dataclass(frozen=True)
class Fault:
    """A fault to plant: statements, each for a database; the first row that they return is the broken row.

    Statements may name the values of the plan and `pick`, a text that decides which row is taken.
    """

    description: str
    statements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Check:
    """A condition that must hold. `databases` are those it queries; `fault` is one that it must find."""

    id: str
    title: str
    databases: tuple[str, ...]
    evaluate: Evaluate
    fault: Fault
    severity: Severity = Severity.ERROR


class Checks(tuple[Check, ...]):
    """Checks that are built alike, one for each of several things, each with its own id."""


@dataclass(frozen=True)
class Outcome:
    """The result of a check on a bank, and the queries that led to it."""

    check: Check
    result: Result
    seconds: float
    queries: Sequence[Query] = ()

    @property
    def passed(self) -> bool:
        """Whether the condition holds."""
        return passes(self.result)

    @property
    def figures(self) -> Sequence[Figure]:
        """The figures, none where rows are checked."""
        return () if isinstance(self.result, Violations) else self.result

    @property
    def violations(self) -> Violations:
        """The violations, none where figures are checked."""
        return self.result if isinstance(self.result, Violations) else Violations(0)


def passes(result: Result) -> bool:
    """Return whether there are no violations, or all figures are within their bounds."""
    if isinstance(result, Violations):
        return result.count == 0
    return all(figure.passes for figure in result)
