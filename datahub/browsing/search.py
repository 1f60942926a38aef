"""Search that an index or a short table serves: keys and business numbers in full, names by their beginning.

Somebody's name finds the rows that refer to them, too, wherever they are: first the people, then the rows.
"""

from collections.abc import Iterator, Mapping

from django.db import models
from django.db.models import Model, Q, QuerySet

from datahub.browsing.model_fields import AnyField, columns, has_name, is_indexed, is_key, name_fields, target_of
from datahub.browsing.soft_keys import GenericKey, SoftKey

LONGEST_TERM = 200
PEOPLE_AT_MOST = 200
"""How many people of a name are looked for in another table's rows."""


def exact_fields(model: type[Model]) -> list[AnyField]:
    """Return the columns that a term is compared with in full: keys and numbers that an index serves."""
    comparable = (models.CharField, models.IntegerField)
    return [field for field in columns(model) if is_indexed(field) and isinstance(_compared(field), comparable)]


def keys_to_people(model: type[Model]) -> list[AnyField]:
    """Return the keys whose targets are looked for by name first."""
    return [field for field in columns(model) if is_key(field) and is_indexed(field) and has_name(target_of(field))]


def search(rows: QuerySet[Model], term: str, *, by_name: bool, soft_keys: Mapping[str, SoftKey]) -> QuerySet[Model]:
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
    for column, soft_key in soft_keys.items():
        if isinstance(soft_key, GenericKey):
            # All kinds together are no condition, but they let the index of both columns serve.
            found |= Q(**{f"{soft_key.type_column}__in": list(soft_key.models), column: term})
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
    people = target._default_manager.filter(_named(target, term))
    return list(people.values_list(_known_by(field), flat=True)[:PEOPLE_AT_MOST])


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


def _compared(field: AnyField) -> AnyField:
    """Return the field whose type the values of a column have: a key's are those of its target."""
    return _compared(field.target_field) if isinstance(field, models.ForeignKey) else field


def _known_by(key: AnyField) -> str:
    """Return the column of the target whose values a key holds."""
    return key.target_field.attname if isinstance(key, models.ForeignKey) else "pk"


def _is_integer(field: AnyField) -> bool:
    return isinstance(_compared(field), models.IntegerField)
