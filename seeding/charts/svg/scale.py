"""The scale of an axis of values: where a value lies, and the round values that are written at the axis."""

from dataclasses import dataclass
from math import ceil, floor, log10

from datahub.browsing.chart_data import Unit

MINUS = "\N{MINUS SIGN}"
_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 5
_THOUSAND = 1_000


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, in steps of `step`, drawn from the pixel `start` to the pixel `end`."""

    low: float
    high: float
    step: float
    start: float
    end: float

    @classmethod
    def covering(cls, low: float, high: float, start: float, end: float) -> "Scale":
        """Return the scale with round ends that holds zero and both values."""
        low, high = min(low, 0.0), max(high, 0.0) or (0.0 if low < 0 else 1.0)
        step = _round_step((high - low) / _TICKS)
        return cls(floor(low / step) * step, ceil(high / step) * step, step, start, end)

    def place(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The round values from the low to the high end."""
        return [self.low + self.step * place for place in range(round((self.high - self.low) / self.step) + 1)]


def _round_step(step: float) -> float:
    """Return the smallest round number that is no less than a step."""
    power = 10.0 ** floor(log10(step))
    return next(factor * power for factor in _STEPS if factor * power >= step * (1 - 1e-9))


def short(value: float, unit: Unit) -> str:
    """Return a value as an axis shows it, such as "1.5M", "$20K" or "35 %"."""
    size, suffix = abs(value), ""
    for letter in ("K", "M", "B"):
        if size < _THOUSAND:
            break
        size, suffix = size / _THOUSAND, letter
    return _with_unit(value, f"{size:.1f}".removesuffix(".0") + suffix, unit)


def exact(value: float, unit: Unit) -> str:
    """Return a value with all its digits, such as "1,234", "$1,234" or "34.5 %"."""
    return _with_unit(value, f"{abs(value):,}", unit)


def _with_unit(value: float, digits: str, unit: Unit) -> str:
    sign = MINUS if value < 0 else ""
    match unit:
        case Unit.USD:
            return f"{sign}${digits}"
        case Unit.PERCENT:
            return f"{sign}{digits} %"
    return f"{sign}{digits}"
