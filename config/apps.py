"""The Django app of the commands that do not seed."""

import gc

from django.apps import AppConfig

from config.migration_records import install_recorder


class ProjectConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Database commands"

    def ready(self) -> None:
        """Install the recorder of migrations, and start the garbage collector that `config.startup` stopped."""
        install_recorder()
        gc.freeze()
        gc.enable()
