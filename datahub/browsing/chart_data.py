"""Charts as a page carries them: numbers and texts, which `charts.js` hands to Chart.js to draw.

The page also holds the numbers as a table, for screen readers and for browsers without scripts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

ChartValue = int | Decimal | None


class ChartKind(StrEnum):
    """How a chart is drawn; `charts.js` has a function per kind."""

    DAYS = "days"
    """A column per day; labels are dates."""
    COLUMNS = "columns"
    """Columns in a given order: a distribution of amounts."""
    BARS = "bars"
    """Horizontal bars with their labels: a comparison."""
    DOUGHNUT = "doughnut"
    """Parts of a whole, with a legend."""
    BALANCES = "balances"
    """Balances over time: the first series as an area, the others as dashed lines; labels are dates."""
    PAIRS = "pairs"
    """Columns of two series side by side."""


@dataclass(frozen=True)
class Series:
    """A named series of values, one per label of the chart; None where there is none."""

    label: str
    values: Sequence[ChartValue]


@dataclass(frozen=True)
class Chart:
    """A chart with its heading and, as a note, how its values were found.

    `texts` are written beside the values. `colors` are CSS variables, one per label. `marks` tells for which labels
    the first series of balances has a dot.
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
            "series": [{"label": each.label, "values": list(each.values)} for each in self.series],
            "texts": list(self.texts),
            "colors": list(self.colors),
            "marks": list(self.marks),
        }

    @property
    def rows(self) -> list[tuple[str, list[ChartValue | str]]]:
        """The chart as a table: each label with its values and its text."""
        columns: list[Sequence[ChartValue | str]] = [*(each.values for each in self.series)]
        if self.texts:
            columns.append(self.texts)
        return [(label, [column[place] for column in columns]) for place, label in enumerate(self.labels)]

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """The color, label and text of each part of a doughnut; empty for other kinds."""
        return list(zip(self.colors, self.labels, self.texts, strict=True)) if self.kind is ChartKind.DOUGHNUT else []
