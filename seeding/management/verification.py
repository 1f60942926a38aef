"""What `seed_verify` found: as lines for people, as JSON for scripts, and as a page to show to others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string

from seeding.checks.check import Figure, Outcome, Violations
from seeding.checks.distributions import Distribution
from seeding.checks.planting import PlantedFault
from seeding.checks.suite import GROUPS
from seeding.engine.plan import Plan
from seeding.models import Run

_PERCENT = 100


@dataclass(frozen=True)
class Verification:
    """The verdicts on a bank, in the order of their checks, and the faults that were planted in it on purpose."""

    plan: Plan
    run: Run | None
    outcomes: Sequence[Outcome]
    faults: Sequence[PlantedFault]
    seconds: float

    @property
    def failed(self) -> list[Outcome]:
        """The verdicts on what does not hold."""
        return [outcome for outcome in self.outcomes if not outcome.passed]

    @property
    def headline(self) -> str:
        """The outcome in a few words."""
        if not self.failed:
            return f"All {len(self.outcomes)} checks passed"
        return f"{len(self.failed)} of {len(self.outcomes)} checks failed"

    def as_lines(self) -> Iterator[str]:
        """Yield a line per group of checks, the figures, every failure with its rows, and what had been planted."""
        for letter, name in GROUPS.items():
            of_group = [outcome for outcome in self.outcomes if outcome.check.id.startswith(letter)]
            if of_group:
                passed = sum(outcome.passed for outcome in of_group)
                yield f"{letter}  {name:18} {passed:3} of {len(of_group):3} passed"
        for outcome in self.outcomes:
            if not isinstance(outcome.result, Violations):
                yield f"~ {outcome.check.id:4} {outcome.check.title}"
                yield from (f"         {_figure_line(figure)}" for figure in outcome.result)
        for outcome in self.failed:
            yield f"FAILED {outcome.check.id}  {outcome.check.title}{_counted(outcome)}"
            yield from (f"         {line}" for line in shown_rows(outcome))
        for fault in self.faults:
            found = self._whether_found(fault)
            yield f"planted on purpose: {fault.check_id} {fault.description} ({fault.row}): {found}"

    def _whether_found(self, fault: PlantedFault) -> str:
        """Return what became of a fault: a check of figures cannot find one in a bank that is too small for it."""
        outcome = next((outcome for outcome in self.outcomes if outcome.check.id == fault.check_id), None)
        if outcome is None:
            return "not looked for"
        if not outcome.passed:
            return "found"
        figures = () if isinstance(outcome.result, Violations) else outcome.result
        small = [figure.not_enforced for figure in figures if figure.not_enforced]
        return f"not found, {small[0]}" if small else "not found"

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "plan": self.plan.to_record(),
            "passed": not self.failed,
            "seconds": round(self.seconds, 3),
            "faults": [{"check": fault.check_id, "what": fault.description, "row": fault.row} for fault in self.faults],
            "checks": [_record(outcome) for outcome in self.outcomes],
        }

    def as_page(self, charts: Sequence[Distribution]) -> str:
        """Return a page of HTML that needs nothing beside itself."""
        groups = [
            {
                "letter": letter,
                "name": name,
                "outcomes": [_shown(outcome) for outcome in of_group],
                "passed": sum(outcome.passed for outcome in of_group),
                "failed": sum(not outcome.passed for outcome in of_group),
            }
            for letter, name in GROUPS.items()
            if (of_group := [outcome for outcome in self.outcomes if outcome.check.id.startswith(letter)])
        ]
        return render_to_string(
            "checks/report.html",
            {
                "headline": self.headline,
                "failed": self.failed,
                "plan": self.plan,
                "verified": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
                "seconds": f"{self.seconds:.1f}",
                "generator": self.run.generator if self.run else "",
                "command": self.run.command if self.run else "",
                "faults": self.faults,
                "groups": groups,
                "charts": [_drawn(chart) for chart in charts],
                "style": render_to_string("checks/report.css"),
            },
        )


def shown_rows(outcome: Outcome) -> list[str]:
    """Return the rows that break a rule, as many as were asked for, each in a line."""
    if not isinstance(outcome.result, Violations):
        return []
    return [", ".join(f"{name} {value}" for name, value in row.items()) for row in outcome.result.shown]


def _counted(outcome: Outcome) -> str:
    if not isinstance(outcome.result, Violations):
        return ""
    count = outcome.result.count
    return f": {count:,} row{'' if count == 1 else 's'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def _bounds(figure: Figure) -> str:
    if figure.not_enforced:
        return figure.not_enforced
    if figure.low is None or figure.high is None:
        end, bound = ("at least", figure.low) if figure.high is None else ("at most", figure.high)
        return "" if bound is None else f"{end} {_number(bound)}"
    return f"{_number(figure.low)} to {_number(figure.high)}"


def _figure_line(figure: Figure) -> str:
    fails = "" if figure.passes else "  FAILED"
    return f"{figure.name}: {_number(figure.value)} ({_bounds(figure)}; {figure.sample:,} rows){fails}"


def _record(outcome: Outcome) -> dict[str, Any]:
    check, result = outcome.check, outcome.result
    rows = result.shown if isinstance(result, Violations) else ()
    figures = () if isinstance(result, Violations) else result
    return {
        "id": check.id,
        "title": check.title,
        "severity": check.severity.value,
        "databases": list(check.databases),
        "passed": outcome.passed,
        "rows": result.count if isinstance(result, Violations) else None,
        "shown": [{name: None if value is None else str(value) for name, value in row.items()} for row in rows],
        "figures": [
            {
                "name": figure.name,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "sample": figure.sample,
                "too_small": figure.not_enforced or None,
                "holds": figure.passes,
            }
            for figure in figures
        ],
        "seconds": round(outcome.seconds, 3),
    }


def _shown(outcome: Outcome) -> dict[str, Any]:
    result = outcome.result
    figures = () if isinstance(result, Violations) else result
    return {
        "id": outcome.check.id,
        "title": outcome.check.title,
        "passed": outcome.passed,
        "count": result.count if isinstance(result, Violations) else 0,
        "shown": shown_rows(outcome),
        "figures": [
            {
                "name": figure.name,
                "value": _number(figure.value),
                "bounds": _bounds(figure),
                "sample": figure.sample,
                "holds": figure.passes,
            }
            for figure in figures
        ],
        "seconds": f"{outcome.seconds:.2f}",
    }


def _drawn(chart: Distribution) -> dict[str, Any]:
    """Return bars and marks in percent of the chart's width."""
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
