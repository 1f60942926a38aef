"""The command lines that messages suggest as the next step, as the user types them."""

import os
import re
import shutil
import sys
from pathlib import Path

from config.source import is_checkout

PROGRAM = "dhub"
"""The short form of the project's commands (`config.dhub`)."""

COMMAND_LINE = re.compile(rf"manage\.py |^ +(\./)?{PROGRAM} ")
"""Found in a line that is to be copied into a shell."""

_MANAGE = re.compile(r"python manage\.py (\w+)")


def invocation(command: str) -> str:
    """Return the line that runs a command from the current directory, with the program and Python in use."""
    program = Path(sys.argv[0])
    if program.name == PROGRAM:
        return f"{_short_form(program)} {as_words(command)}"
    if not is_checkout():  # a server such as gunicorn runs what a wheel installed
        return f"{_short_form(Path(sys.executable).with_name(PROGRAM))} {as_words(command)}"
    manage = sys.argv[0] if program.name == "manage.py" else "manage.py"
    return f"{_python()} {manage} {command}"


def invocation_on_a_page(command: str) -> str:
    """Return the line that runs a command, for pages of the site: without the paths of this machine."""
    return f"python manage.py {command}" if is_checkout() else f"{PROGRAM} {as_words(command)}"


def as_typed(text: str) -> str:
    """Return a text with each `python manage.py COMMAND` in it as the user types that command."""
    return _MANAGE.sub(lambda found: invocation(found[1]), text)


def as_words(name: str) -> str:
    """Return a command's name as it is typed after `dhub`."""
    return name.replace("_", " ")


def _short_form(program: Path) -> str:
    """Return `dhub` where the shell finds it, else its path."""
    if shutil.which(PROGRAM):
        return PROGRAM
    shown = _shown(program.absolute())
    return shown if os.sep in shown else f"./{shown}"


def _python() -> str:
    """Return `python` where the shell finds the Python in use, as in an active virtualenv, else its path."""
    running = Path(sys.executable)
    found = shutil.which("python")
    return "python" if found and Path(found).absolute() == running else _shown(running)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)
