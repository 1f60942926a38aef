"""Runs a command line of `manage.py` or `dhub`, and loads nothing that its command does not need.

A command of the project has its options in a module of its own, so that help and a wrong command line are answered
before anything else is loaded. Only then settings are chosen, with the site's apps or without them, and the module of
the command is imported.
"""

import os
import pkgutil
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import django
from django.conf import ENVIRONMENT_VARIABLE as SETTINGS_VARIABLE
from django.conf import settings
from django.core.management import execute_from_command_line, load_command_class

from config.options import CommandOptions
from config.startup import BANK_SETTINGS, SETTINGS, SiteNeededError, configure_process, load_apps, start_collector

PROJECT_APPS = ("config", "datahub", "seeding")

HELP = "--help"


def run_manage(arguments: Sequence[str]) -> None:
    """Run a command line of manage.py; the first argument is the program. Exits where the command fails."""
    program, *words = arguments
    if len(words) == 2 and words[0] == "help":
        words = [words[1], HELP]
    options = options_of(words[0]) if words else None
    if options is None or options.inherits_options:
        configure_process()
        execute_from_command_line(list(arguments))
    else:
        run_command(words[0], [program, *words])


def run_command(name: str, arguments: Sequence[str]) -> None:
    """Run a command of the project. Exits where the command fails.

    The arguments begin with the program and the name of the command as it was typed.
    """
    options = options_of(name)
    if options and not options.inherits_options:
        options.read_command_line(arguments)
    user_chooses = SETTINGS_VARIABLE in os.environ
    if options and not options.needs_apps:
        configure_process(BANK_SETTINGS)
    else:
        set_up(SETTINGS if options is None or options.needs_site else BANK_SETTINGS)
    command = load_command_class(own_commands()[name], name)
    start_collector()
    try:
        command.run_from_argv(list(arguments))
    except SiteNeededError as error:
        if user_chooses:
            sys.exit(str(error))
        _begin_again_with_site()


def set_up(chosen: str = SETTINGS) -> None:
    """Load the apps of the settings that the environment names, or else of these."""
    configure_process(chosen)
    if settings.SETTINGS_MODULE == BANK_SETTINGS:
        load_apps()
    else:
        django.setup()


def _begin_again_with_site() -> NoReturn:
    """Run the command line again in this process, with the site's apps. Nothing has been written or read so far."""
    os.environ[SETTINGS_VARIABLE] = SETTINGS
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def options_of(name: str) -> CommandOptions | None:
    """Return the options of a command of the project, or None if they are Django's and it only adjusts the command."""
    app = own_commands().get(name)
    if app is None or name not in _modules(app, "options"):
        return None
    options = import_module(f"{app}.management.options.{name}").Arguments()
    assert isinstance(options, CommandOptions)
    return options


@cache
def own_commands() -> dict[str, str]:
    """Return the commands of the project, those of Django that it adjusts included, each with its app."""
    return dict(sorted((name, app) for app in PROJECT_APPS for name in _modules(app, "commands")))


@cache
def _modules(app: str, package: str) -> frozenset[str]:
    directory = Path(__file__).parent.parent / app / "management" / package
    return frozenset(module.name for module in pkgutil.iter_modules([str(directory)]))
