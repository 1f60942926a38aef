"""`manage.py db_dump`: the bank in files, for a colleague or another server."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from config.clients import connected_clients
from config.dump_file import refuse_newer_server
from config.dump_format import DumpFormat
from config.prompt import invocation
from config.provision import prepare_databases
from config.server import ServerSettings, known_login
from seeding.engine.plan import Plan
from seeding.management.bank_run import BankRunCommand
from seeding.management.display import steps
from seeding.management.options.db_dump import Arguments
from seeding.management.report import file_size
from seeding.management.wording import state_in_one_line
from seeding.models import Run
from seeding.storage.bank_lock import application_name
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.connection import connect
from seeding.storage.dump import dump_databases, written_aside
from seeding.storage.manifest import Manifest, bank_migrations, write_manifest
from seeding.storage.planted_faults import planted_faults
from seeding.storage.run_log import expected_rows
from seeding.storage.tables import FILLED


class Command(Arguments, BankRunCommand):
    """Dump the bank."""

    requires_databases = False  # a directory that exists is refused before the server is started

    def handle(self, *, directory: str, dump_format: str, **options: Any) -> None:
        """Dump the bank, while no run can change it.

        Raises CommandError without a complete bank, and if files cannot be written.
        """
        target = Path(directory)
        _refuse_directory(target)
        prepare_databases(self.say)
        with self.bank_locked() as state:
            plan, run = _complete_bank(state)
            try:
                manifest = self._dump(target, DumpFormat(dump_format), plan, run)
            except OSError as error:
                raise CommandError(f"{target} cannot be written: {error.strerror}") from None
        self._print_summary(manifest, target)

    def _dump(self, target: Path, dump_format: DumpFormat, plan: Plan, run: Run) -> Manifest:
        server: ServerSettings = settings.BANK_SERVER
        application = application_name(self.command_line)
        with connect(DEFAULT_DB_ALIAS, application) as connection:
            version = connection.info.server_version
        with connected_clients(server, known_login(server), application_name=application) as clients:
            refuse_newer_server(clients.programs, version // 10_000)
            with written_aside(target) as draft, steps(self.stderr, "databases", len(FILLED)) as step:
                manifest = Manifest(
                    format=dump_format,
                    programs=clients.programs.version,
                    server=f"{version // 10_000}.{version % 10_000}",
                    dumped_at=timezone.now().isoformat(timespec="seconds"),
                    generator=run.generator,
                    plan=plan,
                    expected=expected_rows(run),
                    run={"id": str(run.run_id), "command": run.command, "started_at": run.started_at.isoformat()},
                    faults=tuple(planted_faults()),
                    migrations=bank_migrations(),
                    databases=dump_databases(clients, draft, dump_format, application, step),
                )
                write_manifest(manifest, draft)
        return manifest

    def _print_summary(self, manifest: Manifest, target: Path) -> None:
        self.stdout.write(f"dumped {manifest.plan}")
        for name, database in manifest.databases.items():
            self.stdout.write(f"  {name:13} {database.rows:>12,} rows {file_size(database.bytes):>10}  {database.file}")
        self.stdout.write(f"{manifest.rows:,} rows, {file_size(manifest.bytes)}, fingerprint {manifest.fingerprint}")
        self.stdout.write(f"to restore it: {invocation('db_restore')} {target}")


def _refuse_directory(target: Path) -> None:
    """Raise CommandError before anything is dumped in vain."""
    try:
        exists, has_parent = target.exists() or target.is_symlink(), target.parent.is_dir()
    except OSError as error:
        raise CommandError(f"{target} cannot be written: {error.strerror}") from None
    if exists:
        raise CommandError(f"{target} already exists; name a new directory")
    if not has_parent:
        raise CommandError(f"{target} cannot be written: there is no directory {target.parent}")


def _complete_bank(state: BankState) -> tuple[Plan, Run]:
    """Return the plan of the bank and the run that wrote its rows. Raises CommandError unless it is complete."""
    if state.condition is not Condition.COMPLETE or state.plan is None or state.run is None:
        raise CommandError(f"there is no bank to dump, it is {state_in_one_line(state)}")
    return state.plan, state.run
