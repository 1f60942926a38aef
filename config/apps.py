"""The Django app of the commands that do not seed."""

from django.apps import AppConfig

from config.startup import start_collector


class ProjectConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Database commands"

    def ready(self) -> None:
        """Start the garbage collector that `config.startup` stopped."""
        start_collector()
