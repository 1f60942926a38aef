"""All rows of a list as a file: CSV or JSON, streamed from a cursor of the server, so that memory does not grow."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse

from datahub.browsing.model_fields import AnyField

CSV, JSON = "csv", "json"
FILE_KINDS = (CSV, JSON)
ROWS_AT_A_TIME = 2_000
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Beginnings of texts that a spreadsheet may run as a formula (OWASP, CSV injection)."""

Row = tuple[Any, ...]


def rows_file(rows: QuerySet[Model], fields: Sequence[AnyField], kind: str) -> StreamingHttpResponse:
    """Return all rows as a file to download, with the columns of `fields` under their names in the database."""
    names = [str(field.column) for field in fields]
    write, content_type = (csv_text, "text/csv") if kind == CSV else (json_text, "application/json")
    values = _values(rows, [field.attname for field in fields])
    response = StreamingHttpResponse(write(names, values), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{rows.model._meta.db_table}.{kind}"'
    return response


def _values(rows: QuerySet[Model], attributes: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of one transaction: outside of one, the server would store all of them before the first."""
    with transaction.atomic(using=rows.db):
        yield from rows.values_list(*attributes).iterator(ROWS_AT_A_TIME)


class _Echo:
    """A file for csv.writer that returns what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def csv_text(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a header and the rows by RFC 4180; a null is empty, and no text is a formula."""
    writer = csv.writer(_Echo())
    yield writer.writerow(names)
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def as_text_in_a_spreadsheet(text: str) -> str:
    """Return a text, with an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINNINGS) else text


def _csv_cell(value: Any) -> Any:
    """Return a value as CSV has it; a text that begins like a formula gets an apostrophe, which makes it a text."""
    match value:
        case str():
            return as_text_in_a_spreadsheet(value)
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
    return value


def json_text(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield an array with an object per row, each on a line of its own. An amount keeps its digits."""
    keys = [json.dumps(name) for name in names]
    before = "[\n"
    for row in rows:
        members = ", ".join(f"{key}: {_json_value(value)}" for key, value in zip(keys, row, strict=True))
        yield f"{before}  {{{members}}}"
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _json_value(value: Any) -> str:
    """Return a value as JSON."""
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False, default=str)
