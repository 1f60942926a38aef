"""Every format holds the rows of a table to the last digit."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datahub.accounts.models import Transaction
from datahub.compliance.models import AmlCheck
from datahub.loans.models import Loan
from seeding.bank.graph import BANK
from seeding.engine.digest import TableDigest
from seeding.engine.plan import Plan
from seeding.execution.parts import PartBaker
from seeding.storage.files import formats
from seeding.storage.files.columns import copy_of, empty_batch, stored_batch, stored_schema
from seeding.storage.files.file_format import FileFormat
from seeding.storage.files.formats import table_file

PLAN = Plan.of_one_day(date(2026, 6, 30), seed=7, customers=130, employees=12)
MODELS = (Transaction, Loan, AmlCheck)


@pytest.fixture(scope="module")
def batches() -> dict[Any, pa.RecordBatch]:
    return {rows.model: rows.batch for rows in PartBaker(BANK, PLAN).bake(1, MODELS)}


def _written(file_format: FileFormat, model: Any, path: Path, *parts: pa.RecordBatch) -> Path:
    file = table_file(file_format, model, path)
    for part in parts:
        file.write(stored_batch(model, part))
    file.close()
    return path


@pytest.mark.parametrize("model", MODELS)
def test_parquet_and_arrow_hold_the_same_typed_rows(
    model: Any, batches: dict[Any, pa.RecordBatch], tmp_path: Path
) -> None:
    parquet = pq.read_table(_written(FileFormat.PARQUET, model, tmp_path / "a", batches[model]))
    with pa.ipc.open_file(_written(FileFormat.ARROW, model, tmp_path / "b", batches[model])) as file:
        arrow = file.read_all()
    assert parquet.schema.equals(stored_schema(model), check_metadata=False)
    assert arrow.schema.equals(stored_schema(model), check_metadata=True)
    assert TableDigest.of(parquet) == TableDigest.of(arrow) == TableDigest.of(batches[model])


def test_a_file_does_not_depend_on_the_batches_in_which_rows_arrive(
    batches: dict[Any, pa.RecordBatch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "ROWS_PER_GROUP", 100)
    rows = batches[Transaction]
    cuts = [rows.slice(start, 70) for start in range(0, rows.num_rows, 70)]
    for file_format in set(FileFormat) - {FileFormat.ARROW}:  # which copies the unused bits of the memory as well
        whole = _written(file_format, Transaction, tmp_path / f"{file_format}-whole", rows)
        cut = _written(file_format, Transaction, tmp_path / f"{file_format}-cut", *cuts)
        assert cut.read_bytes() == whole.read_bytes()
    assert pq.ParquetFile(tmp_path / "parquet-cut").metadata.row_group(0).num_rows == 100


@pytest.mark.parametrize("model", MODELS)
def test_text_formats_keep_every_value(model: Any, batches: dict[Any, pa.RecordBatch], tmp_path: Path) -> None:
    rows = pl.DataFrame(pl.from_arrow(batches[model])).with_columns(pl.col(pl.Categorical).cast(pl.String))
    texts = dict.fromkeys(rows.columns, pl.String)
    csv = pl.read_csv(
        _written(FileFormat.CSV, model, tmp_path / "a", batches[model]),
        schema=texts,
    )
    lines = pl.read_ndjson(_written(FileFormat.JSONL, model, tmp_path / "b", batches[model]))
    for column in rows.iter_columns():
        for written in (csv, lines):
            assert _typed(written[column.name], column.dtype).equals(column, null_equal=True), column.name


def _typed(texts: pl.Series, kind: pl.DataType) -> pl.Series:
    if isinstance(kind, pl.Datetime):
        return texts.str.to_datetime("%Y-%m-%dT%H:%M:%S%.6fZ", time_unit="us", time_zone="UTC")
    if kind == pl.Date:
        return texts.str.to_date()
    if kind == pl.Boolean and texts.dtype == pl.String:
        return texts == "true"
    return texts.cast(kind)


def test_parquet_has_dictionaries_of_text_that_repeats_and_of_nothing_else(
    batches: dict[Any, pa.RecordBatch], tmp_path: Path
) -> None:
    columns = pq.read_metadata(_written(FileFormat.PARQUET, Transaction, tmp_path / "a", batches[Transaction]))
    with_dictionary = {
        columns.row_group(0).column(place).path_in_schema
        for place in range(columns.num_columns)
        if columns.row_group(0).column(place).has_dictionary_page
    }
    texts = {"transaction_type", "channel", "description", "counterparty_account", "merchant_category"}
    assert with_dictionary == texts


def test_a_copy_of_rows_keeps_nothing_of_the_batch_that_they_were_cut_from(batches: dict[Any, pa.RecordBatch]) -> None:
    batch = stored_batch(Transaction, batches[Transaction])
    few = batch.slice(7, 5)
    copied = copy_of(few)
    assert copied.equals(few)
    dictionaries = sum(array.dictionary.nbytes for array in copied.columns if pa.types.is_dictionary(array.type))
    assert copied.get_total_buffer_size() - dictionaries < 2_000 < batch.get_total_buffer_size()


@pytest.mark.parametrize("file_format", FileFormat)
def test_a_table_without_rows_has_its_columns(file_format: FileFormat, tmp_path: Path) -> None:
    path = _written(file_format, Loan, tmp_path / "loans", empty_batch(Loan))
    if file_format is FileFormat.PARQUET:
        assert pq.read_schema(path).names == stored_schema(Loan).names
    if file_format is FileFormat.CSV:
        assert path.read_text().splitlines() == [",".join(stored_schema(Loan).names)]
    if file_format is FileFormat.JSONL:
        assert path.read_text() == ""
    if file_format is FileFormat.ARROW:
        assert pa.ipc.open_file(path).read_all().num_rows == 0
