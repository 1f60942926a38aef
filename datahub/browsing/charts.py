"""Charts that an admin declares for its table: the start page shows them.

They read a sample of a large table, so that a chart takes the same time on a bank of any size; the chart says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, pairwise
from typing import Any, Protocol

from django.db.models import Model
from django.utils.text import capfirst, slugify
from psycopg import sql

from datahub.browsing import model_fields
from datahub.browsing.badges import has_tones, label_of_value, tone_of
from datahub.browsing.chart_data import Chart, ChartKind, Series
from datahub.browsing.formats import whole_percent
from datahub.browsing.links import list_url
from datahub.browsing.model_fields import AnyField
from datahub.browsing.sampling import Sample, query_rows
from datahub.choices import Tone

SAMPLE_ROWS = 100_000
"""Rows above which a chart reads a sample of about this many rows."""
MONTHS_SHOWN = 12
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
            Series(
                str(model._meta.verbose_name_plural),
                list(counts.values()),
                links=[list_url(model, **{f"{self.column}__exact": value}) for value in counts],
            ),
            sample,
            _colors(field, list(counts)) if self.kind is ChartKind.DOUGHNUT else (),
        )


@dataclass(frozen=True)
class AmountDistribution:
    """How the amounts of a column spread over ranges; `bounds` separate the ranges.

    `among` selects the rows: by a column with a value list, the values that it has.
    """

    column: str
    bounds: Sequence[int]
    title: str
    among: tuple[str, Sequence[str]]

    def draw(self, model: type[Model], rows: int) -> Chart:
        """Return the chart, the range of the smallest amounts first."""
        sample = Sample(rows, SAMPLE_ROWS)
        bucket = sql.SQL("width_bucket({}, {})").format(sql.Identifier(self.column), sql.Literal(list(self.bounds)))
        chosen, values_chosen = self.among
        selected = sql.SQL("{} = ANY({})").format(sql.Identifier(chosen), sql.Literal(list(values_chosen)))
        counts = _counts(model, sample, bucket, selected)
        labels = self._labels()
        values = [counts.get(place, 0) for place in range(len(labels))]
        series = Series(str(model._meta.verbose_name_plural), values, links=self._links(model))
        return _share_chart(self.title, ChartKind.COLUMNS, dict(zip(labels, values, strict=True)), series, sample)

    def _links(self, model: type[Model]) -> list[str]:
        """Return the address of the list of each range's rows."""
        chosen, values = self.among
        ranges = pairwise([None, *self.bounds, None])
        return [
            list_url(
                model,
                **{f"{chosen}__exact": values},
                **({} if low is None else {f"{self.column}__gte": low}),
                **({} if high is None else {f"{self.column}__lt": high}),
            )
            for low, high in ranges
        ]

    def _labels(self) -> list[str]:
        """Return a label per range, in thousands: "under 1K", "1-5K", "100K+"."""
        thousands = [bound // 1_000 for bound in self.bounds]
        between = (f"{low}\N{EN DASH}{high}K" for low, high in pairwise(thousands))
        return [f"under {thousands[0]}K", *between, f"{thousands[-1]}K+"]


@dataclass(frozen=True)
class MonthlyCounts:
    """Rows per month, over the MONTHS_SHOWN months up to the newest row, stacked by the values of a column."""

    column: str
    by: str

    def draw(self, model: type[Model], rows: int) -> Chart | None:
        """Return the chart, the most frequent value at the bottom."""
        sample = Sample(rows, SAMPLE_ROWS)
        column, by = sql.Identifier(self.column), sql.Identifier(self.by)
        ((newest,),) = query_rows(model, sql.SQL("SELECT max({column})::date FROM {table}"), column=column)
        if newest is None:
            return None
        months = months_until(newest, MONTHS_SHOWN)
        month = sql.SQL("date_trunc('month', {})::date || ' ' || {}").format(column, by)
        shown = sql.SQL("{} >= {} AND {} IS NOT NULL").format(column, sql.Literal(str(months[0])), by)
        counts = {tuple(key.split(" ", 1)): count for key, count in _counts(model, sample, month, shown).items()}
        field = model_fields.column(model, self.by)
        values = sorted(
            {value for _, value in counts}, key=lambda each: -sum(counts.get((str(m), each), 0) for m in months)
        )
        title = f"{_plural(model)} per month by {field.verbose_name}"
        return Chart(
            key=slugify(title),
            title=title,
            kind=ChartKind.STACKED,
            labels=[f"{month:%b %Y}" for month in months],
            series=[
                Series(
                    label_of_value(field, value),
                    [counts.get((str(month), value), 0) for month in months],
                    links=[self._link(model, value, month) for month in months],
                )
                for value in values
            ],
            note=sample.note,
            x_title="Month",
            y_title=_plural(model),
            days=months,
        )

    def _link(self, model: type[Model], value: str, month: date) -> str:
        """Return the address of the list of a month's rows with a value."""
        end = (month.replace(day=1) + timedelta(days=31)).replace(day=1)
        bounds = {f"{self.column}__gte": month.isoformat(), f"{self.column}__lt": end.isoformat()}
        return list_url(model, **{f"{self.by}__exact": value}, **bounds)


def months_until(newest: date, number: int) -> list[date]:
    """Return the first days of the `number` months that end with that of a day, the earliest first."""
    last = newest.year * 12 + newest.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - number + 1, last + 1)]


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
