"""Reading an export: the digests of its tables from the rows in its files."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from seeding.engine.digest import TableDigest
from seeding.storage.errors import ExportUnusableError
from seeding.storage.files.file_format import FileFormat
from seeding.storage.files.manifest import Export, complete_parts, read_present
from seeding.storage.files.target import Target


def digests_of_files(target: Target) -> tuple[Export, dict[str, str]]:
    """Return an export, and the digest of each of its tables, read from the rows.

    Raises ExportUnusableError if there is no complete export with types, or rows are not those that were written.
    """
    present = read_present(target)
    if present is None:
        raise ExportUnusableError(target.url, "there is no export")
    export = present.export
    if export.file_format not in (FileFormat.PARQUET, FileFormat.ARROW):
        raise ExportUnusableError(target.url, f"{export.file_format} has no types; its manifest has the digests")
    parts = complete_parts(target, export)
    if len(parts) < export.parts:
        raise ExportUnusableError(target.url, f"{export.parts - len(parts)} of {export.parts} parts are missing")
    digests = dict.fromkeys(export.tables, TableDigest())
    for files in parts.values():
        for file in files:
            digest = TableDigest.total(map(TableDigest.of, _batches(target, export.file_format, file.name)))
            if digest != file.digest:
                raise ExportUnusableError(target.url, f"the rows in {file.name} are not those that were written")
            digests[file.table] += digest
    return export, {table: digest.hex() for table, digest in digests.items()}


def _batches(target: Target, file_format: FileFormat, name: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file. Raises ExportUnusableError if it cannot be read."""
    try:
        with target.open(name) as file:
            if file_format is FileFormat.PARQUET:
                yield from pq.ParquetFile(file).iter_batches()
                return
            arrow = pa.ipc.open_file(file)
            yield from map(arrow.get_batch, range(arrow.num_record_batches))
    except (OSError, pa.ArrowInvalid) as error:
        raise ExportUnusableError(target.url, f"{name} cannot be read: {error}") from None
