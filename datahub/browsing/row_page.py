"""The page of one row: its columns, and the rows of other tables, in any database, that refer to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.browsing.columns import ShownColumn, label_of, locate
from datahub.browsing.links import list_of_referring
from datahub.browsing.model_fields import AnyField, is_indexed, page_model, set_target, target_of

if TYPE_CHECKING:
    from datahub.browsing.bank_admin import BankAdmin

ROWS_SHOWN = 8
MOST_COUNTED = 100
"""Rows that are fetched to know how many there are; of more it is only said that there are more."""


@dataclass(frozen=True)
class Value:
    """A column of the row: heading, value, and what the table's comment says about it."""

    label: str
    shown: SafeString | str
    comment: str


@dataclass(frozen=True)
class Excerpt:
    """The first rows of a table that refer to the row, the address of all, and their number where it is known."""

    title: str
    address: str
    headings: list[tuple[str, str]]
    rows: list[list[tuple[str, SafeString | str]]]
    number: int | None


@dataclass(frozen=True)
class Parts:
    """What the page of a row is made of. `elsewhere` are tables that may refer to it, with their lists."""

    values: list[Value]
    excerpts: list[Excerpt]
    elsewhere: list[tuple[str, str]]


def parts(admin: "BankAdmin", row: Model) -> Parts:
    """Return the parts of a row's page: as many excerpts as its admin shows, and links to the other tables."""
    referring = list(referring_fields(admin, type(row)))
    shown, others = referring[: admin.tables_shown], referring[admin.tables_shown :]
    return Parts(
        values(admin.shown, row),
        [excerpt for excerpt in (excerpt_of(admin, field, row) for field in shown) if excerpt],
        [(title_of(field), list_of_referring(field, key_for(field, row))) for field in others],
    )


def values(shown: Iterable[ShownColumn], row: Model) -> list[Value]:
    """Return the columns of a row."""
    return [_value(column, row) for column in shown]


def _value(column: ShownColumn, row: Model) -> Value:
    comment = column.field.db_comment or column.field.help_text
    return Value(capfirst(column.short_description), column.shown(row, full=True), str(comment))


def referring_fields(admin: "BankAdmin", model: type[Model]) -> Iterator[AnyField]:
    """Yield the keys of other tables that can be looked up for a row: tables of its own database come first."""
    relations = sorted(
        model._meta.related_objects,
        key=lambda relation: relation.related_model._meta.app_label != model._meta.app_label,
    )
    for relation in relations:
        if is_indexed(relation.field) and admin.of(relation.field.model):
            yield relation.field


def key_for(field: AnyField, row: Model) -> Any:
    """Return the value by which `field` refers to a row."""
    return getattr(row, field.target_field.attname)  # type: ignore[attr-defined]


def title_of(field: AnyField) -> str:
    """Return the name of the table, with the part that the row plays in it where that is not told by the row itself."""
    plural = capfirst(str(field.model._meta.verbose_name_plural))
    plain = field.name == page_model(target_of(field))._meta.model_name
    return plural if plain else f"{plural}: {label_of(field)}"


def excerpt_of(admin: "BankAdmin", field: AnyField, row: Model) -> Excerpt | None:
    """Return the first rows that refer to a row by `field`; None where there is none."""
    of_model = admin.of(field.model)
    order = "-pk" if of_model and of_model.newest_first else "pk"
    rows = field.model._default_manager.filter(**{field.attname: key_for(field, row)}).order_by(order)
    return excerpt(
        admin, list(rows[:MOST_COUNTED]), title_of(field), list_of_referring(field, key_for(field, row)), (field, row)
    )


def excerpt(
    admin: "BankAdmin",
    rows: list[Any],
    title: str,
    address: str,
    known: tuple[AnyField, Model] | None = None,
    number: int = ROWS_SHOWN,
    *,
    counted: bool = True,
) -> Excerpt | None:
    """Return the first of some rows as their own list shows them, without columns that are empty.

    None where there is none.
    `known` is a key and the row it leads to in all of them: it is not shown again, nor fetched. `counted` says that
    there are no more rows than these, up to the most that are counted.
    """
    of_model = admin.of(type(rows[0])) if rows else None
    if of_model is None:
        return None
    if known:
        for each in rows:
            set_target(each, *known)
    shown = rows[:number]
    candidates = [column for column in of_model.listed if known is None or column.field is not known[0]]
    columns = [column for column in candidates if any(column.holds_something(each) for each in shown)]
    locate(shown, columns)
    return Excerpt(
        title,
        address,
        [(capfirst(column.short_description), column.__name__) for column in columns],
        [[(column.__name__, column(each)) for column in columns] for each in shown],
        len(rows) if len(rows) < MOST_COUNTED and counted else None,
    )
