"""Every test runs on real databases that the project's own provisioning creates: seven for each run and worker.

Django's test databases are not used: the bank's rows arrive by COPY in transactions of their own, which a rollback at
the end of a test would not undo. A test that changes rows seeds a bank of its own.
"""

import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import replace

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# polars reads this when it is imported, in workers and in processes that tests start. Tables of tests are small.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
# Containers tell Python not to keep what it has compiled. Each of the hundred processes that tests start would compile
# the project anew, and each worker all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Not by pytest-django: what it does before and after each test takes longer than most of these tests.
django.setup()

from django.conf import settings
from django.test.utils import setup_test_environment, teardown_test_environment

from config.provision import prepare_databases
from config.server import django_databases, known_login
from config.startup import COLLECTION_THRESHOLD
from datahub.databases import BANK_DATABASES
from tests.databases import drop_abandoned, drop_run, prefix_of_this_run
from tests.digests import RENEW

LONGEST_GROUPS = (
    "bank/test_thirty_days", "admin pages", "catalog", "checks", "admin lists", "warehouse", "scale-2",
    "commands/test_seed_advance", "storage/test_change_capture", "storage/test_advance", "commands/test_seed_all",
    "commands/test_seed_advance_refusals", "config/test_foreign_servers", "bank/test_texts",
    "commands/test_seed_export", "commands/test_seed_tour", "commands/test_seed_verify", "bank/test_change_feed",
    "commands/test_seed_changes", "storage/test_kill", "commands/test_db_dump", "config/test_embedded", "browser",
    "scale-1", "commands/test_db_query_limits", "commands/test_one_bank", "bank/test_compliance_days",
    "bank/test_determinism", "commands/test_seed_fingerprint", "config/test_provision", "config/test_runserver",
    "seeds-odd-sizes-and-days", "storage/test_killed_export", "tests/test_wheel", "checks/test_emptied_tables",
    "bank/test_prefix", "bank/test_insurance_days", "bank/test_regions", "seeds-scale-0.5", "seeds-scale-1",
    "seeds-scale-0.1", "seeds-scale-0.05", "commands/test_regions", "storage/test_object_store",
)  # fmt: skip
"""Groups of tests that take long, the longest first: the shortest start last, so that workers end at the same time."""


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
    # Django's own hash takes half a second for each user and login.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for alias, database in django_databases(server, known_login(server), BANK_DATABASES).items():
        settings.DATABASES[alias].update(database)  # in place: Django keeps these dicts


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups, after the hooks of directories, which are younger
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of a module in one worker, which makes its fixtures once, and start the longest groups first.

    A module that shares a bank with others, or has several, names its groups itself. Workers are handed the groups in
    the order of `items`.
    """
    first: dict[str, int] = {}
    for place, item in enumerate(items):
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}/{item.path.stem}"))
        first.setdefault(_group(item), place)
    last = len(LONGEST_GROUPS)
    rank = {group: place for place, group in enumerate(LONGEST_GROUPS)}
    items.sort(key=lambda item: (rank.get(_group(item), last), first[_group(item)]))


def pytest_collection_finish() -> None:
    """Keep the garbage collector from searching the modules and the tests, which live until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTION_THRESHOLD)


def _group(item: pytest.Item) -> str:
    marker = item.get_closest_marker("xdist_group")
    assert marker
    return str(marker.args[0])


@pytest.fixture(scope="session", autouse=True)
def databases() -> Iterator[None]:
    """Create the databases, let responses of Django's client tell their context, and drop the databases at the end."""
    setup_test_environment(debug=False)
    prepare_databases(lambda line: None)
    drop_abandoned(settings.BANK_SERVER)
    yield
    drop_run(settings.BANK_SERVER)
    teardown_test_environment()
