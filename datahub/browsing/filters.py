"""Filters of a list: by value, by yes or no, by amount, by period. Showing them never reads the table."""

import re
from abc import abstractmethod
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Max, Min, Model, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from datahub.browsing.columns import MONEY_DECIMALS
from datahub.browsing.dates import date_of, start_of_day
from datahub.browsing.model_fields import AnyField, columns, time_column

FilterSpec = tuple[str, type[admin.FieldListFilter]]
AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,2})?")
MAX_YEARS = 8
RECENT = (("newest day", 1), ("last 7 days", 7), ("last 30 days", 30), ("last 90 days", 90))
"""Periods that end with the newest row: label and days."""


def filters_for(model: type[Model], *, index_only: bool) -> list[FilterSpec]:
    """Return a filter per value list, yes/no column and amount, and one by the time by which rows are the newest."""
    found: list[FilterSpec] = []
    for field in columns(model):
        if field.choices:
            found.append((field.name, ChoiceFilter))
        elif isinstance(field, models.BooleanField):
            found.append((field.name, admin.BooleanFieldListFilter))
        elif isinstance(field, models.DecimalField) and field.decimal_places == MONEY_DECIMALS:
            found.append((field.name, AmountFilter))
    time = time_column(model, index_only=index_only)
    if time is not None:
        found.append((time.name, PeriodFilter))
    return found


class ChoiceFilter(admin.ChoicesFieldListFilter):
    """Filters by a value of the column's value list; refuses any other value."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Return the rows that pass the filter. Raises IncorrectLookupParameters for another value."""
        known = {str(value) for value, _ in self.field.flatchoices}
        if not known.issuperset(self.lookup_val or ()):
            raise IncorrectLookupParameters(f"{self.title} has no such value")
        return cast(QuerySet[Model], super().queryset(request, queryset))


class RangeFilter(admin.FieldListFilter):
    """Filters by bounds that the user types. Subclasses read a bound and may offer ranges to select."""

    input_type = "text"

    def __init__(
        self,
        field: AnyField,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        self.start, self.end, self.last = (f"{field_path}__{how}" for how in ("gte", "lt", "lte"))
        super().__init__(field, request, params, model, model_admin, field_path)

    def expected_parameters(self) -> list[str | None]:
        """Return the query parameters of the first value, of the value after the last, and of the last value."""
        return [self.start, self.end, self.last]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Return the rows that pass the filter. A bound that is left empty is none."""
        bounds = (self.bound(name, given) for name, given in self._used.items() if given)
        return queryset.filter(**dict(bounds))

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield the options as Django's templates take them: all rows, ranges, and the range that was typed."""
        used = {name: value for name, value in self._used.items() if value}
        options: list[tuple[str, dict[str, str]]] = [("All", {}), *self.ranges()]
        if used not in [bounds for _, bounds in options]:
            options.append((self._typed(used), used))
        for label, bounds in options:
            yield {
                "selected": used == bounds,
                "query_string": changelist.get_query_string(bounds, [self.start, self.end, self.last]),
                "display": label,
            }

    @property
    def inputs(self) -> list[tuple[str, str, str, str]]:
        """The two inputs of the form: label, type, parameter and value."""
        return [
            (label, self.input_type, name, self._used.get(name, ""))
            for label, name in (("From", self.start), ("To", self.last))
        ]

    def ranges(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the ranges to select: label and bounds by parameter."""
        yield from ()

    @abstractmethod
    def bound(self, name: str, given: str) -> tuple[str, Any]:
        """Return a bound as a lookup and its value. Raises IncorrectLookupParameters."""

    @property
    def _used(self) -> dict[str, str]:
        used = cast(dict[str, list[str]], self.used_parameters)
        return {name: values[-1] for name, values in used.items()}

    def _typed(self, used: dict[str, str]) -> str:
        start, end = used.get(self.start, ""), used.get(self.last, "")
        until = f"before {used[self.end]}" if self.end in used else f"to {end}" if end else ""
        return " ".join(filter(None, (f"from {start}" if start else "", until)))


class AmountFilter(RangeFilter):
    """Filters by the smallest and the largest amount."""

    input_type = "number"

    def bound(self, name: str, given: str) -> tuple[str, Any]:
        """Return an amount as a lookup and its value. Raises IncorrectLookupParameters if it is none."""
        if not AMOUNT.fullmatch(given):
            raise IncorrectLookupParameters(f"{given!r} isn't an amount")
        return name, Decimal(given)


class PeriodFilter(RangeFilter):
    """Filters by the last days up to the newest row, by year, and by dates.

    The last days are not those up to today: a bank may be viewed long after its as-of date.
    """

    input_type = "date"

    def __init__(
        self,
        field: AnyField,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        span = model._default_manager.aggregate(oldest=Min(field_path), newest=Max(field_path))
        self.oldest, self.newest = (span[end] and date_of(span[end]) for end in ("oldest", "newest"))
        self.holds_times = isinstance(field, models.DateTimeField)

    def has_output(self) -> bool:
        """Return whether the table has rows to filter."""
        return self.newest is not None

    def ranges(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the last days up to the newest row, and the years."""
        if self.newest is None or self.oldest is None:
            return
        end = self.newest + timedelta(days=1)
        for label, days in RECENT:
            yield label, self._period(end - timedelta(days=days), end)
        for year in range(self.newest.year, max(self.oldest.year, self.newest.year - MAX_YEARS) - 1, -1):
            yield str(year), self._period(date(year, 1, 1), date(year + 1, 1, 1))

    def bound(self, name: str, given: str) -> tuple[str, Any]:
        """Return a day as a lookup and its value. The last day is included to its last microsecond.

        Raises IncorrectLookupParameters.
        """
        try:
            found = parse_date(given)
        except ValueError:  # a date that does not exist, such as February 30
            found = None
        if found is None:
            raise IncorrectLookupParameters(f"{given!r} isn't a date")
        if not self.holds_times:
            return name, found
        if name != self.last:
            return name, start_of_day(found)
        if found == date.max:
            raise IncorrectLookupParameters(f"{given!r} is too late")
        return self.end, start_of_day(found + timedelta(days=1))

    def _period(self, start: date, end: date) -> dict[str, str]:
        return {self.start: start.isoformat(), self.end: end.isoformat()}
