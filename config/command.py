"""The base class of the project's commands: it prepares the databases first and reports every failure in one line."""

import os
import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter, OutputWrapper

from config.errors import LOST_SERVER_ERRORS, REFUSALS, ServerError, is_read_only, one_line
from config.provision import prepare_databases

INTERRUPTED = 130
"""The exit code after Control-C, 128 + SIGINT as shells report it."""


class PreformattedHelp(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Keeps the lines of a command's help as they are written."""


class BankCommand(BaseCommand):
    """A command whose `handle` finds the databases ready, unless it says `requires_databases = False`."""

    requires_databases = True
    preformatted_help = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return the parser of the command line."""
        if self.preformatted_help:
            kwargs["formatter_class"] = PreformattedHelp
        return super().create_parser(prog_name, subcommand, **kwargs)

    def say(self, line: str) -> None:
        """Write a line about the progress to stderr, so that stdout holds the result only."""
        self.stderr.write(line, lambda text: text)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Prepare the databases and run the command; raise CommandError where the server fails."""
        if options.get("stderr"):
            self.stderr = OutputWrapper(options["stderr"])
        try:
            if self.requires_databases:
                prepare_databases(self.say)
            return super().execute(*args, **options)
        except ServerError as error:
            raise CommandError(str(error)) from error
        except LOST_SERVER_ERRORS as error:
            raise CommandError(f"PostgreSQL ended the command: {one_line(error)}") from error
        except REFUSALS as error:
            if not is_read_only(error):
                raise
            raise CommandError(
                f"The server allows no changes: {one_line(error)}; if it is a standby, name its primary in POSTGRES_URL"
            ) from error
        except BrokenPipeError:
            # The reader closed the pipe, as `head` does. Python must not fail when it flushes stdout at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except KeyboardInterrupt:
            raise CommandError("Interrupted", returncode=INTERRUPTED) from None
