#!/usr/bin/env python
"""The project's command line; `python manage.py help` lists the commands."""

import sys

from config.interrupts import exit_at_ctrl_c
from config.output import run_program

if __name__ == "__main__":  # not in the processes that a command starts, which import this module, too
    exit_at_ctrl_c()

try:
    from config.command_line import run_manage
except ModuleNotFoundError as error:
    if error.name != "django":
        raise
    sys.exit(
        "Django is not installed for this Python; use .venv/bin/python, which `make demo` creates, "
        "or run: pip install -r requirements.txt"
    )


def main() -> None:
    """Run the command named on the command line."""
    run_manage(sys.argv)


if __name__ == "__main__":
    run_program(main)
