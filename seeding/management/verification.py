"""The results of `seed_verify`: as lines for people, as JSON for scripts, and as an HTML report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.template.loader import render_to_string

from datahub.browsing.chart_data import Chart, ChartKind
from seeding.catalog.check_subjects import subject_of
from seeding.catalog.columns import database_of_table
from seeding.charts.svg import color_class, svg
from seeding.checks.check import Figure, Outcome, Severity, Violations
from seeding.checks.distributions import Distribution
from seeding.checks.suite import GROUPS
from seeding.engine.plan import Plan
from seeding.management.failures import failure_context, violation_lines
from seeding.models import Run
from seeding.storage.planted_faults import PlantedFault

FAILED = "FAILED"
"""How the line of a failed check begins."""

_PERCENT = 100

SEVERITIES = {
    Severity.CRITICAL: "money does not add up",
    Severity.ERROR: "a rule is broken",
    Severity.WARNING: "a distribution is not as it should be",
}
"""What a failed check of each severity means."""


@dataclass(frozen=True)
class Verification:
    """The outcomes of checks on a bank, in the order of their ids, and the faults that were planted in it."""

    plan: Plan
    run: Run | None
    outcomes: Sequence[Outcome]
    faults: Sequence[PlantedFault]
    seconds: float

    @property
    def failed(self) -> list[Outcome]:
        """The outcomes of failed checks."""
        return [outcome for outcome in self.outcomes if not outcome.passed]

    @property
    def headline(self) -> str:
        """The result in a few words."""
        if not self.failed:
            return f"All {len(self.outcomes)} checks passed"
        return f"{len(self.failed)} of {len(self.outcomes)} checks failed"

    @property
    def summary(self) -> str:
        """The result in a line, with the time that it took."""
        return f"{self.headline} in {self.seconds:.1f} s"

    @property
    def by_group(self) -> Iterator[tuple[str, str, list[Outcome]]]:
        """The letter, the name and the outcomes of each group of checks."""
        for letter, name in GROUPS.items():
            outcomes = [outcome for outcome in self.outcomes if outcome.check.id.startswith(letter)]
            if outcomes:
                yield letter, name, outcomes

    def as_lines(self, *, measures: bool) -> Iterator[str]:
        """Yield the failed checks with their rows and figures, and the planted faults.

        With `measures`, a line per group of checks follows, and the figures of the checks that passed.
        """
        for outcome in self.failed:
            check = outcome.check
            yield f"{FAILED} {check.id} ({check.severity})  {check.title}{_row_count(outcome)}"
            yield from (f"         {line}" for line in violation_lines(outcome))
            yield from (f"         {figure_line(figure)}" for figure in outcome.figures)
        for fault in self.faults:
            yield f"planted {fault.check_id}: {fault.description}, {fault.row}: {self._detection(fault)}"
        if measures:
            yield from self._measure_lines()

    def _measure_lines(self) -> Iterator[str]:
        for _, name, outcomes in self.by_group:
            passed = sum(outcome.passed for outcome in outcomes)
            yield f"{name:18} {passed:3} of {len(outcomes):3} passed"
            for outcome in outcomes:
                if outcome.passed and outcome.figures:
                    yield f"passed {outcome.check.id}  {outcome.check.title}"
                    yield from (f"         {figure_line(figure)}" for figure in outcome.figures)

    def _detection(self, fault: PlantedFault) -> str:
        """Return whether a planted fault was found; bounds that are not enforced cannot find it in a small bank."""
        outcome = next((outcome for outcome in self.outcomes if outcome.check.id == fault.check_id), None)
        if outcome is None:
            return "its check did not run"
        if not outcome.passed:
            return "found"
        reasons = [figure.not_enforced for figure in outcome.figures if figure.not_enforced]
        return f"not found, {reasons[0]}" if reasons else "not found"

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "plan": self.plan.to_record(),
            "passed": not self.failed,
            "seconds": round(self.seconds, 3),
            "faults": [
                {"check": fault.check_id, "description": fault.description, "row": fault.row} for fault in self.faults
            ],
            "checks": [_outcome_record(outcome) for outcome in self.outcomes],
        }

    def as_page(self, distributions: Sequence[Distribution], charts: Sequence[Chart]) -> str:
        """Return an HTML page that needs no other file and no network, with the bank in charts."""
        groups = [
            {
                "letter": letter,
                "name": name,
                "outcomes": [_outcome_context(outcome) for outcome in outcomes],
                "passed": sum(outcome.passed for outcome in outcomes),
                "failed": sum(not outcome.passed for outcome in outcomes),
            }
            for letter, name, outcomes in self.by_group
        ]
        return render_to_string(
            "checks/report.html",
            {
                "headline": self.headline,
                "failed": [failure_context(outcome) for outcome in self.failed],
                "plan": self.plan,
                "verified": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
                "seconds": f"{self.seconds:.1f}",
                "generator": self.run.generator if self.run else "",
                "command": self.run.command if self.run else "",
                "faults": self.faults,
                "groups": groups,
                "severities": [{"name": severity.value, "meaning": SEVERITIES[severity]} for severity in Severity],
                "charts": [{"chart": chart, "drawing": svg(chart), "key": _chart_key(chart)} for chart in charts],
                "distributions": [_distribution_context(each) for each in distributions],
                "style": render_to_string("checks/report.css"),
            },
        )


def figure_line(figure: Figure) -> str:
    """Return a figure with its bounds in a line."""
    failed = "" if figure.passes else "  FAILED"
    return f"{figure.name}: {_number(figure.value)} ({_bounds(figure)}; {figure.sample:,} rows){failed}"


def _row_count(outcome: Outcome) -> str:
    count = outcome.violations.count
    return f": {count:,} row{'' if count == 1 else 's'}" if count else ""


def _number(value: float) -> str:
    if not isfinite(value):
        return "undefined"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def _bounds(figure: Figure) -> str:
    if figure.not_enforced:
        return figure.not_enforced
    if figure.low is None or figure.high is None:
        end, bound = ("at least", figure.low) if figure.high is None else ("at most", figure.high)
        return "" if bound is None else f"{end} {_number(bound)}"
    if figure.low == figure.high:
        return _number(figure.low)
    return f"{_number(figure.low)} to {_number(figure.high)}"


def _outcome_record(outcome: Outcome) -> dict[str, Any]:
    check, subject = outcome.check, subject_of(outcome.check)
    return {
        "id": check.id,
        "title": check.title,
        "severity": check.severity.value,
        "database": database_of_table().get(subject.table, DEFAULT_DB_ALIAS),
        "table": subject.table,
        "column": subject.column,
        "databases": list(check.databases),
        "passed": outcome.passed,
        "rows": outcome.violations.count if isinstance(outcome.result, Violations) else None,
        "shown": [
            {name: None if value is None else str(value) for name, value in row.items()}
            for row in outcome.violations.shown
        ],
        "figures": [
            {
                "name": figure.name,
                "value": figure.value if isfinite(figure.value) else None,
                "low": figure.low,
                "high": figure.high,
                "sample": figure.sample,
                "not_enforced": figure.not_enforced or None,
                "passed": figure.passes,
            }
            for figure in outcome.figures
        ],
        "seconds": round(outcome.seconds, 3),
    }


def _outcome_context(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.check.id,
        "title": outcome.check.title,
        "severity": outcome.check.severity.value,
        "passed": outcome.passed,
        "count": outcome.violations.count,
        "shown": violation_lines(outcome),
        "figures": [
            {
                "name": figure.name,
                "value": _number(figure.value),
                "bounds": _bounds(figure),
                "sample": figure.sample,
                "passes": figure.passes,
            }
            for figure in outcome.figures
        ],
        "seconds": f"{outcome.seconds:.2f}",
    }


def _chart_key(chart: Chart) -> list[tuple[str, str, str]]:
    """Return the color, the mark and the label of each series; empty for a chart of one series."""
    if chart.kind is ChartKind.BARS:
        return []
    return [(color_class(series, place), series.mark, series.label) for place, series in enumerate(chart.series)]


def _distribution_context(chart: Distribution) -> dict[str, Any]:
    """Return the bars and marks of a chart, in percent of its width."""
    scale = _PERCENT / chart.largest if chart.largest else 0.0
    bars = zip(chart.labels, chart.found, chart.expected, strict=True)
    return {
        "title": chart.title,
        "sample": chart.sample,
        "source": chart.source,
        "bars": [
            {
                "label": label.replace("_", " "),
                "width": f"{found * scale:.1f}",
                "mark": f"{expected * scale:.1f}",
                "found": f"{found:.1%}",
                "expected": f"{expected:.1%}",
            }
            for label, found, expected in bars
        ],
    }
