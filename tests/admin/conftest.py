"""A bank with rows in every table, and people who look at it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.admin.pages import MODELS
from tests.datahub.rows import make_row
from tests.seeded import command, start_afresh

ROWS = 3
"""Rows that a table gets which the seeding leaves empty."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one process: they share a bank."""
    for item in items:
        if "tests/admin/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("admin"))


@pytest.fixture(scope="package", autouse=True)
def browsed_bank() -> Iterator[None]:
    start_afresh()
    User.objects.all().delete()
    command("seed_all", scale="0.1", as_of="2026-06-30", replace=True)
    for model in MODELS:
        if not model._default_manager.exists():
            for _ in range(ROWS):
                make_row(model)
    yield
    User.objects.all().delete()
    start_afresh()


@pytest.fixture(scope="package")
def superuser(browsed_bank: None) -> User:
    return User.objects.create_superuser("superuser", password="never used")


@pytest.fixture(scope="package")
def viewer(browsed_bank: None) -> User:
    """Return staff who may see everything and nothing else."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return user


@pytest.fixture
def client(superuser: User) -> Client:
    """Return the browser of a superuser."""
    browser = Client()
    browser.force_login(superuser)
    return browser


@pytest.fixture
def viewing(viewer: User) -> Client:
    """Return the browser of somebody who may only look."""
    browser = Client()
    browser.force_login(viewer)
    return browser
