"""Runs a function of the project in a process that did not start as a command of the project."""

import os
from threading import Lock
from typing import Any

from django.apps import apps
from django.conf import ENVIRONMENT_VARIABLE
from django.utils.module_loading import import_string

from config.startup import MODEL_SETTINGS, configure_process, load_apps

_SETTING_UP = Lock()


def call_in_project(function: str, *arguments: Any) -> Any:
    """Call a function of the project by its full name and return what it returns; connects to no database.

    The function's module may import models, which this module must not: other processes find this function before
    Django is set up. Arguments and results should be plain values for the same reason. Raises ImportError if there is
    no such function.
    """
    with _SETTING_UP:
        if not apps.ready:
            os.environ[ENVIRONMENT_VARIABLE] = MODEL_SETTINGS  # it inherits those of the command that started it
            configure_process(MODEL_SETTINGS)
            load_apps()
    return import_string(function)(*arguments)
