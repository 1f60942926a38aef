"""The base class of the project's commands: it prepares the databases first and reports every failure in one line."""

import re
import textwrap
from argparse import SUPPRESS, RawDescriptionHelpFormatter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, DjangoHelpFormatter, OutputWrapper

from config import VERSION
from config.dhub import PROGRAM
from config.errors import LOST_SERVER_ERRORS, REFUSALS, ServerError, is_read_only, one_line
from config.interrupts import INTERRUPTED, interrupt_at_ctrl_c
from config.output_files import TargetError
from config.prompt import as_typed, invocation
from config.provision import prepare_databases
from config.server_disk import want_of_space
from config.terminal import Screen, Style, no_color, screen_of

DJANGO_OPTIONS = frozenset(
    (
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
    )
)
"""What every command of Django takes. They work, but the list of a command's options is about the command."""

MORE_OPTIONS = (
    "Django's options, such as --traceback, work too: https://docs.djangoproject.com/en/stable/ref/django-admin/"
)

_COMMAND_LINE = re.compile(rf"manage\.py |^ +(\./)?{PROGRAM} ")

Example = tuple[str, str]
"""The rest of a command line after the command's name, and what it does."""


class BankHelp(RawDescriptionHelpFormatter, DjangoHelpFormatter):
    """Wraps paragraphs and the lines of lists; lines to be copied into a shell stay whole."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines: list[str] = []
        for is_prose, block in groupby(text.splitlines(), key=lambda line: bool(line) and not line.startswith(" ")):
            if is_prose:
                lines += textwrap.wrap(" ".join(block), width, break_long_words=False, break_on_hyphens=False)
            else:
                lines += chain.from_iterable(
                    [line] if _COMMAND_LINE.search(line) else Screen(width).wrapped(line) for line in block
                )
        return "\n".join(f"{indent}{line}" for line in lines)


class BankCommand(BaseCommand):
    """A command whose `handle` finds the databases ready, unless it says `requires_databases = False`."""

    requires_databases = True
    examples: Sequence[Example] = ()
    shown_options: frozenset[str] = frozenset()
    """Options of Django that mean something to this command."""
    _is_plain = False

    def get_version(self) -> str:
        """Return the version of the project."""
        return VERSION

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return the parser of the command line; its help has examples, and Django's options in one line."""
        kwargs["formatter_class"] = BankHelp
        kwargs["epilog"] = "\n".join((*_example_lines(subcommand, self.examples), MORE_OPTIONS))
        self.help = as_typed(self.help)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        for action in parser._actions:
            action.help = action.help and as_typed(action.help)
            if set(action.option_strings) & (DJANGO_OPTIONS - self.shown_options):
                action.help = SUPPRESS
        return parser

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
                prepare_databases(self.say)
            return super().execute(*args, **options)
        except (ServerError, TargetError) as error:
            raise CommandError(str(error)) from error
        except LOST_SERVER_ERRORS as error:
            reason = want_of_space(error) or one_line(error)
            raise CommandError(f"PostgreSQL ended the command: {reason}") from error
        except REFUSALS as error:
            if not is_read_only(error):
                raise
            raise CommandError(
                f"The server allows no changes: {one_line(error)}; if it is a standby, name its primary in POSTGRES_URL"
            ) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted", returncode=INTERRUPTED) from None


def _example_lines(subcommand: str, examples: Sequence[Example]) -> Sequence[str]:
    """Return the examples as lines of the help, each with the line above it that says what it does."""
    if not examples:
        return ()
    start = invocation(subcommand.replace(" ", "_"))
    lines = [line for rest, about in examples for line in (f"  {about}:", f"    {start} {rest}".rstrip())]
    return ("examples:", *lines, "")
