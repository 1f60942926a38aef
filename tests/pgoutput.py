"""A decoder of what PostgreSQL's output plugin `pgoutput` says about rows, in its protocol version 1.

Source: https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from struct import Struct
from typing import Any

from psycopg import adapters

from seeding.engine.days import day_number

Row = dict[str, Any]
_INT16, _INT32 = Struct("!h"), Struct("!i")
_CONVERT: dict[str, Callable[[str], Any]] = {
    "bool": lambda text: text == "t",
    "int2": int,
    "int4": int,
    "int8": int,
    "date": lambda text: day_number(date.fromisoformat(text)),
    "timestamptz": lambda text: datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    "jsonb": json.loads,
}
"""The values of Debezium's JSON, by type; the others are the text itself."""


@dataclass(frozen=True)
class Change:
    """A row that is created (c) or changed (u) in a table; `before` is None unless the log holds all of it."""

    table: str
    op: str
    before: Row | None
    after: Row


@dataclass(frozen=True)
class _Relation:
    name: str
    columns: tuple[tuple[str, str], ...]
    """Name and type of each column."""


class _Reader:
    """Reads a message from its beginning."""

    def __init__(self, message: bytes) -> None:
        self._message, self._place = message, 0

    def take(self, size: int) -> bytes:
        found = self._message[self._place : self._place + size]
        assert len(found) == size
        self._place += size
        return found

    def letter(self) -> str:
        return self.take(1).decode()

    def number(self, form: Struct) -> int:
        (found,) = form.unpack(self.take(form.size))
        return int(found)

    def text(self) -> str:
        end = self._message.index(b"\0", self._place)
        return self.take(end + 1 - self._place)[:-1].decode()


def transactions(messages: Iterable[bytes]) -> Iterator[list[Change]]:
    """Yield the changes of each transaction. Fails for a message that is neither a row nor says what one is."""
    relations: dict[int, _Relation] = {}
    changes: list[Change] = []
    for message in messages:
        reader = _Reader(message)
        match reader.letter():
            case "B":
                changes = []
            case "R":
                number = reader.number(_INT32)
                relations[number] = _relation(reader)
            case "I":
                relation = relations[reader.number(_INT32)]
                assert reader.letter() == "N"
                changes.append(Change(relation.name, "c", None, _row(reader, relation)))
            case "U":
                changes.append(_update(reader, relations))
            case "C":
                yield changes
            case other:
                raise AssertionError(f"a message {other}")


def _update(reader: _Reader, relations: dict[int, _Relation]) -> Change:
    relation = relations[reader.number(_INT32)]
    kind, before = reader.letter(), None
    if kind == "O":
        before, kind = _row(reader, relation), reader.letter()
    assert kind == "N"
    return Change(relation.name, "u", before, _row(reader, relation))


def _relation(reader: _Reader) -> _Relation:
    schema, name, _ = reader.text(), reader.text(), reader.letter()
    assert schema == "public"
    columns = []
    for _ in range(reader.number(_INT16)):
        reader.take(1)
        column, oid = reader.text(), reader.number(_INT32)
        reader.number(_INT32)
        columns.append((column, adapters.types[oid].name))
    return _Relation(name, tuple(columns))


def _row(reader: _Reader, relation: _Relation) -> Row:
    assert reader.number(_INT16) == len(relation.columns)
    row = {}
    for name, kind in relation.columns:
        match reader.letter():
            case "n":
                row[name] = None
            case "t":
                text = reader.take(reader.number(_INT32)).decode()
                row[name] = _CONVERT.get(kind, str)(text)
            case other:
                raise AssertionError(f"{relation.name}.{name} comes as {other}")
    return row
