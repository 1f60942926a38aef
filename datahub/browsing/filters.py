"""Filters beside a list: by values of a fixed list, by yes and no, by period. None needs to read the table."""

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

from datahub.browsing.dates import day_of, midnight
from datahub.browsing.model_fields import AnyField, columns, is_indexed

FilterSpec = tuple[str, type[admin.FieldListFilter]]
YEARS_AT_MOST = 8
RECENT = (("newest day", 1), ("last 7 days", 7), ("last 30 days", 30), ("last 90 days", 90))


def filters_for(model: type[Model], *, big: bool) -> list[FilterSpec]:
    """Return the filters that a model's fields suggest; on a big table only those that an index or many hits serve."""
    found: list[FilterSpec] = []
    for field in columns(model):
        if field.choices:
            found.append((field.name, ChoiceFilter))
        elif isinstance(field, models.BooleanField):
            found.append((field.name, admin.BooleanFieldListFilter))
    dates = [field for field in columns(model) if isinstance(field, models.DateField)]
    best = next((field for field in dates if is_indexed(field)), None if big else next(iter(dates), None))
    if best is not None:
        found.append((best.name, PeriodFilter))
    return found


class ChoiceFilter(admin.ChoicesFieldListFilter):
    """One value of the column's list. A value that is not on the list is refused: no row can have it."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Narrow the list down."""
        known = {str(value) for value, _ in self.field.flatchoices}
        if not known.issuperset(self.lookup_val or ()):
            raise IncorrectLookupParameters(f"{self.title} has no such value")
        return cast(QuerySet[Model], super().queryset(request, queryset))


class PeriodFilter(admin.FieldListFilter):
    """The last days before the newest row, and years: what "recent" means in a bank that is seen on a past day."""

    def __init__(
        self,
        field: AnyField,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        self.first, self.past = f"{field_path}__gte", f"{field_path}__lt"
        super().__init__(field, request, params, model, model_admin, field_path)
        span = model._default_manager.aggregate(oldest=Min(field_path), newest=Max(field_path))
        self.oldest, self.newest = (span[end] and day_of(span[end]) for end in ("oldest", "newest"))
        self.holds_times = isinstance(field, models.DateTimeField)

    def expected_parameters(self) -> list[str | None]:
        """Return the parameters that say from when and until when."""
        return [self.first, self.past]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Narrow the list down."""
        bounds = {name: self._bound(values[-1]) for name, values in self._used.items()}
        return queryset.filter(**bounds)

    def has_output(self) -> bool:
        """Return whether there is anything to choose from."""
        return self.newest is not None

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield what can be chosen."""
        used = {name: values[-1] for name, values in self._used.items()}
        for label, period in [("All", {}), *self._periods()]:
            yield {
                "selected": used == period,
                "query_string": changelist.get_query_string(period, [self.first, self.past]),
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
        for year in range(self.newest.year, max(self.oldest.year, self.newest.year - YEARS_AT_MOST) - 1, -1):
            yield str(year), self._period(date(year, 1, 1), date(year + 1, 1, 1))

    def _period(self, first: date, past: date) -> dict[str, str]:
        return {self.first: first.isoformat(), self.past: past.isoformat()}

    def _bound(self, given: str) -> date | datetime:
        try:
            found = parse_date(given)
        except ValueError:  # a day that the calendar lacks
            found = None
        if found is None:
            raise IncorrectLookupParameters(f"{given!r} is no date")
        return midnight(found) if self.holds_times else found
