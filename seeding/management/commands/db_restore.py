"""`manage.py db_restore`: the bank that `db_dump` wrote, in the databases again."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from config.clients import connected_clients
from config.dump_file import refuse_newer_archive
from config.provision import prepare_databases
from config.server import ServerSettings, known_login
from seeding.management.bank_run import BankRunCommand
from seeding.management.confirmation import confirm_replacement
from seeding.management.display import display
from seeding.management.options.db_restore import Arguments
from seeding.models import Run
from seeding.storage.bank_lock import application_name
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.decision import refuse_foreign_rows
from seeding.storage.errors import NotEnoughSpaceError
from seeding.storage.manifest import Manifest, read_manifest, refuse_damaged_files
from seeding.storage.progress import DatabaseProgress, ProgressCallback
from seeding.storage.restore import restore
from seeding.storage.space import refuse_without_space


class Command(Arguments, BankRunCommand):
    """Restore a bank."""

    requires_databases = False  # a damaged dump is refused before the server is started

    def handle(self, *, directory: str, replace: bool, **options: Any) -> None:
        """Restore the bank, unless there is another one that is to stay."""
        source = Path(directory)
        manifest = read_manifest(source)
        refuse_damaged_files(manifest, source)
        prepare_databases(self.say)
        with self.bank_locked() as state:
            refuse_foreign_rows(state)
            if state.condition is Condition.COMPLETE and not replace:
                self._ask(state, manifest, source)
            self._restore(source, manifest)
        # The rights of the read-only role went with the tables that it had them on.
        prepare_databases(self.say)

    def _ask(self, state: BankState, manifest: Manifest, source: Path) -> None:
        same = state.plan is not None and state.plan.same_bank(manifest.plan)
        dumped = "the same plan" if same else str(manifest.plan)
        difference = f"the current bank is {state.plan}, and {source} is a dump of {dumped}"
        confirm_replacement(self.stdout, difference, f"replace it with db_restore {source} --replace")

    def _restore(self, source: Path, manifest: Manifest) -> None:
        server: ServerSettings = settings.BANK_SERVER
        application = application_name(self.command_line)
        try:
            refuse_without_space(manifest.plan, manifest.rows)
        except NotEnoughSpaceError as error:
            raise CommandError(f"{error}; make room and try again") from None
        with connected_clients(server, known_login(server), application_name=application) as clients:
            refuse_newer_archive(clients.programs, manifest.format, manifest.programs)
            run = self.begin(Run.Kind.RESTORE, manifest.plan, manifest.expected, manifest.generator)

            def work(report: ProgressCallback) -> None:
                restore(clients, source, manifest, run, report)

            started = time.monotonic()
            with display(self.stderr, manifest.expected) as show:
                progress = self.recorded(run, show, work)
            self._print_summary(manifest, source, progress, time.monotonic() - started)

    def _print_summary(
        self, manifest: Manifest, source: Path, progress: Sequence[DatabaseProgress], seconds: float
    ) -> None:
        self.stdout.write(f"restored {manifest.plan} from {source}")
        for database in progress:
            self.stdout.write(f"  {database.database:13} {sum(database.rows.values()):>12,} rows")
        self.stdout.write(f"{manifest.rows:,} rows in {seconds:.1f} s, fingerprint {manifest.fingerprint}")
