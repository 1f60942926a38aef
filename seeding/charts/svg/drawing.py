"""A function per kind of chart that draws it."""

from collections.abc import Callable
from itertools import accumulate

from django.utils.safestring import SafeString

from datahub.browsing.chart_data import Chart, ChartKind, SeriesStyle
from seeding.charts.svg.frame import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Slots,
    color_class,
    document,
    label,
    label_axis_below,
    line,
    numbers,
    path,
    rectangle,
    tooltip,
    value_axis_on_the_left,
)
from seeding.charts.svg.scale import Scale, short

_FILLED = 0.8
"""Part of a slot that bars take."""
_WIDEST = 44
_STEP_LABELS = 130
"""Pixels for the labels at the left of bars."""
_STEP_TEXTS = 100


def svg(chart: Chart) -> SafeString:
    """Return a chart as an SVG element. Raises KeyError for a kind of chart that only the site draws."""
    return _DRAWINGS[chart.kind](chart)


def _slots(chart: Chart) -> Slots:
    return Slots(len(chart.labels), LEFT, WIDTH - RIGHT)


def _upright(low: float, high: float) -> Scale:
    return Scale.covering(low, high, HEIGHT - BOTTOM, TOP)


def _grouped(chart: Chart) -> SafeString:
    series = [numbers(each) for each in chart.series]
    known = [value for values in series for value in values if value is not None]
    scale, slots = _upright(min(known), max(known)), _slots(chart)
    width = min(slots.width * _FILLED / len(series), _WIDEST)
    bars = []
    for number, values in enumerate(series):
        for place, value in enumerate(values):
            if value is None:
                continue
            x = slots.middle(place) + (number - len(series) / 2) * width
            y, height = scale.place(max(value, 0)), abs(scale.place(value) - scale.place(0))
            each = chart.series[number]
            bars.append(rectangle(x, y, width - 1, height, color_class(each, number), tooltip(chart, place, each)))
    return document(chart, value_axis_on_the_left(chart, scale), label_axis_below(chart, slots), *bars)


def _stacked(chart: Chart) -> SafeString:
    columns = zip(*(numbers(each) for each in chart.series), strict=True)
    tops = [list(accumulate((value or 0.0 for value in column), initial=0.0)) for column in columns]
    scale, slots = _upright(0, max(top[-1] for top in tops)), _slots(chart)
    width = min(slots.width * _FILLED, _WIDEST)
    bars = []
    for place, top in enumerate(tops):
        for number, each in enumerate(chart.series):
            upper, lower = scale.place(top[number + 1]), scale.place(top[number])
            if upper < lower:
                color, text = color_class(each, number), tooltip(chart, place, each)
                bars.append(rectangle(slots.middle(place) - width / 2, upper, width, lower - upper, color, text))
    return document(chart, value_axis_on_the_left(chart, scale), label_axis_below(chart, slots), *bars)


def _lines(chart: Chart) -> SafeString:
    series = [numbers(each) for each in chart.series]
    known = [value for values in series for value in values if value is not None]
    scale, slots = _upright(min(known), max(known)), _slots(chart)
    marks = []
    for number, (each, values) in enumerate(zip(chart.series, series, strict=True)):
        color = color_class(each, number)
        points = [
            None if value is None else (slots.middle(place), scale.place(value)) for place, value in enumerate(values)
        ]
        if each.mark is not SeriesStyle.POINTS:
            marks.append(path(points, f"line {color}" + (" dashes" if each.mark is SeriesStyle.DASHES else "")))
        # Dashed lines have no visible points, but something to point at.
        size, css = (7.0, f"dot {color}") if each.mark is not SeriesStyle.DASHES else (9.0, "unseen")
        marks += [
            rectangle(point[0] - size / 2, point[1] - size / 2, size, size, css, tooltip(chart, place, each))
            for place, point in enumerate(points)
            if point
        ]
    return document(chart, value_axis_on_the_left(chart, scale), label_axis_below(chart, slots), *marks)


def _pyramid(chart: Chart) -> SafeString:
    left, right = (numbers(each) for each in chart.series)
    widest = max(value or 0 for value in (*left, *right))
    scale = Scale.covering(-widest, widest, LEFT + 10, WIDTH - RIGHT - 10)
    slots = Slots(len(chart.labels), HEIGHT - BOTTOM, TOP)
    thickness = abs(slots.width) * 0.86
    parts = [line(scale.place(tick), TOP, scale.place(tick), HEIGHT - BOTTOM) for tick in scale.ticks]
    parts += [label(scale.place(tick), HEIGHT - BOTTOM + 17, short(abs(tick), chart.unit)) for tick in scale.ticks]
    parts.append(label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, f"{chart.y_title} by {chart.x_title}", css="title"))
    for place, text in enumerate(chart.labels):
        middle = slots.middle(place)
        parts.append(label(LEFT, middle + 4, text, "end"))
        for number, (value, each) in enumerate(zip((left[place], right[place]), chart.series, strict=True)):
            ends = sorted((scale.place(0), scale.place((value or 0) * (1 if number else -1))))
            color, hint = color_class(each, number), tooltip(chart, place, each)
            parts.append(rectangle(ends[0], middle - thickness / 2, ends[1] - ends[0], thickness, color, hint))
    return document(chart, *parts)


def _bars(chart: Chart) -> SafeString:
    (values,) = (numbers(each) for each in chart.series)
    scale = Scale(0, max(value or 0 for value in values) or 1, 1, _STEP_LABELS, WIDTH - _STEP_TEXTS)
    slots = Slots(len(chart.labels), TOP, HEIGHT - TOP)
    thickness = slots.width * 0.55
    parts = []
    for place, (text, value) in enumerate(zip(chart.labels, values, strict=True)):
        middle, end = slots.middle(place), scale.place(value or 0)
        hint = tooltip(chart, place, chart.series[0])
        parts.append(label(_STEP_LABELS - 10, middle + 4, text, "end"))
        parts.append(rectangle(_STEP_LABELS, middle - thickness / 2, end - _STEP_LABELS, thickness, "series-1", hint))
        if chart.texts:
            parts.append(label(end + 8, middle + 4, chart.texts[place], "start"))
    return document(chart, *parts)


_DRAWINGS: dict[ChartKind, Callable[[Chart], SafeString]] = {
    ChartKind.GROUPED: _grouped,
    ChartKind.STACKED: _stacked,
    ChartKind.LINES: _lines,
    ChartKind.PYRAMID: _pyramid,
    ChartKind.BARS: _bars,
}
