"""Builders of checks: from an SQL query, from a function that returns a frame, from figures with bounds."""

from collections.abc import Callable, Sequence

import polars as pl

from seeding.checks.check import Check, Evaluate, Fault, Figure, Result, Severity, Violations, passes
from seeding.checks.reader import BankReader


def violations_in(database: str, query: str, **parameters: object) -> Evaluate:
    """Return an evaluation that finds the rows of a query within one database; the query gives their keys first."""
    counted = f"SELECT count(*) OVER () AS violations, q.* FROM ({query}) q LIMIT %(sample)s"

    def evaluate(bank: BankReader, sample: int) -> Result:
        found = bank.rows(database, counted, sample=max(sample, 1), **parameters)
        shown = tuple({name: value for name, value in row.items() if name != "violations"} for row in found[:sample])
        return Violations(int(found[0]["violations"]) if found else 0, shown)

    return evaluate


def violations_from(find: Callable[[BankReader], pl.DataFrame]) -> Evaluate:
    """Return an evaluation that finds the rows of a frame, whose columns may come from several databases.

    Rows of several kinds may be in one frame: of each, only the columns that are not null are shown.
    """

    def evaluate(bank: BankReader, sample: int) -> Result:
        found = find(bank)
        first = found.head(sample).to_dicts()
        shown = ({name: value for name, value in row.items() if value is not None} for row in first)
        return Violations(len(found), tuple(shown))

    return evaluate


def figures_from(measure: Callable[[BankReader], Sequence[Figure]]) -> Evaluate:
    """Return an evaluation that compares figures with their bounds."""
    return lambda bank, sample: measure(bank)


def first_failing(*evaluations: Evaluate) -> Evaluate:
    """Return an evaluation whose result is the first that does not pass, or the last where all do."""

    def evaluate(bank: BankReader, sample: int) -> Result:
        result: Result = Violations(0)
        for one in evaluations:
            result = one(bank, sample)
            if not passes(result):
                break
        return result

    return evaluate


def sql_check(
    id: str,
    title: str,
    database: str,
    query: str,
    fault: Fault,
    severity: Severity = Severity.ERROR,
    **parameters: object,
) -> Check:
    """Return a check that fails for each row of a query: see `violations_in`."""
    return Check(id, title, (database,), violations_in(database, query, **parameters), fault, severity)


def frame_check(
    id: str,
    title: str,
    databases: Sequence[str],
    find: Callable[[BankReader], pl.DataFrame],
    fault: Fault,
    severity: Severity = Severity.ERROR,
) -> Check:
    """Return a check that fails for each row of a frame: see `violations_from`."""
    return Check(id, title, tuple(databases), violations_from(find), fault, severity)


def statistical_check(
    id: str,
    title: str,
    databases: Sequence[str],
    measure: Callable[[BankReader], Sequence[Figure]],
    fault: Fault,
    severity: Severity = Severity.WARNING,
    rows: Evaluate | None = None,
) -> Check:
    """Return a check of figures; `rows` is evaluated before, and its violations are the result if there are any."""
    evaluate = first_failing(rows, figures_from(measure)) if rows else figures_from(measure)
    return Check(id, title, tuple(databases), evaluate, fault, severity)
