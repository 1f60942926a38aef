"""A chart of two columns of a statement's rows: what is counted or measured, and by what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from psycopg import adapters

from config.formats import NUMERIC_TYPES
from config.query import Column, Row
from datahub.browsing.chart_data import Chart, ChartKind, Series
from seeding.pages.query_rows import QueryRows

MAX_POINTS = 200
"""Rows in a chart: more cannot be distinguished."""
MAX_BARS = 24
"""Rows of a chart of bars, each with its label beside it."""
DAY_TYPES = frozenset(adapters.types[name].oid for name in ("date", "timestamp", "timestamptz"))
DAY_LENGTH = len("2026-01-31")
NO_LABEL = "NULL"


@dataclass(frozen=True)
class ChartColumns:
    """The places of the columns that the user chose, from 0: the axis of labels and the values; None takes the first.

    Without `drawn` the user wants no chart.
    """

    x: int | None
    y: int | None
    drawn: bool


@dataclass(frozen=True)
class QueryChart:
    """The choices of the user and the chart: `options` are places and names of columns; `chart` is None without one."""

    x: int
    y: int | None
    labels: Sequence[tuple[int, str]]
    values: Sequence[tuple[int, str]]
    chart: Chart | None


def chart_of(rows: QueryRows, chosen: ChartColumns) -> QueryChart | None:
    """Return the chart of two columns; None where there are not two columns, one of them with numbers, or two rows."""
    columns = rows.columns
    numeric = [place for place, column in enumerate(columns) if column.type in NUMERIC_TYPES]
    if len(columns) < 2 or not numeric or len(rows.rows) < 2:
        return None
    x = chosen.x if chosen.x is not None and chosen.x < len(columns) else _first_label(columns, numeric)
    others = [place for place in numeric if place != x] or numeric
    y = (chosen.y if chosen.y in numeric else others[0]) if chosen.drawn else None
    return QueryChart(
        x,
        y,
        [(place, column.name) for place, column in enumerate(columns)],
        [(place, columns[place].name) for place in numeric],
        None if y is None else _draw(rows, x, y),
    )


def _first_label(columns: Sequence[Column], numeric: Sequence[int]) -> int:
    """Return the place of the first column without numbers, or of the first one."""
    return next((place for place in range(len(columns)) if place not in numeric), 0)


def _draw(rows: QueryRows, x: int, y: int) -> Chart | None:
    """Return the chart of the first rows that have a number; None where none has one."""
    shown = [row for row in rows.rows if _number(row[y]) is not None][:MAX_POINTS]
    days = [_day(row[x]) for row in shown] if rows.columns[x].type in DAY_TYPES else []
    on_time = [day for day in days if day is not None]
    if on_time and len(on_time) == len(shown):
        shown = [row for _, row in sorted(zip(on_time, shown, strict=True), key=lambda pair: pair[0])]
        return _chart(rows, shown, (x, y), ChartKind.LINES, sorted(on_time))
    if not shown:
        return None
    few_texts = rows.columns[x].type not in NUMERIC_TYPES and len(shown) <= MAX_BARS
    return _chart(rows, shown, (x, y), ChartKind.BARS if few_texts else ChartKind.GROUPED)


def _chart(
    rows: QueryRows, shown: Sequence[Row], places: tuple[int, int], kind: ChartKind, days: Sequence[date] = ()
) -> Chart:
    x, y = places
    x_title, y_title = rows.columns[x].name, rows.columns[y].name
    left_out = len(rows.rows) - len(shown)
    return Chart(
        key="query",
        title=f"{y_title} by {x_title}",
        kind=kind,
        labels=[NO_LABEL if row[x] is None else str(row[x]) for row in shown],
        series=(Series(y_title, [_number(row[y]) for row in shown]),),
        texts=[str(row[y]) for row in shown] if kind is ChartKind.BARS else (),
        note=f"{left_out:,} of the rows above are not drawn" if left_out else "",
        x_title=x_title,
        y_title=y_title,
        days=days,
    )


def _number(value: str | None) -> float | None:
    """Return a value as a number; None for a null, NaN and infinity, which no axis has."""
    number = float(value) if value is not None else float("nan")
    return number if isfinite(number) else None


def _day(value: str | None) -> date | None:
    """Return the day of a date or time in ISO 8601; None for a null, for infinity and for years before Christ."""
    try:
        return date.fromisoformat((value or "")[:DAY_LENGTH])
    except ValueError:
        return None
