"""Checks: what must hold, how it is asked, and how it can be broken on purpose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import polars as pl

from seeding.checks.reader import BankReader, Row


class Severity(StrEnum):
    """How bad it is when a check fails: money that does not add up, a rule that is broken, a likeness that is lost."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Offenders:
    """Rows that break a rule: how many there are, and the first of them with their keys."""

    count: int
    shown: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A statistical figure and the bounds it is held to; both ends are included, None is no bound.

    `sample` is how many rows it was measured on. A bank that is too small for it says so in `too_small`.
    """

    name: str
    value: float
    low: float | None
    high: float | None
    sample: int
    too_small: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure lies within its bounds, or cannot be held to them."""
        if self.too_small:
            return True
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)


Judgement: TypeAlias = Offenders | Sequence[Figure]
Judge: TypeAlias = Callable[[BankReader, int], Judgement]
"""Judges a bank, showing so many offenders."""


@dataclass(frozen=True)
class Breakage:
    """A fault to plant: statements, each for a database; the first row that they return says which row is broken.

    Statements may name the values of the plan and `pick`, a text that decides which row is taken.
    """

    what: str
    statements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Check:
    """Something that must hold. `databases` are those it asks; `breakage` is a fault that it must find."""

    id: str
    title: str
    databases: tuple[str, ...]
    judge: Judge
    breakage: Breakage
    severity: Severity = Severity.ERROR


class Checks(tuple[Check, ...]):
    """Checks that are made alike, one for each of several things; each has an id of its own."""


@dataclass(frozen=True)
class Verdict:
    """What a check found in a bank."""

    check: Check
    judgement: Judgement
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether what must hold does."""
        return holds(self.judgement)


def holds(judgement: Judgement) -> bool:
    """Return whether a judgement says that what must hold does."""
    if isinstance(judgement, Offenders):
        return judgement.count == 0
    return all(figure.holds for figure in judgement)


def breaks(what: str, *statements: tuple[str, str]) -> Breakage:
    """Return a fault in words, and the statements that plant it."""
    return Breakage(what, statements)


def one_of(table: str, key: str, where: str = "true") -> str:
    """Return an SQL subquery that gives the key of one row of a table: `pick` decides which."""
    return f"(SELECT {key} FROM {table} WHERE {where} ORDER BY md5({key}::text || %(pick)s), {key} LIMIT 1)"


def change(database: str, table: str, key: str, assignment: str, where: str = "true") -> tuple[str, str]:
    """Return the statement that changes one row of a table and returns its key."""
    return database, f"UPDATE {table} SET {assignment} WHERE {key} = {one_of(table, key, where)} RETURNING {key}"


def rows_of(database: str, query: str, **given: object) -> Judge:
    """Return the judge who shows the rows that a query within one database finds, their keys first.

    Values that are `given` can be named in the query beside those of the plan.
    """
    counted = f"SELECT count(*) OVER () AS offenders, q.* FROM ({query}) q LIMIT %(sample)s"

    def judge(bank: BankReader, sample: int) -> Judgement:
        found = bank.rows(database, counted, sample=max(sample, 1), **given)
        shown = tuple({name: value for name, value in row.items() if name != "offenders"} for row in found[:sample])
        return Offenders(int(found[0]["offenders"]) if found else 0, shown)

    return judge


def finding(find: Callable[[BankReader], pl.DataFrame]) -> Judge:
    """Return the judge who shows the rows that a function finds in frames, within or across databases.

    Rows of several kinds may stand in one frame: of each, the columns that it has are shown.
    """

    def judge(bank: BankReader, sample: int) -> Judgement:
        found = find(bank)
        first = found.head(sample).to_dicts()
        shown = ({name: value for name, value in row.items() if value is not None} for row in first)
        return Offenders(len(found), tuple(shown))

    return judge


def measuring(measure: Callable[[BankReader], Sequence[Figure]]) -> Judge:
    """Return the judge who holds figures to their bounds."""
    return lambda bank, sample: measure(bank)


def each_of(*judges: Judge) -> Judge:
    """Return judges as one: the first who finds something wrong has the word, else the last."""

    def judge(bank: BankReader, sample: int) -> Judgement:
        judgement: Judgement = Offenders(0)
        for one in judges:
            judgement = one(bank, sample)
            if not holds(judgement):
                break
        return judgement

    return judge


def rule(
    id: str,
    title: str,
    database: str,
    query: str,
    breakage: Breakage,
    severity: Severity = Severity.ERROR,
    **given: object,
) -> Check:
    """Return a check within one database: see `rows_of`."""
    return Check(id, title, (database,), rows_of(database, query, **given), breakage, severity)


def across(
    id: str,
    title: str,
    databases: Sequence[str],
    find: Callable[[BankReader], pl.DataFrame],
    breakage: Breakage,
    severity: Severity = Severity.ERROR,
) -> Check:
    """Return a check of frames: see `finding`."""
    return Check(id, title, tuple(databases), finding(find), breakage, severity)


def statistical(
    id: str,
    title: str,
    databases: Sequence[str],
    measure: Callable[[BankReader], Sequence[Figure]],
    breakage: Breakage,
    severity: Severity = Severity.WARNING,
    rows: Judge | None = None,
) -> Check:
    """Return a check of figures that are held to bounds; and of rows, which are shown instead if any breaks a rule."""
    judge = each_of(rows, measuring(measure)) if rows else measuring(measure)
    return Check(id, title, tuple(databases), judge, breakage, severity)
