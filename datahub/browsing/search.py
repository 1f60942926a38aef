"""Search that an index or a short table serves: keys and business numbers in full, names by their beginning.

Somebody's name finds the rows that refer to them, too, wherever they are: first the people, then the rows.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models import Model, Q, QuerySet

from datahub.browsing.keys import AnyField, columns, has_name, is_indexed, is_key, name_fields, target_of

LONGEST_TERM = 200
PEOPLE_AT_MOST = 200
"""How many people of a name are looked for in another table's rows."""


def exact_fields(model: type[Model]) -> list[AnyField]:
    """Return the columns that a term is compared with in full: keys and numbers that an index serves."""
    return [field for field in columns(model) if is_indexed(field) and not isinstance(field, models.DateField)]


def keys_to_people(model: type[Model]) -> list[AnyField]:
    """Return the keys whose targets are looked for by name first."""
    return [field for field in columns(model) if is_key(field) and is_indexed(field) and has_name(target_of(field))]


def search(rows: QuerySet[Model], term: str, *, by_name: bool) -> QuerySet[Model]:
    """Return the rows that a term finds; with `by_name` also by their own names and those they refer to."""
    term = term.strip()
    if not term or len(term) > LONGEST_TERM:
        return rows.none() if term else rows
    found = Q(pk__in=[])
    for field in exact_fields(rows.model):
        if not _is_integer(field):
            found |= Q(**{field.attname: term})
        elif term.isdecimal():
            found |= Q(**{field.attname: int(term)})
    if by_name:
        found |= _named(rows.model, term)
        for field in keys_to_people(rows.model):
            found |= Q(**{f"{field.attname}__in": _people(target_of(field), field, term)})
    return rows.filter(found)


def described(model: type[Model], *, by_name: bool) -> str:
    """Return what the search finds, for the people who use it."""
    exact = [str(field.verbose_name) for field in exact_fields(model)]
    names = [str(field.verbose_name) for field in name_fields(model)] if by_name else []
    whose = [f"{field.verbose_name}'s name" for field in keys_to_people(model)] if by_name else []
    return ", ".join(dict.fromkeys(exact + names + whose))


def _people(target: type[Model], field: AnyField, term: str) -> list[object]:
    known_by = field.target_field.attname if isinstance(field, models.ForeignKey) else "pk"
    return list(target._default_manager.filter(_named(target, term)).values_list(known_by, flat=True)[:PEOPLE_AT_MOST])


def _named(model: type[Model], term: str) -> Q:
    """Return the condition that a row's name begins like this; "Ann Lee" is a first and a last name."""
    names = [field.name for field in name_fields(model)]
    found = Q(pk__in=[])
    for spelling in _spellings(term):
        for name in names:
            found |= Q(**{f"{name}__startswith": spelling})
        first, _, last = spelling.partition(" ")
        if last and {"first_name", "last_name"} <= set(names):
            found |= Q(first_name__startswith=first, last_name__startswith=last.strip())
    return found


def _spellings(term: str) -> Iterator[str]:
    """Yield a name as it was typed and as names are written, since an index knows no other case."""
    yield from dict.fromkeys((term, term.title(), term.capitalize()))


def _is_integer(field: AnyField) -> bool:
    return isinstance(field, models.IntegerField) or (
        isinstance(field, models.ForeignKey) and isinstance(field.target_field, models.IntegerField)
    )
