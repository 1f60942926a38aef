"""The base of the project's commands: databases made ready before, every trouble told in one line after."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from config.errors import LOST_SERVER_ERRORS, ServerError, one_line
from config.provision import prepare_databases

INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class BankCommand(BaseCommand):
    """A command whose `handle` finds the databases ready; with `requires_databases = False` it does without."""

    requires_databases = True

    def say(self, line: str) -> None:
        """Tell on stderr what is being done beside the command's own work, so that stdout stays its result."""
        self.stderr.write(line, lambda text: text)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command; raise CommandError, and so end with one line, for whatever the server does to us."""
        if options.get("stderr"):
            self.stderr = OutputWrapper(options["stderr"])
        try:
            if self.requires_databases:
                prepare_databases(self.say)
            return super().execute(*args, **options)
        except ServerError as error:
            raise CommandError(str(error)) from error
        except LOST_SERVER_ERRORS as error:
            raise CommandError(f"PostgreSQL gave up on the command: {one_line(error)}") from error
        except BrokenPipeError:
            # Whoever reads our output has seen enough; nor shall Python complain when it flushes at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except KeyboardInterrupt:
            raise CommandError("interrupted", returncode=INTERRUPTED) from None
