"""Filters of a list: by value, by yes or no, by period. Showing them never reads the table."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Max, Min, Model, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from datahub.browsing.dates import date_of, start_of_day
from datahub.browsing.model_fields import AnyField, columns, has_index

FilterSpec = tuple[str, type[admin.FieldListFilter]]
MAX_YEARS = 8
RECENT = (("newest day", 1), ("last 7 days", 7), ("last 30 days", 30), ("last 90 days", 90))
"""Periods that end with the newest row: label and days."""


def filters_for(model: type[Model], *, index_only: bool) -> list[FilterSpec]:
    """Return a filter per value list and yes/no column, and one by the first date; `index_only`: by an indexed date."""
    found: list[FilterSpec] = []
    for field in columns(model):
        if field.choices:
            found.append((field.name, ChoiceFilter))
        elif isinstance(field, models.BooleanField):
            found.append((field.name, admin.BooleanFieldListFilter))
    dates = [field for field in columns(model) if isinstance(field, models.DateField)]
    best = next((field for field in dates if has_index(field)), None if index_only else next(iter(dates), None))
    if best is not None:
        found.append((best.name, PeriodFilter))
    return found


class ChoiceFilter(admin.ChoicesFieldListFilter):
    """Filters by a value of the column's value list; refuses any other value."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Return the rows that pass the filter."""
        known = {str(value) for value, _ in self.field.flatchoices}
        if not known.issuperset(self.lookup_val or ()):
            raise IncorrectLookupParameters(f"{self.title} has no such value")
        return cast(QuerySet[Model], super().queryset(request, queryset))


class PeriodFilter(admin.FieldListFilter):
    """Filters by the last days up to the newest row, and by year: a bank may be viewed long after its as-of date."""

    def __init__(
        self,
        field: AnyField,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        self.start, self.end = f"{field_path}__gte", f"{field_path}__lt"
        super().__init__(field, request, params, model, model_admin, field_path)
        span = model._default_manager.aggregate(oldest=Min(field_path), newest=Max(field_path))
        self.oldest, self.newest = (span[end] and date_of(span[end]) for end in ("oldest", "newest"))
        self.holds_times = isinstance(field, models.DateTimeField)

    def expected_parameters(self) -> list[str | None]:
        """Return the query parameters of the period's start (inclusive) and end (exclusive)."""
        return [self.start, self.end]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Return the rows that pass the filter."""
        bounds = {name: self._bound(values[-1]) for name, values in self._used.items()}
        return queryset.filter(**bounds)

    def has_output(self) -> bool:
        """Return whether the table has rows to filter."""
        return self.newest is not None

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield the options as Django's templates take them."""
        used = {name: values[-1] for name, values in self._used.items()}
        for label, period in [("All", {}), *self._periods()]:
            yield {
                "selected": used == period,
                "query_string": changelist.get_query_string(period, [self.start, self.end]),
                "display": label,
            }

    @property
    def _used(self) -> dict[str, list[str]]:
        return cast(dict[str, list[str]], self.used_parameters)

    def _periods(self) -> Iterator[tuple[str, dict[str, str]]]:
        if self.newest is None or self.oldest is None:
            return
        end = self.newest + timedelta(days=1)
        for label, days in RECENT:
            yield label, self._period(end - timedelta(days=days), end)
        for year in range(self.newest.year, max(self.oldest.year, self.newest.year - MAX_YEARS) - 1, -1):
            yield str(year), self._period(date(year, 1, 1), date(year + 1, 1, 1))

    def _period(self, start: date, end: date) -> dict[str, str]:
        return {self.start: start.isoformat(), self.end: end.isoformat()}

    def _bound(self, given: str) -> date | datetime:
        try:
            found = parse_date(given)
        except ValueError:  # a date that does not exist, such as February 30
            found = None
        if found is None:
            raise IncorrectLookupParameters(f"{given!r} isn't a date")
        return start_of_day(found) if self.holds_times else found
