"""The definition of a chart of the bank: its title and lead, how it is drawn, and where its figures come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from datahub.browsing.chart_data import Chart, ChartKind, Series, Unit
from seeding.charts.bank import Bank


@dataclass(frozen=True)
class Figures:
    """The figures of a chart: labels, a value per label and series, a text per label, and how they were found.

    `days` are the first days of what the labels name, where their axis is one of time.
    """

    labels: Sequence[str]
    series: Sequence[Series]
    texts: Sequence[str] = ()
    note: str = ""
    days: Sequence[date] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for each in self.series for value in each.values)


@dataclass(frozen=True)
class BankChart:
    """A chart of the bank. `lead` is one sentence: what an expert should see. `find` returns its figures."""

    title: str
    lead: str
    kind: ChartKind
    x_title: str
    y_title: str
    unit: Unit
    find: Callable[[Bank], Figures]

    def draw(self, bank: Bank) -> Chart | None:
        """Return the chart of a bank; None if the bank has no rows for it."""
        figures = self.find(bank)
        if figures.is_empty:
            return None
        return Chart(
            key=slugify(self.title),
            title=self.title,
            kind=self.kind,
            labels=figures.labels,
            series=figures.series,
            texts=figures.texts,
            note=figures.note,
            lead=self.lead,
            x_title=self.x_title,
            y_title=self.y_title,
            unit=self.unit,
            days=figures.days,
        )


def percent_of(part: float, whole: float) -> float | None:
    """Return a part in percent of the whole, with one decimal; None if the whole is 0."""
    return round(100 * part / whole, 1) if whole else None
