"""Bytes of rows, put together column by column: numbers of a fixed width, and strings of any length.

Rows are put together as Arrow stores strings: by views of 16 bytes, which have the length of a string and then the
string itself or, if that has more than 12 bytes, its place. A row becomes a line of views: of its strings, and of the
numbers between them. Polars joins what the views show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import BoolArray, Index
from seeding.engine.buffers import buffer_of, series_of

Numbers: TypeAlias = npt.NDArray[np.integer[Any]] | BoolArray | int
"""A number of each row, or one that all rows have."""
Table: TypeAlias = npt.NDArray[np.uint8]
"""Bytes, as many for each row."""

VIEW = np.dtype(np.complex128)
"""A view as one number: indexing copies it as it is."""
_MOST_INSIDE = 12
"""Bytes of a string that is in its view."""
_INSIDE, _BUFFER, _PLACE = 4, 8, 12
"""Where a view has the bytes of its string, or else the number of its buffer and the place in that."""
_JOINED = pl.CompatLevel.oldest()
"""With this, polars hands out strings one after another, without views."""


@dataclass
class _Run:
    """Numbers that follow one another in a row, from `start` of the record on; only where `valid`, if given."""

    start: int
    size: int
    valid: BoolArray | None = None


@dataclass(frozen=True)
class _Strings:
    """A string of each row, and the buffers that their views refer to."""

    views: npt.NDArray[np.complex128]
    buffers: Sequence[pa.Buffer]


class RowBytes:
    """The bytes of some rows, to which each method adds on the right."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._record: list[tuple[np.dtype[Any], int, Numbers]] = []
        self._size = 0
        self._pieces: list[_Run | _Strings] = []

    def add(self, width: npt.DTypeLike, numbers: Numbers) -> None:
        """Add numbers in a width and byte order such as `>i4`."""
        last = self._pieces[-1] if self._pieces else None
        if not isinstance(last, _Run) or last.valid is not None:
            last = _Run(self._size, 0)
            self._pieces.append(last)
        last.size += self._put(width, numbers)

    def add_where(self, valid: BoolArray, *numbers: tuple[npt.DTypeLike, Numbers]) -> None:
        """Add several numbers, each with its width, to the rows that are `valid`."""
        start = self._size
        size = sum(self._put(width, values) for width, values in numbers)
        self._pieces.append(_Run(start, size, valid))

    def add_strings(self, views: npt.NDArray[np.complex128], buffers: Sequence[pa.Buffer]) -> None:
        """Add strings, given as Arrow's views and the buffers that these refer to."""
        self._pieces.append(_Strings(views, buffers))

    def _put(self, width: npt.DTypeLike, numbers: Numbers) -> int:
        kind = np.dtype(width)
        self._record.append((kind, self._size, numbers))
        self._size += kind.itemsize
        return kind.itemsize

    def _constants(self) -> Table:
        """Return a record, as a table of one row, with the numbers that all rows have."""
        row = np.zeros((1, self._size), np.uint8)
        for kind, start, number in self._record:
            if isinstance(number, int):
                _part(row, start, kind)[:] = number
        return row

    def join(self, places: Index | None = None) -> memoryview:
        """Return the bytes of all rows one after another, in the order of `places`, if given."""
        if not self._rows:
            return memoryview(b"")
        record = np.empty((self._rows, self._size), np.uint8)
        record[:] = self._constants()
        for kind, start, numbers in self._record:
            if not isinstance(numbers, int):
                _part(record, start, kind)[:] = numbers
        views = np.empty((self._rows, len(self._pieces) * VIEW.itemsize), np.uint8)
        buffers = [buffer_of(record)]
        for number, piece in enumerate(self._pieces):
            start = number * VIEW.itemsize
            if isinstance(piece, _Run):
                _view_run(views, start, piece, record)
            else:
                _view_strings(views, start, piece, len(buffers))
                buffers += piece.buffers
        return _joined(views if places is None else views.take(places, axis=0), buffers)


def _part(table: Table, start: int, kind: npt.DTypeLike) -> npt.NDArray[Any]:
    """Return bytes of each row of a table, from `start` on, as items of a type; they can be written."""
    return np.ndarray(len(table), kind, table, start, table.strides[:1])


def _view_run(views: Table, start: int, run: _Run, record: Table) -> None:
    """Write the views of numbers, which are in buffer 0."""
    _part(views, start, np.int32)[:] = run.size if run.valid is None else np.where(run.valid, run.size, 0)
    if run.size <= _MOST_INSIDE:
        inside = np.dtype((np.void, run.size))
        _part(views, start + _INSIDE, inside)[:] = _part(record, run.start, inside)
    else:
        _part(views, start + _BUFFER, np.int32)[:] = 0
        _part(views, start + _PLACE, np.int32)[:] = np.arange(run.start, record.size, record.shape[1])


def _view_strings(views: Table, start: int, strings: _Strings, first_buffer: int) -> None:
    """Write the views of strings, whose buffers are those from `first_buffer` on instead of from 0 on."""
    _part(views, start, VIEW)[:] = strings.views
    if strings.buffers:
        is_elsewhere = _part(views, start, np.int32) > _MOST_INSIDE
        buffer = _part(views, start + _BUFFER, np.int32)
        buffer += np.where(is_elsewhere, np.int32(first_buffer), np.int32(0))


def _joined(views: Table, buffers: Sequence[pa.Buffer]) -> memoryview:
    number = views.size // VIEW.itemsize
    strings = pa.Array.from_buffers(pa.binary_view(), number, [None, buffer_of(views), *buffers], 0)
    _, ends, characters = series_of(strings).to_arrow(compat_level=_JOINED).buffers()
    return memoryview(characters)[: np.frombuffer(ends, np.int64)[number]]
