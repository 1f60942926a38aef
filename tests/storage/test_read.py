"""Rows in CSV are read without exporting their buffer, which Python 3.13 refuses where it is collected then."""

from io import BytesIO

import polars as pl

from seeding.storage.read import read_lines
from tests.source_code import MODULES, calls

SCHEMA = {"cents": pl.Int64, "name": pl.String}


class Unexported(BytesIO):
    """Lines that must not be exported."""

    def getbuffer(self) -> memoryview:
        raise BufferError("exported")


def test_lines_are_read_without_exporting_their_buffer() -> None:
    assert read_lines(Unexported(b"100,a\n-5,b\n"), SCHEMA).rows() == [(100, "a"), (-5, "b")]


def test_no_lines_are_no_rows() -> None:
    none = read_lines(Unexported(), SCHEMA)
    assert (none.schema, none.height) == (SCHEMA, 0)


def test_nothing_else_exports_a_buffer() -> None:
    exporting = {"read_csv", "read_parquet", "read_ipc", "read_json", "getbuffer"}
    assert {module for module in MODULES for _, name in calls(module) if name in exporting} == {"seeding.storage.read"}
