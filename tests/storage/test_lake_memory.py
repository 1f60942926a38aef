"""The rows of a part are freed when it is complete, so that a process may make any number of parts."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seeding.engine.digest import TableDigest
from seeding.engine.recipe import TableRows
from seeding.storage.files import part
from seeding.storage.files.part import PartSink
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


def test_rows_wait_within_a_limit_for_all_files_of_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are then cut into smaller groups, and hold the same rows."""
    waited = []
    write = PartSink.write

    def write_and_look(sink: PartSink, rows: TableRows) -> None:
        write(sink, rows)
        waited.append(sum(entry.file.waiting_bytes for entry in sink._open.values()))

    monkeypatch.setattr(PartSink, "write", write_and_look)
    export(tmp_path / "whole", blocks="1:2")
    assert max(waited) > 400_000
    waited.clear()
    monkeypatch.setattr(part, "MOST_WAITING_BYTES", 200_000)
    export(tmp_path / "cut", blocks="1:2")
    assert max(waited) <= 200_000
    ledger = "accounts_db/transactions/part-00001.parquet"
    whole, cut = (pq.read_table(tmp_path / place / ledger) for place in ("whole", "cut"))
    assert TableDigest.of(cut) == TableDigest.of(whole)
