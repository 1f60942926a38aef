"""Makes the databases ready for a command, if they are not: a running server, seven databases, the reader."""

from collections.abc import Sequence

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.utils.module_loading import import_string

from config.aliases import ALIASES
from config.embedded import Say
from config.inspection import DatabaseState, inspect_all
from config.server import ServerSettings, ensure_server, known_login, use_login
from config.shared_password import TABLE as SHARED_PASSWORD
from config.shared_password import take_shared_password
from config.startup import SiteNeededError, load_apps
from datahub.databases import BANK_DATABASES


def prepare_databases(say: Say, read: Sequence[str] = BANK_DATABASES) -> None:
    """Start the server, create and migrate the seven databases where necessary, and say each step in one line.

    Where nothing is missing it says nothing and opens one connection per database, which the command then uses. A
    command that does without the apps uses none of them: if the databases `read` are ready, no others are looked at.

    Raises ServerError where the server does not answer or refuses the password, where the role may not create
    databases, and where a database holds tables that are not this project's; SiteNeededError where something is
    missing and the site's apps are not loaded.
    """
    server: ServerSettings = settings.BANK_SERVER
    server.check_prefix()
    if not apps.ready:
        if _can_be_read(server, read):
            return
        load_apps()
    if _all_ready(server):
        return
    login = ensure_server(server, say)
    connections.close_all()
    use_login(settings.DATABASES, login)
    if not apps.is_installed("django.contrib.auth"):
        if _all_ready(server):  # the server did not run
            return
        raise SiteNeededError("the databases are to be prepared with the settings of the site: run prepare")
    # By name, because migrations are imported only where some are missing.
    import_string("config.preparation.prepare")(server, login, say)


def _can_be_read(server: ServerSettings, aliases: Sequence[str]) -> bool:
    """Return whether databases of the embedded server are migrated and the read-only role has its rights in them.

    Django's connections and the models are not needed: loading them takes longer than everything else.
    """
    if server.url or not server.reader_password.exists():
        return False
    login = known_login(server)
    try:
        states = inspect_all(aliases, server.reader_name, lambda alias: login.connect(server.database_name(alias)))
    except psycopg.Error:
        return False
    return all(state.is_migrated and state.reader_has_access for state in states)


def _all_ready(server: ServerSettings) -> bool:
    try:
        states = inspect_all(ALIASES, server.reader_name)
    except (psycopg.Error, Error):
        return False  # the preparation finds out why and reports it
    return all(state.complete for state in states) and not reader_is_incomplete(server, states)


def reader_is_incomplete(server: ServerSettings, states: Sequence[DatabaseState]) -> bool:
    """Return whether the read-only role lacks something that this login may give it."""
    has_password = _has_shared_password(server, states) if server.url else server.reader_password.exists()
    incomplete = not has_password or not all(state.reader_has_access for state in states)
    return incomplete and all(state.can_create_roles for state in states)


def _has_shared_password(server: ServerSettings, states: Sequence[DatabaseState]) -> bool:
    """Return whether `default` holds the read-only role's password, after taking it from there."""
    (default,) = (state for state in states if state.alias == DEFAULT_DB_ALIAS)
    return SHARED_PASSWORD in default.tables and take_shared_password(server)
