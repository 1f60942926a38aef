"""The base class of the options of a command, with its help and its examples, but without what it does.

A module in `management/options` imports no table, nothing that makes rows and nothing of the site, so that `--help` and
a wrong command line are answered before any of that is loaded (`config.command_line`).
"""

import textwrap
from argparse import SUPPRESS, RawDescriptionHelpFormatter
from collections.abc import Sequence
from itertools import chain, groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter, handle_default_options

from config import VERSION
from config.prompt import COMMAND_LINE, as_typed, invocation
from config.terminal import Screen

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
                    [line] if COMMAND_LINE.search(line) else Screen(width).wrapped(line) for line in block
                )
        return "\n".join(f"{indent}{line}" for line in lines)


class CommandOptions(BaseCommand):
    """The help, the examples and the options of a command; `add_arguments` declares the options."""

    needs_site = True
    """Whether the command needs the site's apps: the admin, its users and permissions, templates."""
    needs_apps = True
    """Whether the command needs the bank's apps, with their models. One that does without needs no site either."""
    inherits_options = False
    """Whether the options are those of a command of Django or another package, which has to be imported for them."""
    examples: Sequence[Example] = ()
    shown_options: frozenset[str] = frozenset()
    """Options of Django that mean something to this command."""

    def read_command_line(self, arguments: Sequence[str]) -> None:
        """Exit if a command line asks for help or cannot be parsed; apply what it says of settings.

        The arguments begin with the program and the name of the command as it was typed.
        """
        self._called_from_command_line = True  # else the parser raises what Django would report
        program, name, *words = arguments
        handle_default_options(self.create_parser(program, name).parse_args(words))

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


def _example_lines(subcommand: str, examples: Sequence[Example]) -> Sequence[str]:
    """Return the examples as lines of the help, each with the line above it that says what it does."""
    if not examples:
        return ()
    start = invocation(subcommand.replace(" ", "_"))
    lines = [line for rest, about in examples for line in (f"  {about}:", f"    {start} {rest}".rstrip())]
    return ("examples:", *lines, "")
