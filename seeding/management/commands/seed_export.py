"""`manage.py seed_export`: the bank in files, for lakes and warehouses that read Parquet."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from config.error_text import one_line
from config.provision import prepare_databases
from seeding.engine.digest import TableDigest
from seeding.engine.options import Options, PlanError, resolve
from seeding.engine.table import RecipeError
from seeding.execution.executors import Executor, Processes, ThisProcess
from seeding.management.arguments import read_day, read_options
from seeding.management.export_options import read_blocks, read_tables, read_workers
from seeding.management.export_progress import export_progress
from seeding.management.lake import TABLES, complete_export, export_of, make_parts, missing_parts, rows_of
from seeding.management.lake_changes import refuse_changes, write_changes
from seeding.management.options.seed_export import Arguments
from seeding.management.reading import BankReadCommand
from seeding.management.wording import ERRORS, in_one_line
from seeding.storage.files.file_format import FileFormat
from seeding.storage.files.manifest import Export, Present, read_present
from seeding.storage.files.target import Target
from seeding.storage.signals import termination_interrupts

CLUSTER = "seeding.execution.cluster.Cluster"
"""Named, as Django names its backends: it needs the packages of an extra, which take half a second to import."""

FAILURES: tuple[type[Exception], ...] = (*ERRORS, RecipeError)
"""The errors that are reported in one line."""


class Command(Arguments, BankReadCommand):
    """Write the bank into files."""

    requires_databases = False

    def handle(self, *, to: str, **given: Any) -> None:
        """Write the files. Raises CommandError in one line."""
        try:
            with termination_interrupts():
                self._write(Target.at(to), timezone.localdate(), given)
        except FAILURES as error:
            raise CommandError(in_one_line(error)) from error
        except OSError as error:
            # Errors of Arrow have a text only.
            raise CommandError(
                f"{error.filename or to} cannot be written: {error.strerror or one_line(error)}"
            ) from None

    def _write(self, target: Target, today: date, given: Mapping[str, Any]) -> None:
        tables, executor = read_tables(given["tables"], TABLES), self._executor(given)
        first = read_day("--changes", given["changes_after"], today)
        present = read_present(target)
        export = self._export(present, given, tables, today)
        if first and (len(export.tables) < len(TABLES) or given["blocks"]):
            raise PlanError("--changes is about the whole bank; leave out --tables and --blocks")
        numbers = read_blocks(given["blocks"], export.parts)
        changes = present.changes if present else None
        if first:
            refuse_changes(export, first, changes)
        missing = missing_parts(target, export, numbers)
        with export_progress(self.stderr, len(missing), rows_of(export, missing)) as progress:
            make_parts(target, export, missing, executor, progress.part_made, progress.rows_made)
        if first and not changes:
            changes = write_changes(target, export, first, self.stderr)
        self._report(target, export, len(missing), complete_export(target, export, changes))

    def _report(self, target: Target, export: Export, made: int, digests: Mapping[str, TableDigest] | None) -> None:
        """Report what the target has now."""
        if digests is None:
            self.stdout.write(f"{made} of {export.parts} parts of {export.plan} made, others are missing: {target.url}")
            return
        rows = sum(digest.rows for digest in digests.values())
        tables = f"{len(digests)} table{'' if len(digests) == 1 else 's'}"
        what = f"{rows:,} rows of {tables} of {export.plan}"
        self.stdout.write(
            f"{what} are complete in {target.url}" if made else f"nothing to do: {what} are in {target.url}"
        )

    def _export(
        self, present: Present | None, given: Mapping[str, Any], tables: Collection[str], today: date
    ) -> Export:
        """Return the requested export; omitted options are those of the existing export."""
        options = read_options(dict(given), today)
        there = present.export if present else None
        if options == Options() and there is None:
            prepare_databases(self.say)
            plan, _ = self.complete_bank()
        else:
            plan = resolve(options, there.plan if there else None, today, allow_future=given["allow_future"])
        file_format = given["file_format"] or (there.file_format if there else FileFormat.PARQUET)
        return export_of(plan, FileFormat(file_format), tables or (there.tables if there else ()))

    def _executor(self, given: Mapping[str, Any]) -> Executor:
        """Return who makes the parts. Raises CommandError where the packages of a cluster are missing."""
        if given["cluster"]:
            return _cluster(given["cluster"], self.say)
        workers = read_workers(given["workers"])
        return Processes(workers) if workers > 1 else ThisProcess()


def _cluster(address: str, say: Callable[[str], object]) -> Executor:
    """Return the executor on a cluster. Raises CommandError where its packages are missing."""
    try:
        executor: Callable[[str, Callable[[str], object]], Executor] = import_string(CLUSTER)
    except ImportError:
        raise CommandError("--cluster needs the extra: pip install 'datahub-bank[cluster]'") from None
    return executor(address, say)
