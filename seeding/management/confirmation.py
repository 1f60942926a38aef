"""The question before the current bank is replaced."""

import sys

from django.core.management.base import CommandError, OutputWrapper


def confirm_replacement(output: OutputWrapper, difference: str, remedy: str) -> None:
    """Ask the user at the terminal. Raises CommandError if the user does not confirm, or there is no terminal.

    `difference` says which bank is there and which is to come; `remedy` says what to type without a terminal.
    """
    if not sys.stdin.isatty():
        raise CommandError(f"{difference}; {remedy}")
    output.write(difference)
    if input("replace it? [y/N] ").strip().lower() not in ("y", "yes"):
        raise CommandError("nothing was changed")
