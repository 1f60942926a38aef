"""Every test runs on real databases that the project's own provisioning creates: seven for each run and worker.

Django's test databases are not used: the bank's rows arrive by COPY in transactions of their own, which a rollback at
the end of a test would not undo. A test that changes rows seeds a bank of its own.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from config.provision import prepare_databases
from config.server import django_databases, known_login
from datahub.databases import BANK_DATABASES
from tests.databases import drop_abandoned, drop_run, prefix_of_this_run
from tests.digests import RENEW


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option of `make digests`."""
    parser.addoption(RENEW, action="store_true", help="write the digests of this version into TESTING.md")


def pytest_configure() -> None:
    """Give this run databases of its own, here and in the commands that tests start, before the first connection.

    They are on the embedded server, whatever server the checkout uses.
    """
    server = replace(settings.BANK_SERVER, prefix=prefix_of_this_run(), url="")
    os.environ.update(POSTGRES_DATABASE_PREFIX=server.prefix, POSTGRES_URL=server.url)
    settings.BANK_SERVER = server
    for alias, database in django_databases(server, known_login(server), BANK_DATABASES).items():
        settings.DATABASES[alias].update(database)  # in place: Django keeps these dicts


@pytest.fixture(scope="session", autouse=True)
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Create the databases, allow every test to use them, and drop them at the end."""
    with django_db_blocker.unblock():
        prepare_databases(lambda line: None)
        drop_abandoned(settings.BANK_SERVER)
        yield
        drop_run(settings.BANK_SERVER)
