"""The command lines that messages suggest as the next step, as the user types them."""

import os
import re
import shutil
import sys
from pathlib import Path

PROGRAM = "dhub"
"""The short form of the project's commands (`config.dhub`)."""

COMMAND_LINE = re.compile(rf"manage\.py |^ +(\./)?{PROGRAM} ")
"""Found in a line that is to be copied into a shell."""

_MANAGE = re.compile(r"python manage\.py (\w+)")


def invocation(command: str) -> str:
    """Return the line that runs a command from the current directory, with the program and Python in use."""
    program = Path(sys.argv[0])
    if program.name == PROGRAM:
        return f"{PROGRAM if shutil.which(PROGRAM) else f'./{PROGRAM}'} {as_words(command)}"
    manage = sys.argv[0] if program.name == "manage.py" else "manage.py"
    return f"{_python()} {manage} {command}"


def as_typed(text: str) -> str:
    """Return a text with each `python manage.py COMMAND` in it as the user types that command."""
    return _MANAGE.sub(lambda found: invocation(found[1]), text)


def as_words(name: str) -> str:
    """Return a command's name as it is typed after `dhub`."""
    return name.replace("_", " ")


def _python() -> str:
    """Return `python` where the shell finds the Python in use, as in an active virtualenv, else its path."""
    running = Path(sys.executable)
    found = shutil.which("python")
    return "python" if found and Path(found).absolute() == running else _shown(running)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)
