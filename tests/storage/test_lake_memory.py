"""The rows of a part are freed when it is complete, so that a process may make any number of parts."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from tests.lake import export


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    """Free only what nothing refers to any more: a collection may come after many parts."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collection")
@pytest.mark.parametrize("file_format", ["parquet", "arrow"])
def test_nothing_keeps_the_rows_of_a_complete_part(tmp_path: Path, file_format: str) -> None:
    export(tmp_path, format=file_format, blocks="0:1")
    before = pa.total_allocated_bytes()
    export(tmp_path, format=file_format, blocks="1:3")
    assert pa.total_allocated_bytes() - before < 100_000
