"""The wiring as a Django app: home of the commands that know no seeding."""

import gc

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "The project's commands around the databases"

    def ready(self) -> None:
        """Start the garbage collector that `config.startup` stopped, and spare it what stays for ever."""
        gc.freeze()
        gc.enable()
