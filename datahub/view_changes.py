"""Makes new migrations drop and create the views that have changed, and those on columns that change."""

from collections.abc import Collection, Sequence

from django.db.migrations.graph import MigrationGraph
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation

from datahub.app_config import bank_apps
from datahub.database_views import version_of
from datahub.operations import CreateViews, DropViews


class ViewsMigration(Migration):
    """A migration of views only, named so; Django would name it after the time."""

    def suggest_name(self) -> str:
        """Return the name without its number."""
        return "views"


def renew_views(changes: dict[str, list[Migration]], graph: MigrationGraph, altered: Collection[str]) -> None:
    """Make the new migrations, by app, drop and create the views that have changed and those of the apps `altered`."""
    for config in bank_apps():
        existing = _existing_views(config.label, graph)
        version = version_of(config.views)
        changed = version != (existing.version if existing else version_of(()))
        if not changed and config.label not in altered:
            continue
        migrations = changes.get(config.label) or [ViewsMigration("views", config.label)]
        changes[config.label] = migrations
        if existing:
            _add(migrations[0], before=[DropViews(names=existing.names, version=existing.version)])
        if config.views:
            names = [view.name for view in config.views]
            _add(migrations[-1], after=[CreateViews(names=names, version=version)])


def _existing_views(app_label: str, graph: MigrationGraph) -> CreateViews | None:
    """Return the operation that created the present views of an app; None if it has none."""
    newest: Operation | None = None
    for leaf in graph.leaf_nodes(app_label):
        for key in graph.forwards_plan(leaf):
            migration = graph.nodes[key]
            if migration is None or key[0] != app_label:
                continue
            for operation in migration.operations:
                newest = operation if isinstance(operation, CreateViews | DropViews) else newest
    return newest if isinstance(newest, CreateViews) else None


def _add(migration: Migration, before: Sequence[Operation] = (), after: Sequence[Operation] = ()) -> None:
    operations = [*before, *migration.operations, *after]
    migration.operations = operations  # type: ignore[misc]  # the stubs only know the class's own
