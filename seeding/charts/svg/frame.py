"""The common parts of all drawings: their size, their axes, and their elements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from datahub.browsing.chart_data import Chart, Series
from seeding.charts.svg.scale import Scale, exact, short

WIDTH, HEIGHT = 520, 290
TOP, RIGHT, BOTTOM, LEFT = 10, 12, 46, 66
COLORS = 7
_CHARACTER = 6.6
"""Width of a character of the axes, in pixels."""
_GAP = 12


@dataclass(frozen=True)
class Slots:
    """Equal parts of an axis of labels between two pixels, one per label."""

    count: int
    start: float
    end: float

    @property
    def width(self) -> float:
        """The width of a slot."""
        return (self.end - self.start) / max(1, self.count)

    def begin(self, place: int) -> float:
        """The pixel at which a slot begins."""
        return self.start + place * self.width

    def middle(self, place: int) -> float:
        """The pixel in the middle of a slot."""
        return self.start + (place + 0.5) * self.width


def color_class(series: Series, place: int) -> str:
    """Return the class of the color of a series at a place in its chart."""
    return f"series-{(place if series.color is None else series.color) % COLORS + 1}"


def numbers(series: Series) -> list[float | None]:
    """Return the values of a series as numbers."""
    return [None if value is None else float(value) for value in series.values]


def tooltip(chart: Chart, place: int, series: Series) -> str:
    """Return what a browser shows over a value: its label, its series, the value and the text of the label."""
    value = series.values[place]
    text = f"; {chart.texts[place]}" if chart.texts else ""
    shown = "" if value is None else exact(float(value) if isinstance(value, float) else int(value), chart.unit)
    return f"{chart.labels[place]}, {series.label}: {shown}{text}"


def rectangle(x: float, y: float, width: float, height: float, color: str, title: str) -> SafeString:
    """Return a bar with a tooltip."""
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        color, _px(x), _px(y), _px(max(width, 0.0)), _px(max(height, 0.0)), title,
    )  # fmt: skip


def line(x1: float, y1: float, x2: float, y2: float, css: str = "grid") -> SafeString:
    """Return a line."""
    return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', css, _px(x1), _px(y1), _px(x2), _px(y2))


def label(x: float, y: float, text: str, anchor: str = "middle", css: str = "tick") -> SafeString:
    """Return a text; `anchor` says which end of it is at the pixel: start, middle or end."""
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', css, _px(x), _px(y), anchor, text)


def path(points: Sequence[tuple[float, float] | None], css: str) -> SafeString:
    """Return a line through points; it is interrupted where there is none."""
    commands, drawing = [], False
    for point in points:
        if point is not None:
            commands.append(f"{'L' if drawing else 'M'}{_px(point[0])} {_px(point[1])}")
        drawing = point is not None
    return format_html('<path class="{}" d="{}"/>', css, " ".join(commands))


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Return elements after each other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def value_axis_on_the_left(chart: Chart, scale: Scale) -> SafeString:
    """Return the lines and texts of an axis of values on the left, with its title."""
    grid = (
        line(LEFT, scale.place(tick), WIDTH - RIGHT, scale.place(tick), "axis" if tick == 0 else "grid")
        for tick in scale.ticks
    )
    texts = (label(LEFT - 8, scale.place(tick) + 4, short(tick, chart.unit), "end") for tick in scale.ticks)
    middle = _px((scale.start + scale.end) / 2)
    title = format_html(
        '<text class="title" transform="translate(14 {}) rotate(-90)" text-anchor="middle">{}</text>',
        middle, chart.y_title,
    )  # fmt: skip
    return joined([*grid, *texts, title])


def label_axis_below(chart: Chart, slots: Slots) -> SafeString:
    """Return the texts of an axis of labels below, as many as have room, with its title."""
    longest = max((len(text) for text in chart.labels), default=1) * _CHARACTER + _GAP
    every = max(1, -(-round(longest) // max(1, round(slots.width))))
    y = HEIGHT - BOTTOM + 17
    texts = (
        label(min(slots.middle(place), WIDTH - len(text) * _CHARACTER / 2), y, text)
        for place, text in enumerate(chart.labels)
        if place % every == 0
    )
    title = label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, chart.x_title, css="title")
    return joined([*texts, title])


def document(chart: Chart, *parts: SafeString) -> SafeString:
    """Return the drawing of a chart, of these parts."""
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, HEIGHT, chart.title, joined(parts)
    )


def _px(value: float) -> SafeString:
    """Return a number of pixels with one decimal at most."""
    return mark_safe(f"{value:.1f}".removesuffix(".0"))  # a number needs no escaping
