"""The page of one row: its columns, and excerpts of the tables, in any database, that refer to it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet, Value
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.browsing.columns import TableColumn, attach_addresses
from datahub.browsing.links import referring_list_url
from datahub.browsing.model_fields import AnyField, has_index, label_of, page_model, set_target, target_of
from datahub.browsing.table_admin import TableAdmin

ROWS_SHOWN = 8
MAX_COUNTED = 100
"""Rows that are fetched to count them; where there are more, a page does not say how many."""


@dataclass(frozen=True)
class LabeledValue:
    """A column of a row: its heading, its HTML, and the comment on the column."""

    label: str
    shown: SafeString | str
    comment: str


@dataclass(frozen=True)
class Excerpt:
    """The first rows of a table, the address of the list of all of them, and their number where it is known.

    `headings` and the cells of `rows` are pairs of text and CSS class: (heading, class) and (class, cell).
    """

    title: str
    address: str
    headings: list[tuple[str, str]]
    rows: list[list[tuple[str, SafeString | str]]]
    number: int | None


@dataclass(frozen=True)
class RowPage:
    """The page of a row. `other_tables` are titles, addresses and numbers of rows of lists without an excerpt."""

    values: list[LabeledValue]
    excerpts: list[Excerpt]
    other_tables: list[tuple[str, str, str]]


def load_row_page(admin: TableAdmin, row: Model) -> RowPage:
    """Return what a row's page shows: as many excerpts as its admin wants, and links to the other tables."""
    referring = list(referring_fields(admin, type(row)))
    shown, others = referring[: admin.excerpts_shown], referring[admin.excerpts_shown :]
    excerpts = (referring_excerpt(admin, field, row) for field in shown)
    return RowPage(
        labeled_values(admin.columns, row),
        [excerpt for excerpt in excerpts if excerpt],
        _other_tables(others, row),
    )


def _other_tables(keys: list[AnyField], row: Model) -> list[tuple[str, str, str]]:
    """Return title, address and number of the rows that refer to a row by each of some keys, if there are any."""
    numbers = _numbers_of_rows(keys, row)
    return [
        (
            excerpt_title(key),
            referring_list_url(key, referenced_value(key, row)),
            f"{MAX_COUNTED}+" if numbers[place] > MAX_COUNTED else str(numbers[place]),
        )
        for place, key in enumerate(keys)
        if numbers[place]
    ]


def _numbers_of_rows(keys: list[AnyField], row: Model) -> Counter[int]:
    """Return the number of rows by the place of their key, up to MAX_COUNTED + 1, with one query per database."""
    queries: dict[str, list[QuerySet[Any, Any]]] = {}
    for place, key in enumerate(keys):
        rows = key.model._default_manager.filter(**{key.attname: referenced_value(key, row)}).order_by()
        counted = rows.annotate(place=Value(place)).values_list("place", flat=True)[: MAX_COUNTED + 1]
        queries.setdefault(rows.db, []).append(counted)
    numbers = Counter[int]()
    for first, *others in queries.values():
        numbers.update(first.union(*others, all=True) if others else first)
    return numbers


def labeled_values(columns: Iterable[TableColumn], row: Model) -> list[LabeledValue]:
    """Return the values of a row with headings and comments."""
    return [_labeled_value(column, row) for column in columns]


def _labeled_value(column: TableColumn, row: Model) -> LabeledValue:
    comment = column.field.db_comment or column.field.help_text
    return LabeledValue(capfirst(column.short_description), column.render(row, full=True), str(comment))


def referring_fields(admin: TableAdmin, model: type[Model]) -> Iterator[AnyField]:
    """Yield the indexed foreign keys of other tables to a model, those of its own database first."""
    relations = sorted(
        model._meta.related_objects,
        key=lambda relation: relation.related_model._meta.app_label != model._meta.app_label,
    )
    for relation in relations:
        if has_index(relation.field) and admin.admin_of(relation.field.model):
            yield relation.field


def referenced_value(key: AnyField, row: Model) -> Any:
    """Return the value with which the foreign key `key` refers to a row."""
    return getattr(row, key.target_field.attname)  # type: ignore[attr-defined]


def excerpt_title(key: AnyField) -> str:
    """Return the name of a foreign key's table, and the key's label unless it is called like its target."""
    plural = capfirst(str(key.model._meta.verbose_name_plural))
    called_like_target = key.name == page_model(target_of(key))._meta.model_name
    return plural if called_like_target else f"{plural}: {label_of(key)}"


def referring_excerpt(admin: TableAdmin, key: AnyField, row: Model) -> Excerpt | None:
    """Return the first rows whose foreign key `key` refers to a row; None if there are none."""
    of_model = admin.admin_of(key.model)
    order = "-pk" if of_model and of_model.newest_first else "pk"
    value = referenced_value(key, row)
    rows = key.model._default_manager.filter(**{key.attname: value}).order_by(order)
    return make_excerpt(admin, list(rows[:MAX_COUNTED]), excerpt_title(key), referring_list_url(key, value), (key, row))


def make_excerpt(
    admin: TableAdmin,
    rows: list[Any],
    title: str,
    address: str,
    common: tuple[AnyField, Model] | None = None,
    number: int = ROWS_SHOWN,
    *,
    counted: bool = True,
) -> Excerpt | None:
    """Return the first `number` rows as their own list shows them, without empty columns; None if there are none.

    `common` is a foreign key and the row that it refers to in all of them: it is neither shown nor fetched. With
    `counted`, `rows` holds all rows there are, up to MAX_COUNTED.
    """
    of_model = admin.admin_of(type(rows[0])) if rows else None
    if of_model is None:
        return None
    if common:
        for each in rows:
            set_target(each, *common)
    shown = rows[:number]
    candidates = [column for column in of_model.list_columns if common is None or column.field is not common[0]]
    columns = [column for column in candidates if any(column.has_value(each) for each in shown)]
    attach_addresses(shown, columns)
    return Excerpt(
        title,
        address,
        [(capfirst(column.short_description), column.__name__) for column in columns],
        [[(column.__name__, column(each)) for column in columns] for each in shown],
        len(rows) if len(rows) < MAX_COUNTED and counted else None,
    )
