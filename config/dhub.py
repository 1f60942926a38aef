"""The short form of the project's commands: `dhub seed all --scale 0.1` is `manage.py seed_all --scale 0.1`."""

import re
import sys
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby, takewhile

from django.core.management import get_commands

from config import VERSION
from config.command_line import options_of, own_commands, run_command, set_up
from config.interrupts import exit_at_ctrl_c
from config.output import run_program
from config.prompt import PROGRAM, as_words
from config.source import is_checkout

USAGE_ERROR = 2
"""The exit code of a wrong command line, as argparse has it."""

DJANGO_COMMANDS = {"makemigrations", "migrate"}
"""Commands of Django that the project only adjusts."""


def main() -> None:
    """Run the command at the start of the command line, or list the commands that start with its words."""
    exit_at_ctrl_c()
    run_program(_main)


def _main() -> int:
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Run a command, or list commands, and return the exit code; a command that fails exits by itself."""
    if arguments[:1] == ["--version"]:
        sys.stdout.write(f"{PROGRAM} {VERSION}\n")
        return 0
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    commands = bank_commands()
    words = list(takewhile(lambda argument: not argument.startswith("-"), arguments))
    name, used = longest_match(words, commands)
    if name:
        rest = arguments[used:]
        sys.argv[1:] = [name, *rest]  # a run records its command line as manage.py would get it
        run_command(name, [PROGRAM, as_words(name), *rest])
        return 0
    matching = [name for name in commands if name.split("_")[: len(words)] == words]
    options = arguments[len(words) :]
    if not matching or (options and options[0] not in ("-h", "--help")):
        sys.stderr.write(f"{PROGRAM}: {unknown_command(words or arguments[:1], commands)}\n")
        return USAGE_ERROR
    sys.stdout.write("\n".join(command_list(matching)) + "\n")  # at once: the reader may close the pipe after a line
    return 0


def bank_commands() -> list[str]:
    """Return the names of the project's own commands."""
    return [name for name in own_commands() if name not in DJANGO_COMMANDS]


def longest_match(words: Sequence[str], names: Collection[str]) -> tuple[str, int]:
    """Return the command that the most words from the start form, and how many words; "" and 0 for none."""
    for used in range(len(words), 0, -1):
        if (name := "_".join(words[:used])) in names:
            return name, used
    return "", 0


def unknown_command(words: Sequence[str], names: Collection[str]) -> str:
    """Return a message about words that start no command, with the most similar command."""
    set_up()  # the apps know the other commands
    if words[0] in get_commands() and words[0] not in names:
        own = f"python manage.py {words[0]}"
        installed = f"{sys.executable} -m django {words[0]} --settings config.settings"
        return f"{words[0]} is Django's own command: {own if is_checkout() else installed}"
    known = sorted({as_words(name) for name in names} | {name.partition("_")[0] for name in names})
    most = max(name.count("_") for name in names) + 1
    tried = [" ".join(words[:count]) for count in range(min(most, len(words)), 0, -1)]
    if tried[0] in known:
        return f"{tried[0]} is not a complete command; {PROGRAM} {tried[0]} lists the commands that start with it"
    near = [match for typed in tried for match in get_close_matches(typed, known, n=1)]
    return f"there is no command {tried[0]}; " + (
        f"did you mean {PROGRAM} {near[0]}?" if near else f"{PROGRAM} lists the commands"
    )


def command_list(commands: Sequence[str]) -> Iterator[str]:
    """Yield the commands with the first sentence of their help, and an empty line between different first words."""
    yield f"usage: {PROGRAM} COMMAND [OPTIONS]; {PROGRAM} COMMAND --help explains a command"
    width = max(map(len, commands))
    for _, group in groupby(commands, key=lambda name: name.partition("_")[0]):
        yield ""
        for name in group:
            options = options_of(name)
            about = options.help if options else ""
            sentence = re.split(r"(?<=\.)\s", about, maxsplit=1)[0]
            yield f"  {as_words(name):{width}}  {' '.join(sentence.split())}"
