"""Charts as a page carries them: figures and words. A script of ours hands them to Chart.js, which draws them.

The page holds every figure as text too, for screen readers and for browsers without scripts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

Figure = int | Decimal | None


class Kind(StrEnum):
    """How a chart is drawn: by what it should make plain at a glance."""

    DAYS = "days"
    """Columns that follow each other day by day; labels are days."""
    COLUMNS = "columns"
    """Columns in an order of their own: how amounts spread."""
    BARS = "bars"
    """Bars beside their labels: which is larger."""
    DOUGHNUT = "doughnut"
    """Parts of a whole, with a legend."""
    BALANCES = "balances"
    """Balances over time: the first series filled, any other dashed; labels are days."""
    PAIRS = "pairs"
    """Columns of two series side by side: what came in beside what went out."""


@dataclass(frozen=True)
class Series:
    """Figures of one kind, one for each label of the chart; None where there is none."""

    label: str
    values: Sequence[Figure]


@dataclass(frozen=True)
class Chart:
    """A chart: its heading, what it shows, and a remark on where the figures are from.

    `texts` are written beside the figures. `colors` are CSS variables, one for each label. `marks` are the labels at
    which the first series of balances has a dot.
    """

    key: str
    title: str
    kind: Kind
    labels: Sequence[str]
    series: Sequence[Series]
    texts: Sequence[str] = ()
    colors: Sequence[str] = ()
    marks: Sequence[bool] = ()
    remark: str = ""

    @property
    def identifier(self) -> str:
        """Return the name of the element that holds the figures."""
        return f"figures-{self.key}"

    @property
    def figures(self) -> dict[str, Any]:
        """Return what the script draws."""
        return {
            "kind": self.kind,
            "labels": list(self.labels),
            "series": [{"label": each.label, "values": list(each.values)} for each in self.series],
            "texts": list(self.texts),
            "colors": list(self.colors),
            "marks": list(self.marks),
        }

    @property
    def rows(self) -> list[tuple[str, list[Figure | str]]]:
        """Return the figures as a table: each label with its figures, and the text beside them."""
        columns: list[Sequence[Figure | str]] = [*(each.values for each in self.series)]
        if self.texts:
            columns.append(self.texts)
        return [(label, [column[place] for column in columns]) for place, label in enumerate(self.labels)]

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """Return color, label and text of each part of a whole."""
        return list(zip(self.colors, self.labels, self.texts, strict=True)) if self.kind is Kind.DOUGHNUT else []
