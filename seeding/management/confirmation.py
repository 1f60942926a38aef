"""The question before the current bank is replaced."""

import sys

from django.core.management.base import CommandError, OutputWrapper
from django.db import DEFAULT_DB_ALIAS, connections

from config.errors import NAME_PRIMARY
from config.interrupts import INTERRUPTED
from seeding.storage.signals import termination_interrupts


def confirm_replacement(output: OutputWrapper, difference: str, remedy: str) -> None:
    """Ask the user at the terminal. Raises CommandError if the user does not confirm, or there is no terminal.

    A server that allows no changes is reported before the question. `difference` names the current and the new bank;
    `remedy` says what to type without a terminal.
    """
    _refuse_read_only_server()
    if not sys.stdin.isatty():
        raise CommandError(f"{difference}; {remedy}")
    output.write(difference)
    if _answer("replace it? [y/N] ", output).strip().lower() not in ("y", "yes"):
        raise CommandError("nothing was changed")


def _refuse_read_only_server() -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")  # our sessions turn it off, and a standby ignores that
        if cursor.fetchone() == ("on",):
            raise CommandError(f"The server allows no changes: it is read-only; {NAME_PRIMARY}")


def _answer(question: str, output: OutputWrapper) -> str:
    """Return what the user types, and nothing at the end of the input. Raises CommandError at an interrupt."""
    try:
        # polars handles Ctrl-C in a way in which `input` does not notice it; here it is Python's own again.
        with termination_interrupts():
            return input(question)
    except EOFError:
        output.write("")  # the error is on a line of its own
        return ""
    except KeyboardInterrupt:
        output.write("")
        raise CommandError("interrupted; nothing was changed", returncode=INTERRUPTED) from None
