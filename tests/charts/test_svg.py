"""The drawings of the report: every value is drawn, axes have round values, and nothing leaves the page."""

import re
from dataclasses import replace

import pytest

from datahub.browsing.chart_data import Chart, ChartKind, Series, SeriesStyle, Unit
from seeding.charts.svg import svg
from seeding.charts.svg.scale import Scale, exact, short

CHART = Chart(
    key="money",
    title="Money & <more>",
    kind=ChartKind.GROUPED,
    labels=["one", "two", "three"],
    series=(Series("in", [1, 2, 3]), Series("out", [4, None, 2])),
    texts=["a", "b", "c"],
    x_title="month",
    y_title="USD a month",
    unit=Unit.USD,
)


def hints(drawing: str) -> list[str]:
    return re.findall(r"<title>(.*?)</title>", drawing)


@pytest.mark.parametrize("kind", [ChartKind.GROUPED, ChartKind.STACKED, ChartKind.LINES, ChartKind.PYRAMID])
def test_every_value_is_drawn_with_a_tooltip(kind: ChartKind) -> None:
    drawing = svg(replace(CHART, kind=kind))
    assert {"one, in: $1; a", "two, in: $2; b", "three, in: $3; c", "one, out: $4; a", "three, out: $2; c"} <= set(
        hints(drawing)
    )
    for text in ("month", "USD a month", "Money &amp; &lt;more&gt;"):
        assert text in drawing


def test_bars_have_their_texts_beside_them() -> None:
    drawing = svg(replace(CHART, kind=ChartKind.BARS, series=CHART.series[:1]))
    assert [f">{text}</text>" in drawing for text in CHART.texts] == [True, True, True]


def test_a_stack_is_as_high_as_the_sum_of_its_values() -> None:
    heights = [
        float(height)
        for height in re.findall(r'height="([\d.]+)"><title>one', svg(replace(CHART, kind=ChartKind.STACKED)))
    ]
    assert heights[1] == pytest.approx(4 * heights[0], rel=0.01)


def test_points_have_no_line_and_market_lines_are_dashed() -> None:
    series = (Series("new", [1, None, 3], SeriesStyle.POINTS, 0), Series("market", [2, 2, 2], SeriesStyle.DASHES, 0))
    drawing = svg(replace(CHART, kind=ChartKind.LINES, series=series))
    assert drawing.count("<path ") == 1
    assert 'class="line series-1 dashes"' in drawing
    assert len(hints(drawing)) == 5


@pytest.mark.parametrize(
    ("low", "high", "ends", "step"),
    [(0, 9, (0, 10), 2), (0, 0, (0, 1), 0.2), (-47, 100, (-50, 100), 50), (0.02, 0.97, (0, 1), 0.2)],
)
def test_an_axis_has_round_ends(low: float, high: float, ends: tuple[float, float], step: float) -> None:
    scale = Scale.covering(low, high, 100, 0)
    assert (scale.low, scale.high) == pytest.approx(ends)
    assert scale.step == pytest.approx(step)
    assert scale.place(scale.low) == 100
    assert scale.place(scale.high) == pytest.approx(0)
    assert scale.ticks[-1] == pytest.approx(ends[1])


@pytest.mark.parametrize(
    ("value", "unit", "at_the_axis", "in_full"),
    [
        (1_500, Unit.USD, "$1.5K", "$1,500"),
        (-20_000, Unit.USD, "\N{MINUS SIGN}$20K", "\N{MINUS SIGN}$20,000"),
        (2_000_000, Unit.COUNT, "2M", "2,000,000"),
        (12.5, Unit.PERCENT, "12.5 %", "12.5 %"),
    ],
)
def test_values_have_units(value: float, unit: Unit, at_the_axis: str, in_full: str) -> None:
    assert (short(value, unit), exact(value, unit)) == (at_the_axis, in_full)


def test_a_chart_that_only_the_site_draws_is_refused() -> None:
    with pytest.raises(KeyError):
        svg(replace(CHART, kind=ChartKind.DOUGHNUT))
