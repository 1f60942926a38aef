"""The Django app of the commands that do not seed."""

import gc

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Database commands"

    def ready(self) -> None:
        """Start the garbage collector that `config.startup` stopped."""
        gc.freeze()
        gc.enable()
