"""Share checks: how rows divide into categories, within bounds that follow from the number of rows.

The queries are plain SQL, so that the tests can run the same checks on generated tables without a database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from math import log, sqrt
from typing import TypeAlias

import numpy as np
from django.db.models import Model

from seeding.checks.all_tables.row_counts import row_count
from seeding.checks.builders import figures_from
from seeding.checks.check import Check, Fault, Figure, Severity
from seeding.checks.enforcement import SHARES_FROM, not_enforced
from seeding.checks.faults import fault, update_rows
from seeding.checks.reader import BankReader, Row
from seeding.engine.cells import cell_of
from seeding.engine.shares import CategoryShares, Range

Category: TypeAlias = str | int
Count: TypeAlias = Callable[[BankReader], int]

_COUNT = "count(*) FILTER (WHERE "
_POINTS = 0.02
_BY_CHANCE = 1e-6
_BEYOND_THREE_ERRORS = 0.00135
"""Probability that a normally distributed number is more than three standard errors above its mean."""
_ERRORS_OF_ROUNDING = 4
"""Standard errors that the rounding of cells may be off."""
_FEWEST_OF_NORMAL = 5
"""Expected events from which on their number is about normally distributed: the usual rule of thumb."""
_BISECTIONS = 30
_ROUNDING = 1e-9
"""Tolerance for the last digits of a share."""


class Tolerance(Enum):
    """The deviation that a share may have, if more than two points.

    Shares of ENTITIES are kept in every cell to less than a row (law 2) and may be off by 2 rows; those of a
    SUB_POPULATION, such as the types of policies, by 4 rows, for their cells vary in size: the rounding of each cell is
    then a draw of its own, whose variance is at most a quarter, and four standard errors of their sum are more than
    4 rows from 5 cells on (three failed in one of 200 intact banks, for there are dozens of such shares). Planted
    CASES are laid out in windows of 20, of which the last is incomplete (20 x 0.4 x 0.6 = 4.8 rows), beside one of the
    storylines: 6 rows.
    DECISIONS are spread over the grades in four groups, each of which may be off by 2 rows: 8 rows.
    Shares of EVENTS are kept within three standard errors, and those of CLUSTERS, events of which several are decided
    together, within three of half as many events; where so few that a normal distribution does not describe them are
    expected, within what chance exceeds as seldom. DRAWS are independent of each other: they may be off by what chance
    explains.
    """

    ENTITIES = 2
    SUB_POPULATION = 4
    CASES = 6
    DECISIONS = 8
    EVENTS = 3
    CLUSTERS = 3 * sqrt(2)
    DRAWS = 0

    def of(self, rows: int, share: float, cells: int = 1) -> float:
        """Return by how much the share of a number of rows, in a number of cells, may be off."""
        match self:
            case Tolerance.EVENTS | Tolerance.CLUSTERS:
                margin = self.value * sqrt(share * (1 - share) / rows)
                clusters = max(rows // 2, 1)
                if self is Tolerance.CLUSTERS and clusters * min(share, 1 - share) < _FEWEST_OF_NORMAL:
                    margin = max(margin, largest_deviation(clusters, share, _BEYOND_THREE_ERRORS))
            case Tolerance.DRAWS:
                margin = largest_deviation(rows, share)
            case Tolerance.SUB_POPULATION:
                margin = max(self.value, _ERRORS_OF_ROUNDING * sqrt(cells / 4)) / rows
            case _:
                margin = self.value / rows
        return max(_POINTS, margin)


def largest_deviation(rows: int, share: float, by_chance: float = _BY_CHANCE) -> float:
    """Return the deviation from a share that samples exceed with a given probability, one in a million unless stated.

    By Chernoff's bound the probability of a share q or more in n independent draws is at most exp(-n D(q||p)), where
    D is the relative entropy of q and p. The rarer side of a share has the longer tail, which decides.
    """
    rare = min(share, 1 - share)
    low, high = rare, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        entropy = middle * log(middle / rare) + (1 - middle) * log((1 - middle) / (1 - rare))
        low, high = (middle, high) if rows * entropy < -log(by_chance) else (low, middle)
    return high - rare


@dataclass(frozen=True)
class Measured:
    """Shares to measure: the expected share and the count of each category, and the count of all rows.

    `databases` are those that the counts query.
    """

    databases: tuple[str, ...]
    expected: Mapping[Category, float]
    counts: Mapping[Category, Count]
    total: Count

    def shares(self, bank: BankReader) -> dict[Category, float]:
        """Return the share of each category, 0 where there is no row."""
        rows = max(self.total(bank), 1)
        return {category: count(bank) / rows for category, count in self.counts.items()}

    def figures(self, bank: BankReader, tolerance: Tolerance) -> list[Figure]:
        """Return the share of each category with its bounds."""
        rows = self.total(bank)
        reason = not_enforced(bank, SHARES_FROM) or ("" if rows else "not enforced: no rows")
        found = self.shares(bank)
        cells = int(cell_of(np.array(bank.customers))) + 1
        margins = {each: tolerance.of(max(rows, 1), share, cells) + _ROUNDING for each, share in self.expected.items()}
        return [
            Figure(str(each), found[each], share - margins[each], share + margins[each], rows, reason)
            for each, share in self.expected.items()
        ]


def measured(databases: tuple[str, ...], share: float, part: Count, whole: Count) -> Measured:
    """Return a single share, of one count in another."""
    return Measured(databases, {"share": share}, {"share": part}, whole)


class Population:
    """Rows that are counted for several checks in one pass over a query."""

    def __init__(self, database: str, rows: str) -> None:
        self.database = database
        self._rows = rows
        self._aggregates: list[str] = []

    def aggregate(self, expression: str) -> Count:
        """Return what computes an aggregate of the rows, an SQL expression; it is 0 without any row."""
        if expression not in self._aggregates:
            self._aggregates.append(expression)
        place = f"aggregate_{self._aggregates.index(expression)}"
        return lambda bank: int(bank.cached(self._aggregated)[place] or 0)

    def by(self, column: str, expected: Mapping[Category, float], among: str = "true") -> Measured:
        """Return the shares of values of a column, among the rows that meet a condition."""
        counts = {category: self._count(f"{column} = {_literal(category)} AND {among}") for category in expected}
        return Measured((self.database,), expected, counts, self._count(among))

    def where(self, condition: str, share: float, among: str = "true") -> Measured:
        """Return the share of the rows that meet a condition, among those that meet another."""
        return self.ratio(f"{_COUNT}{condition} AND {among})", share, f"{_COUNT}{among})")

    def ratio(self, part: str, share: float, whole: str = "count(*)") -> Measured:
        """Return the ratio of two aggregates."""
        return measured((self.database,), share, self.aggregate(part), self.aggregate(whole))

    def _count(self, condition: str) -> Count:
        return self.aggregate(f"{_COUNT}{condition})")

    def _aggregated(self, bank: BankReader) -> Row:
        columns = ", ".join(f"{each} AS aggregate_{place}" for place, each in enumerate(self._aggregates))
        (row,) = bank.rows(self.database, f"SELECT {columns} FROM ({self._rows}) population")
        return row


def all_rows(model: type[Model]) -> Count:
    """Return what counts all rows of a table."""
    return lambda bank: row_count(bank, model)


def _literal(category: Category) -> str:
    return str(category) if isinstance(category, int) else "'" + category.replace("'", "''").replace("%", "%%") + "'"


def share_check(
    id: str,
    title: str,
    shares: Measured,
    tolerance: Tolerance,
    fault: Fault,
    *,
    in_full: Measured | None = None,
    tolerance_in_full: Tolerance | None = None,
    also_in_long: bool = False,
) -> Check:
    """Return a check of shares; the title has {} where it says the expected ones.

    `in_full` are the shares of a full history, where they differ, and with `also_in_long` those of a brief one that
    goes on after the bank was first seen; the title has a second {} for them.
    """

    def figures(bank: BankReader) -> list[Figure]:
        is_long = also_in_long and bank.plan.start < bank.plan.until
        if in_full and (bank.plan.is_full or is_long):
            return in_full.figures(bank, tolerance_in_full or tolerance)
        return shares.figures(bank, tolerance)

    return Check(
        id,
        title.format(*(listed(each.expected) for each in (shares, in_full) if each)),
        shares.databases,
        figures_from(figures),
        fault,
        Severity.WARNING,
    )


def listed(expected: Mapping[Category, float]) -> str:
    """Return shares in words: 35 %, or 60 % retail, 25 % premium, or 20 % with 0, 25 % with 1."""
    percent = {category: f"{round(100 * share, 1):g} %" for category, share in expected.items()}
    if len(percent) == 1:
        return "".join(percent.values())
    return ", ".join(
        f"{share} with {category}" if isinstance(category, int) else f"{share} {category}"
        for category, share in percent.items()
    )


def recategorized(model: type[Model], column: str, expected: Mapping[Category, float], among: str = "true") -> Fault:
    """Return a fault that gives all rows of the largest category the value of the second largest."""
    largest, second = sorted(expected, key=lambda category: -expected[category])[:2]
    return fault(
        f"{column} {largest} changed to {second} in all rows",
        update_rows(model, f"{column} = {_literal(second)}", f"{column} = {_literal(largest)} AND {among}"),
    )


def given_to_one_customer(model: type[Model], rows: str) -> Fault:
    """Return a fault that gives the rows of a third of the customers to a single one; `rows` names them."""
    return fault(
        f"{rows} given to one customer",
        update_rows(model, "customer_id = 'CUST-00000001'", "hashtext(customer_id) %% 3 = 0"),
    )


def by_name(shares: CategoryShares) -> dict[Category, float]:
    """Return shares as a mapping."""
    return dict(zip(shares.names, shares.weights, strict=True))


def with_others(name: str, share: float, others: CategoryShares) -> dict[Category, float]:
    """Return the shares of a category and of others, which divide the rest between them."""
    rest = {other: round(part * (1 - share), 9) for other, part in by_name(others).items()}
    return {**rest, name: share}


def size(part: Range) -> float:
    """Return which share of a population a part of it is."""
    return round(part.high - part.low, 9)
