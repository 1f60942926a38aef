"""`manage.py seed_export`: the bank in files, for lakes and warehouses that read Parquet."""

from argparse import ArgumentParser
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from config.errors import one_line
from config.provision import prepare_databases
from seeding.engine.digest import TableDigest
from seeding.engine.plan import Options, PlanError, resolve
from seeding.engine.table import RecipeError
from seeding.execution.executors import Executor, Processes, ThisProcess
from seeding.management.arguments import read_day, read_options
from seeding.management.export_options import read_blocks, read_tables, read_workers
from seeding.management.export_progress import export_progress
from seeding.management.lake import TABLES, complete_export, export_of, make_parts, missing_parts, rows_of
from seeding.management.lake_changes import refuse_changes, write_changes
from seeding.management.plan_options import add_history_option, add_size_options
from seeding.management.reading import BankReadCommand
from seeding.management.wording import ERRORS, in_one_line
from seeding.storage.files.formats import FileFormat
from seeding.storage.files.manifest import Export, Present, read_present
from seeding.storage.files.target import Target
from seeding.storage.signals import termination_interrupts

DESCRIPTION = """\
Write the bank into files, DATABASE/TABLE/part-NNNNN.parquet, in a directory or an object store. Given again, it makes
what is missing. Options that make a plan are those of seed_all; without any it goes on with the export that is there,
or else exports the current bank. Only the latter needs a server. See docs/scale.md.
"""

FAILURES: tuple[type[Exception], ...] = (*ERRORS, RecipeError)
"""The errors that are reported in one line."""


class Command(BankReadCommand):
    """Write the bank into files."""

    help = DESCRIPTION
    requires_databases = False
    examples = (
        ("--scale 0.5 --to lake", "Parquet files of a bank, without a database"),
        ("--scale 10 --to lake --workers 4", "a larger one, made by four processes"),
        ("--scale 1000 --to s3://bucket/bank --cluster tcp://scheduler:8786", "one made by a Dask cluster"),
        ("--scale 1000 --to /shared/bank --blocks 3:4", "a few blocks of it, as a job of an array"),
        ("--to lake --format csv --tables loans accounts", "two tables of the current bank as CSV"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where and how files are written, and what makes a plan. Values are parsed later."""
        parser.add_argument(
            "--to",
            metavar="URL",
            required=True,
            help="a directory, or a place such as s3://bucket/bank, gs://, abfs://",
        )
        parser.add_argument(
            "--format",
            choices=[each.value for each in FileFormat],
            dest="file_format",
            help="how tables are written (default: as in the export that is there, or parquet)",
        )
        parser.add_argument(
            "--tables", metavar="T", nargs="+", help="these tables only, such as loans_db.loans or loans"
        )
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--workers", metavar="N", help="make N parts at a time, in processes (default: 1)")
        who.add_argument(
            "--cluster",
            metavar="ADDRESS",
            help="make parts on a Dask cluster, tcp://host:8786, or local:4 for one of four workers on this machine",
        )
        parser.add_argument(
            "--blocks", metavar="A:B", help="make only parts A up to B - 1; whatever completes the export joins them"
        )
        parser.add_argument(
            "--changes",
            metavar="DATE",
            dest="changes_after",
            help="also write what changes after this day up to --until, as seed_changes does, into changes/; one "
            "process makes that, whatever --workers says: it sorts the events of each day over the whole bank",
        )
        add_size_options(parser)
        parser.add_argument("--start", metavar="DATE", help="day on which the bank was first seen (default: --as-of)")
        parser.add_argument(
            "--as-of", metavar="DATE", help="day on which the bank is seen (default: yesterday, in UTC)"
        )
        parser.add_argument("--until", metavar="DATE", help="last day of the bank's history (default: --as-of)")
        add_history_option(parser)
        parser.add_argument("--allow-future", action="store_true", help="allow an --as-of that is not over")

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
        """Say what is there now."""
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
        """Return the export that is asked for: options that are not given are those of the export that is there."""
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
    try:
        # Imported here because it needs packages that only a cluster does.
        from seeding.execution.cluster import Cluster  # noqa: PLC0415
    except ImportError:
        raise CommandError("--cluster needs the extra: pip install 'datahub-bank[cluster]'") from None
    return Cluster(address, say)
