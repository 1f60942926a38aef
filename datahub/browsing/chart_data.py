"""Charts as a page carries them: numbers and texts, which `charts.js` hands to Chart.js to draw.

The page also holds the numbers as a table, for screen readers and for browsers without scripts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

ChartValue = int | float | Decimal | None


class ChartKind(StrEnum):
    """A kind of drawing; `charts.js` has a function per kind."""

    COLUMNS = "columns"
    """Columns in a given order: a distribution of amounts."""
    BARS = "bars"
    """Horizontal bars with their labels: a comparison."""
    DOUGHNUT = "doughnut"
    """Parts of a whole, with a legend."""
    BALANCES = "balances"
    """Balances over time, on an axis of time: the first series as an area, the others as dashes; labels are dates."""
    PAIRS = "pairs"
    """Columns of two series side by side."""
    GROUPED = "grouped"
    """Columns of any number of series side by side."""
    STACKED = "stacked"
    """Columns of several series on top of each other: their sum counts."""
    LINES = "lines"
    """A line per series."""
    PYRAMID = "pyramid"
    """Two series of bars that grow from the middle to both sides; the first label is the lowest."""


class Unit(StrEnum):
    """The unit of the values of a chart."""

    COUNT = "count"
    USD = "usd"
    PERCENT = "percent"
    """Percent, not fractions."""


class SeriesStyle(StrEnum):
    """The style in which a series of a chart of lines is drawn."""

    LINE = "line"
    DASHES = "dashes"
    POINTS = "points"
    """Single points without a line: values that do not follow from each other."""


@dataclass(frozen=True)
class Series:
    """A named series of values, one per label of the chart; None where there is none.

    `color` is the place of its color among those of series, from 0; None takes that of its place in the chart. `links`
    are addresses of the lists of the rows behind the values.
    """

    label: str
    values: Sequence[ChartValue]
    mark: SeriesStyle = SeriesStyle.LINE
    color: int | None = None
    links: Sequence[str] = ()


@dataclass(frozen=True)
class Chart:
    """A chart with its heading and, as a note, how its values were found.

    `texts` are written beside the values. `colors` are CSS variables, one per label. `marks` tells for which labels
    the first series of balances has a dot. `lead` is a sentence on what an expert sees in the chart. `x_title` and
    `y_title` name the axes of labels and of values; `unit` is that of the values. `days` are the days that the labels
    name, in order, where their axis is one of time.
    """

    key: str
    title: str
    kind: ChartKind
    labels: Sequence[str]
    series: Sequence[Series]
    texts: Sequence[str] = ()
    colors: Sequence[str] = ()
    marks: Sequence[bool] = ()
    note: str = ""
    lead: str = ""
    x_title: str = ""
    y_title: str = ""
    unit: Unit = Unit.COUNT
    days: Sequence[date] = ()

    @property
    def element_id(self) -> str:
        """The id of the HTML element that holds the chart's data."""
        return f"chart-data-{self.key}"

    @property
    def data(self) -> dict[str, Any]:
        """The data that `charts.js` reads, as JSON can hold it."""
        return {
            "kind": self.kind,
            "labels": list(self.labels),
            "series": [
                {
                    "label": each.label,
                    "values": list(each.values),
                    "mark": each.mark,
                    "color": place if each.color is None else each.color,
                    "links": list(each.links),
                }
                for place, each in enumerate(self.series)
            ],
            "texts": list(self.texts),
            "colors": list(self.colors),
            "marks": list(self.marks),
            "xTitle": self.x_title,
            "yTitle": self.y_title,
            "unit": self.unit,
            "days": [day.isoformat() for day in self.days],
        }

    @property
    def headers(self) -> list[str]:
        """The headers of the chart as a table, that of the labels first; empty if its axes have no titles."""
        if not self.x_title:
            return []
        return [self.x_title, *(each.label for each in self.series), *(["Note"] if self.texts else [])]

    @property
    def rows(self) -> list[tuple[str, list[tuple[ChartValue | str, str]]]]:
        """The chart as a table: each label with its values, each with its link or "", and with its text."""
        nowhere = [""] * len(self.labels)
        columns: list[Sequence[tuple[ChartValue | str, str]]] = [
            list(zip(each.values, each.links or nowhere, strict=True)) for each in self.series
        ]
        if self.texts:
            columns.append(list(zip(self.texts, nowhere, strict=True)))
        return [(label, [column[place] for column in columns]) for place, label in enumerate(self.labels)]

    @property
    def legend(self) -> list[tuple[str, str, str, str]]:
        """The color, label, text and link of each part of a doughnut; empty for other kinds."""
        if self.kind is not ChartKind.DOUGHNUT:
            return []
        links = self.series[0].links or [""] * len(self.labels)
        return list(zip(self.colors, self.labels, self.texts, links, strict=True))
