"""The base class of the project's commands: it prepares the databases first and reports every failure in one line."""

from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from config.error_text import one_line
from config.errors import LOST_SERVER_ERRORS, NAME_PRIMARY, REFUSALS, ServerError, is_read_only, lost_server
from config.interrupts import INTERRUPTED, interrupt_at_ctrl_c
from config.options import CommandOptions
from config.output_files import OutputFileError
from config.provision import prepare_databases
from config.server_disk import want_of_space
from config.terminal import Screen, Style, no_color, screen_of
from datahub.databases import BANK_DATABASES


class BankCommand(CommandOptions):
    """A command whose `handle` finds the databases ready, unless it says `requires_databases = False`."""

    requires_databases = True
    _is_plain = False

    @property
    def screen(self) -> Screen:
        """Where standard output is shown."""
        found = screen_of(self.stdout)
        return replace(found, has_colors=found.has_colors and not self._is_plain)

    def show(self, line: str, style: Style | None = None) -> None:
        """Write a line of the result; on a terminal it is wrapped at words, and what follows is indented."""
        for part in self.screen.wrapped(line):
            self.stdout.write(self.screen.styled(part, style) if style else part)

    def say(self, line: str) -> None:
        """Write a line about the progress to stderr, so that stdout holds the result only."""
        self.stderr.write(line, lambda text: text)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Prepare the databases and run the command; raise CommandError where the server or a file fails."""
        interrupt_at_ctrl_c()
        if options.get("stderr"):
            self.stderr = OutputWrapper(options["stderr"])
        if no_color() and not options.get("force_color"):
            options["no_color"] = True
        self._is_plain = bool(options.get("no_color"))
        try:
            if self.requires_databases:
                prepare_databases(self.say, [options["database"]] if options.get("database") else BANK_DATABASES)
            return super().execute(*args, **options)
        except (ServerError, OutputFileError) as error:
            raise CommandError(str(error)) from error
        except LOST_SERVER_ERRORS as error:
            full = want_of_space(error)
            raise CommandError(f"PostgreSQL ended the command: {full}" if full else lost_server(error)) from error
        except REFUSALS as error:
            if not is_read_only(error):
                raise
            raise CommandError(f"The server allows no changes: {one_line(error)}; {NAME_PRIMARY}") from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted", returncode=INTERRUPTED) from None
