"""Tables that one process writes into a file of shared memory and another one maps, so that no row is copied."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
from django.apps import apps

from seeding.engine.recipe import TableRows

BlockFiles = list[tuple[str, str]]
"""The labels of the models of tables, and the names of their files."""

SHARED_MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory. Elsewhere, and in containers whose share is small, they are temporary files."""


@contextmanager
def directory_of_blocks(size: int) -> Iterator[Path]:
    """Give a directory for files of `size` bytes in all: in memory if there is room, else where temporary files are."""
    in_memory = SHARED_MEMORY.is_dir() and os.access(SHARED_MEMORY, os.W_OK)
    roomy = in_memory and shutil.disk_usage(SHARED_MEMORY).free >= size
    with tempfile.TemporaryDirectory(prefix="bank-blocks-", dir=SHARED_MEMORY if roomy else None) as directory:
        yield Path(directory)


def write_tables(tables: Iterable[TableRows], directory: Path, number: int) -> BlockFiles:
    """Write each table of the block of a number into a file of its own, and return the files in order."""
    written = []
    for place, rows in enumerate(tables):
        name = f"{number}-{place}.arrow"
        with pa.OSFile(str(directory / name), "wb") as file, pa.ipc.new_file(file, rows.batch.schema) as writer:
            writer.write_batch(rows.batch)
        written.append((rows.model._meta.label, name))
    return written


def read_table(label: str, path: Path) -> TableRows:
    """Return the rows of a file, which stay in shared memory, and remove its name: it goes when they do."""
    with pa.memory_map(str(path)) as file:
        batch = pa.ipc.open_file(file).get_batch(0)
    with suppress(PermissionError):  # Windows does not remove a file that is mapped; the directory goes later
        path.unlink()
    return TableRows(apps.get_model(label), batch)
