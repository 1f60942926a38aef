"""Charts that an admin declares for its table: the start page shows them.

They read a sample of a large table, so that a chart takes the same time on a bank of any size; the chart says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, pairwise
from typing import Any, Protocol

from django.db.models import Model
from django.utils.text import capfirst, slugify
from psycopg import sql

from datahub.browsing import model_fields
from datahub.browsing.badges import has_tones, label_of_value, tone_of
from datahub.browsing.chart_data import Chart, ChartKind, Series
from datahub.browsing.formats import whole_percent
from datahub.browsing.model_fields import AnyField
from datahub.browsing.sampling import Sample, query_rows
from datahub.choices import Tone

SAMPLE_ROWS = 100_000
"""Rows above which a chart reads a sample of about this many rows."""
DAYS_SHOWN = 60
COLORS = tuple(f"--bank-chart-{place}" for place in range(1, 8))
TONE_COLORS = {Tone.BAD: "--bank-chart-bad", Tone.WARNING: "--bank-chart-warning"}
"""Colors of their own for values that need attention; all others take turns with COLORS."""


class TableChart(Protocol):
    """A chart of a table."""

    def draw(self, model: type[Model], rows: int) -> Chart | None:
        """Return the chart of a table of about `rows` rows, at least one; None if it would be empty."""


@dataclass(frozen=True)
class ValueShares:
    """How the rows spread over the values of a column; the title is derived from table and column if not given."""

    column: str
    kind: ChartKind
    title: str = ""

    def draw(self, model: type[Model], rows: int) -> Chart:
        """Return the chart, the most frequent value first."""
        field = model_fields.column(model, self.column)
        sample = Sample(rows, SAMPLE_ROWS)
        column = sql.Identifier(str(field.column))
        counts = _counts(model, sample, column, sql.SQL("{} IS NOT NULL").format(column))
        counts = dict(sorted(counts.items(), key=lambda item: item[1], reverse=True))
        return _share_chart(
            self.title or f"{_plural(model)} by {field.verbose_name}",
            self.kind,
            {label_of_value(field, value): count for value, count in counts.items()},
            Series(str(model._meta.verbose_name_plural), list(counts.values())),
            sample,
            _colors(field, list(counts)) if self.kind is ChartKind.DOUGHNUT else (),
        )


@dataclass(frozen=True)
class AmountDistribution:
    """How the amounts of a column spread over ranges; `bounds` separate the ranges, `where` selects the rows."""

    column: str
    bounds: Sequence[int]
    title: str
    where: str = "true"

    def draw(self, model: type[Model], rows: int) -> Chart:
        """Return the chart, the range of the smallest amounts first."""
        sample = Sample(rows, SAMPLE_ROWS)
        bucket = sql.SQL("width_bucket({}, {})").format(sql.Identifier(self.column), sql.Literal(list(self.bounds)))
        counts = _counts(model, sample, bucket, sql.SQL(self.where))
        labels = self._labels()
        values = [counts.get(place, 0) for place in range(len(labels))]
        series = Series(str(model._meta.verbose_name_plural), values)
        return _share_chart(self.title, ChartKind.COLUMNS, dict(zip(labels, values, strict=True)), series, sample)

    def _labels(self) -> list[str]:
        """Return a label per range, in thousands: "< 1 k", "1-5 k", "> 100 k"."""
        thousands = [bound // 1_000 for bound in self.bounds]
        between = (f"{low}\N{EN DASH}{high} k" for low, high in pairwise(thousands))
        return [f"< {thousands[0]} k", *between, f"> {thousands[-1]} k"]


@dataclass(frozen=True)
class DailyCounts:
    """Rows per day over the last DAYS_SHOWN days; without the newest day, which may not be over."""

    column: str

    def draw(self, model: type[Model], rows: int) -> Chart | None:
        """Return the chart."""
        sample = Sample(rows, SAMPLE_ROWS)
        column = sql.Identifier(self.column)
        ((newest,),) = query_rows(model, sql.SQL("SELECT max({column})::date FROM {table}"), column=column)
        if newest is None:
            return None
        days = [newest - timedelta(days=back) for back in range(DAYS_SHOWN, 0, -1)]
        recent = sql.SQL("{column} >= {newest}::date - {days} AND {column} < {newest}::date").format(
            column=column, newest=sql.Literal(str(newest)), days=sql.Literal(DAYS_SHOWN)
        )
        counts = _counts(model, sample, sql.SQL("{}::date").format(column), recent)
        title = f"{_plural(model)} per day"
        return Chart(
            key=slugify(title),
            title=title,
            kind=ChartKind.DAYS,
            labels=[day.isoformat() for day in days],
            series=(Series(str(model._meta.verbose_name_plural), [counts.get(day, 0) for day in days]),),
            note=sample.note,
        )


def _share_chart(
    title: str, kind: ChartKind, counts: Mapping[str, int], series: Series, sample: Sample, colors: Sequence[str] = ()
) -> Chart:
    """Return a chart of counts by label, with the percentage of each."""
    rows = sum(counts.values()) or 1
    return Chart(
        key=slugify(title),
        title=title,
        kind=kind,
        labels=list(counts),
        series=(series,),
        texts=[whole_percent(count / rows) for count in counts.values()],
        colors=colors,
        note=sample.note,
    )


def _colors(field: AnyField, values: Sequence[Any]) -> list[str]:
    """Return a color per value."""
    others = cycle(COLORS)
    toned = has_tones(field)
    return [(TONE_COLORS.get(tone_of(field, value)) if toned else None) or next(others) for value in values]


def _plural(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _counts(
    model: type[Model], sample: Sample, expression: sql.Composable, condition: sql.Composable
) -> dict[Any, int]:
    """Return the number of rows by the value of an expression, extrapolated from the sample."""
    return dict(
        query_rows(
            model,
            sql.SQL(
                "SELECT {value}, round(count(*) / {fraction}::numeric)::bigint FROM {table} {sample} "
                "WHERE {condition} GROUP BY 1"
            ),
            value=expression,
            fraction=sql.Literal(sample.fraction),
            sample=sample.clause,
            condition=condition,
        )
    )
