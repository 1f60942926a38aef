"""Search of a list: what an index serves, and every text that the list shows, by its beginning.

Keys and business numbers are found in full, names, email addresses and the like as the table's `found_by` says. A
person's name also finds the rows that refer to the person in another database: one query finds the people, the next
their rows. The texts of a list have no index: on a table that grows large they are read only if no index finds a row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import models
from django.db.models import Model, Q, QuerySet

from datahub.browsing.badges import label_of_value
from datahub.browsing.lookups import Lookup, Term
from datahub.browsing.model_fields import (
    AnyField,
    columns,
    has_index,
    has_name,
    is_key,
    label_of,
    name_fields,
    target_of,
)
from datahub.browsing.soft_keys import GenericKey, SoftKey

MAX_PEOPLE = 200
"""People of a name whose rows in another table are found."""


def exact_fields(model: type[Model]) -> list[AnyField]:
    """Return the indexed columns that a term has to equal: keys and business numbers."""
    comparable = (models.CharField, models.IntegerField)
    return [field for field in columns(model) if has_index(field) and isinstance(_value_field(field), comparable)]


def keys_to_people(model: type[Model]) -> list[AnyField]:
    """Return the indexed foreign keys whose targets are searched by name."""
    return [field for field in columns(model) if is_key(field) and has_index(field) and has_name(target_of(field))]


def search(
    rows: QuerySet[Model],
    typed: str,
    *,
    by_name: bool,
    soft_keys: Mapping[str, SoftKey],
    found_by: Sequence[Lookup],
    texts: Sequence[AnyField],
) -> QuerySet[Model]:
    """Return the rows that a term finds; `by_name` includes their names and the names of the rows they refer to.

    Without `by_name`, the table grows large: `texts` are read only if no index finds a row.
    """
    term = Term.of(typed)
    if term is None:
        return rows.none() if typed.strip() else rows
    found = _by_index(rows.model, term, soft_keys, found_by)
    if not by_name:
        indexed = rows.filter(found)
        return indexed if indexed.exists() else rows.filter(_text_matches(texts, term))
    found |= _name_matches(rows.model, term.text) | _text_matches(texts, term)
    for field in keys_to_people(rows.model):
        found |= Q(**{f"{field.attname}__in": _keys_of_people(target_of(field), field, term.text)})
    return rows.filter(found)


def _by_index(model: type[Model], term: Term, soft_keys: Mapping[str, SoftKey], found_by: Sequence[Lookup]) -> Q:
    """Return the condition that a term is a key, a number or what else an index of the table serves."""
    found = Q(pk__in=[])
    for field in exact_fields(model):
        if not _is_integer(field):
            found |= Q(**{field.attname: term.text})
        elif term.text.isdecimal():
            found |= Q(**{field.attname: int(term.text)})
    for column, soft_key in soft_keys.items():
        if isinstance(soft_key, GenericKey):
            # Naming all types excludes nothing, but lets the index on (type, key) serve.
            found |= Q(**{f"{soft_key.type_column}__in": list(soft_key.models), column: term.text})
    for condition in filter(None, (lookup.condition(term) for lookup in found_by)):
        found |= condition
    return found


def shown_texts(columns: Iterable[AnyField]) -> list[AnyField]:
    """Return those of the columns of a list that it shows as texts, and that no index finds."""
    texts = (models.CharField, models.TextField)
    return [field for field in columns if isinstance(field, texts) and not has_index(field)]


def _text_matches(texts: Sequence[AnyField], term: Term) -> Q:
    """Return the condition that a text begins with a term, in any case; of a value list, its label does."""
    found = Q(pk__in=[])
    for field in texts:
        if not field.flatchoices:
            found |= Q(**{f"{field.name}__istartswith": term.text})
            continue
        labels = ((value, label_of_value(field, value).lower()) for value, _ in field.flatchoices)
        values = [value for value, label in labels if label.startswith(term.text.lower())]
        if values:
            found |= Q(**{f"{field.name}__in": values})
    return found


def search_help(model: type[Model], texts: Sequence[AnyField], *, by_name: bool) -> str:
    """Return the columns that the search of a list looks at, for the text beside its search box."""
    exact = [label_of(field) for field in exact_fields(model)]
    names = [label_of(field) for field in name_fields(model)] if by_name else []
    people = [f"{label_of(field)}'s name" for field in keys_to_people(model)] if by_name else []
    return ", ".join(dict.fromkeys([*exact, *names, *people, *(label_of(field) for field in texts)]))


def _keys_of_people(target: type[Model], field: AnyField, term: str) -> list[object]:
    people = target._default_manager.filter(_name_matches(target, term))
    return list(people.values_list(_referenced_column(field), flat=True)[:MAX_PEOPLE])


def _name_matches(model: type[Model], term: str) -> Q:
    """Return the condition that a row's name begins with a term; "Ann Lee" is tried as first and last name, too."""
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
    """Yield a term as typed and capitalized like a name: the index compares case-sensitively."""
    yield from dict.fromkeys((term, term.title(), term.capitalize()))


def _value_field(field: AnyField) -> AnyField:
    """Return the field that gives a column its type: for a foreign key, the column it refers to."""
    return _value_field(field.target_field) if isinstance(field, models.ForeignKey) else field


def _referenced_column(key: AnyField) -> str:
    """Return the column of the target whose values a foreign key holds."""
    return key.target_field.attname if isinstance(key, models.ForeignKey) else "pk"


def _is_integer(field: AnyField) -> bool:
    return isinstance(_value_field(field), models.IntegerField)
