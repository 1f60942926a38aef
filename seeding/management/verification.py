"""What `seed_verify` found: as lines for people, as JSON for scripts, and as a page to show to others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string

from seeding.checks.breaking import Fault
from seeding.checks.check import Figure, Offenders, Verdict
from seeding.checks.distributions import Distribution
from seeding.checks.suite import GROUPS
from seeding.engine.plan import Plan
from seeding.models import Run

_PERCENT = 100


@dataclass(frozen=True)
class Verification:
    """The verdicts on a bank, in the order of their checks, and the faults that were planted in it on purpose."""

    plan: Plan
    run: Run | None
    verdicts: Sequence[Verdict]
    faults: Sequence[Fault]
    seconds: float

    @property
    def failed(self) -> list[Verdict]:
        """The verdicts on what does not hold."""
        return [verdict for verdict in self.verdicts if not verdict.passed]

    @property
    def headline(self) -> str:
        """The outcome in a few words."""
        if not self.failed:
            return f"All {len(self.verdicts)} checks passed"
        return f"{len(self.failed)} of {len(self.verdicts)} checks failed"

    def as_lines(self) -> Iterator[str]:
        """Yield a line per group of checks, the figures, every failure with its rows, and what had been planted."""
        for letter, name in GROUPS.items():
            of_group = [verdict for verdict in self.verdicts if verdict.check.id.startswith(letter)]
            if of_group:
                passed = sum(verdict.passed for verdict in of_group)
                yield f"{letter}  {name:18} {passed:3} of {len(of_group):3} passed"
        for verdict in self.verdicts:
            if not isinstance(verdict.judgement, Offenders):
                yield f"~ {verdict.check.id:4} {verdict.check.title}"
                yield from (f"         {_figure_line(figure)}" for figure in verdict.judgement)
        for verdict in self.failed:
            yield f"FAILED {verdict.check.id}  {verdict.check.title}{_counted(verdict)}"
            yield from (f"         {line}" for line in shown_rows(verdict))
        for fault in self.faults:
            yield f"planted on purpose: {fault.check_id} {fault.what} ({fault.row}): {self._whether_found(fault)}"

    def _whether_found(self, fault: Fault) -> str:
        """Return what became of a fault: a check of figures cannot find one in a bank that is too small for it."""
        verdict = next((verdict for verdict in self.verdicts if verdict.check.id == fault.check_id), None)
        if verdict is None:
            return "not looked for"
        if not verdict.passed:
            return "found"
        figures = () if isinstance(verdict.judgement, Offenders) else verdict.judgement
        small = [figure.too_small for figure in figures if figure.too_small]
        return f"not found, {small[0]}" if small else "not found"

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "plan": self.plan.to_record(),
            "passed": not self.failed,
            "seconds": round(self.seconds, 3),
            "faults": [{"check": fault.check_id, "what": fault.what, "row": fault.row} for fault in self.faults],
            "checks": [_record(verdict) for verdict in self.verdicts],
        }

    def as_page(self, charts: Sequence[Distribution]) -> str:
        """Return a page of HTML that needs nothing beside itself."""
        groups = [
            {
                "letter": letter,
                "name": name,
                "verdicts": [_shown(verdict) for verdict in of_group],
                "passed": sum(verdict.passed for verdict in of_group),
                "failed": sum(not verdict.passed for verdict in of_group),
            }
            for letter, name in GROUPS.items()
            if (of_group := [verdict for verdict in self.verdicts if verdict.check.id.startswith(letter)])
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


def shown_rows(verdict: Verdict) -> list[str]:
    """Return the rows that break a rule, as many as were asked for, each in a line."""
    if not isinstance(verdict.judgement, Offenders):
        return []
    return [", ".join(f"{name} {value}" for name, value in row.items()) for row in verdict.judgement.shown]


def _counted(verdict: Verdict) -> str:
    if not isinstance(verdict.judgement, Offenders):
        return ""
    count = verdict.judgement.count
    return f": {count:,} row{'' if count == 1 else 's'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def _bounds(figure: Figure) -> str:
    if figure.too_small:
        return figure.too_small
    if figure.low is None or figure.high is None:
        end, bound = ("at least", figure.low) if figure.high is None else ("at most", figure.high)
        return "" if bound is None else f"{end} {_number(bound)}"
    return f"{_number(figure.low)} to {_number(figure.high)}"


def _figure_line(figure: Figure) -> str:
    fails = "" if figure.holds else "  FAILED"
    return f"{figure.name}: {_number(figure.value)} ({_bounds(figure)}; {figure.sample:,} rows){fails}"


def _record(verdict: Verdict) -> dict[str, Any]:
    check, judgement = verdict.check, verdict.judgement
    rows = judgement.shown if isinstance(judgement, Offenders) else ()
    figures = () if isinstance(judgement, Offenders) else judgement
    return {
        "id": check.id,
        "title": check.title,
        "severity": check.severity.value,
        "databases": list(check.databases),
        "passed": verdict.passed,
        "rows": judgement.count if isinstance(judgement, Offenders) else None,
        "shown": [{name: None if value is None else str(value) for name, value in row.items()} for row in rows],
        "figures": [
            {
                "name": figure.name,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "sample": figure.sample,
                "too_small": figure.too_small or None,
                "holds": figure.holds,
            }
            for figure in figures
        ],
        "seconds": round(verdict.seconds, 3),
    }


def _shown(verdict: Verdict) -> dict[str, Any]:
    judgement = verdict.judgement
    figures = () if isinstance(judgement, Offenders) else judgement
    return {
        "id": verdict.check.id,
        "title": verdict.check.title,
        "passed": verdict.passed,
        "count": judgement.count if isinstance(judgement, Offenders) else 0,
        "shown": shown_rows(verdict),
        "figures": [
            {
                "name": figure.name,
                "value": _number(figure.value),
                "bounds": _bounds(figure),
                "sample": figure.sample,
                "holds": figure.holds,
            }
            for figure in figures
        ],
        "seconds": f"{verdict.seconds:.2f}",
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
