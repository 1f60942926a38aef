#!/usr/bin/env python
"""The project's command line; `python manage.py help` lists the commands."""

import sys

from config.output import run_program
from config.startup import configure_process

try:
    from django.core.management import execute_from_command_line
except ImportError:
    sys.exit(
        "Django is not installed for this Python; use .venv/bin/python, which `make demo` creates, "
        "or run: pip install -r requirements.txt"
    )


def main() -> None:
    """Run the command named on the command line."""
    configure_process()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    run_program(main)
