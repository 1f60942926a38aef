"""The sink of one part of a bank: a file per table, which appear together when all are complete."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models

from seeding.engine.digest import TableDigest
from seeding.engine.recipe import TableRows
from seeding.storage.checksums import sha256_of
from seeding.storage.files.columns import empty_batch, full_name, stored_batch
from seeding.storage.files.file_format import FileFormat
from seeding.storage.files.formats import TableFile, table_file
from seeding.storage.files.manifest import StoredFile
from seeding.storage.files.target import Target

MOST_WAITING_BYTES = 48_000_000
"""Bytes of rows that wait in all files of a part for a group of their own. A part of many blocks has 34 tables whose
groups fill at different times: without a limit they wait for 200 MB."""

ROWS_AT_A_TIME = 1 << 16
"""Rows whose text is converted and digested at a time, which takes as much memory as the rows again."""


@dataclass
class _OpenFile:
    path: Path
    file: TableFile
    digest: TableDigest = field(default_factory=TableDigest)


class PartSink:
    """Writes the rows of a part into drafts, and moves them to their names in the target at the end.

    `required` are the tables that get a file even if they have no rows. `files` are the files, once they are there.
    """

    def __init__(
        self, target: Target, file_format: FileFormat, number: int, required: Sequence[type[models.Model]]
    ) -> None:
        self._target, self._format, self._name, self._required = target, file_format, f"part-{number:05}", required
        self._open: dict[type[models.Model], _OpenFile] = {}
        self._drafts = ExitStack()
        self.files: tuple[StoredFile, ...] = ()

    def begin(self) -> None:
        """Make room for drafts. Raises TargetError."""
        self._directory = self._drafts.enter_context(self._target.drafts(self._name))

    def write(self, rows: TableRows) -> None:
        """Add rows of a table to its file. Raises OSError where the file cannot be written."""
        entry = self._file_of(rows.model)
        for start in range(0, rows.batch.num_rows, ROWS_AT_A_TIME):
            stored = stored_batch(rows.model, rows.batch.slice(start, ROWS_AT_A_TIME))
            entry.file.write(stored)
            entry.digest += TableDigest.of(stored)
        self._bound_memory()

    def _bound_memory(self) -> None:
        """Write what waits for the largest file while too much waits in all: its group is then a smaller one."""
        files = [entry.file for entry in self._open.values()]
        while sum(file.waiting_bytes for file in files) > MOST_WAITING_BYTES:
            max(files, key=lambda file: file.waiting_bytes).write_waiting()

    def finish(self) -> None:
        """Close all files and give them their names. Raises TargetError."""
        for model in self._required:
            if model not in self._open:
                self._file_of(model).file.write(stored_batch(model, empty_batch(model)))
        for entry in self._open.values():
            entry.file.close()
        self.files = tuple(self._published(model, entry) for model, entry in self._open.items())
        self._drafts.close()

    def abandon(self) -> None:
        """Discard all rows received."""
        self._drafts.close()

    def _file_of(self, model: type[models.Model]) -> _OpenFile:
        if model not in self._open:
            path = self._directory / f"{full_name(model)}.partial"
            self._open[model] = _OpenFile(path, table_file(self._format, model, path))
        return self._open[model]

    def _published(self, model: type[models.Model], entry: _OpenFile) -> StoredFile:
        database, table = full_name(model).split(".")
        name = f"{database}/{table}/{self._name}.{self._format}"
        stored = StoredFile(f"{database}.{table}", name, entry.path.stat().st_size, sha256_of(entry.path), entry.digest)
        self._target.publish(entry.path, name)
        return stored
