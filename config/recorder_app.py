"""The app of the commands that do not seed, where migrations are applied: with the site and its tables."""

from config.apps import ProjectConfig
from config.migration_records import install_recorder


class RecorderConfig(ProjectConfig):
    """`ProjectConfig`, which keeps the records of migrations in `default`, too."""

    def ready(self) -> None:
        """Install the recorder of migrations, and start the garbage collector."""
        install_recorder()
        super().ready()
