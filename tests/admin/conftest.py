"""A bank with rows in every table, and the users of its admin."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.template import loader
from django.template.utils import EngineHandler
from django.test import Client

from tests.admin.filled import fill_bank
from tests.admin.pages import ADMINS, SITE
from tests.seeded import start_afresh

ABOUT_LISTS = ("test_lists", "test_bad_input")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group these tests into two processes: tests of the same process share a bank."""
    for item in items:
        if "tests/admin/" in item.nodeid:
            half = "lists" if item.path.stem in ABOUT_LISTS else "pages"
            item.add_marker(pytest.mark.xdist_group(f"admin {half}"))


@pytest.fixture(scope="package", autouse=True)
def filled_bank() -> Iterator[None]:
    User.objects.all().delete()
    Group.objects.get_or_create(name="tellers")
    fill_bank()
    yield
    User.objects.all().delete()
    Group.objects.all().delete()
    start_afresh()


@pytest.fixture(scope="package")
def superuser(filled_bank: None) -> User:
    return User.objects.create_superuser("superuser", password="never used")


@pytest.fixture(scope="package")
def viewer(filled_bank: None) -> User:
    """Return a staff user with every view permission and no other."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return user


@pytest.fixture(scope="package")
def client(superuser: User) -> Client:
    """Return the client of a superuser."""
    browser = Client()
    browser.force_login(superuser)
    return browser


def engines_with(directory: str) -> EngineHandler:
    """Return template engines that find the templates of a directory first; they compile each template once."""
    (engine,) = settings.TEMPLATES
    return EngineHandler([{**engine, "DIRS": [Path(__file__).parent / directory, *engine["DIRS"]]}])


@pytest.fixture(scope="package")
def engines_without_frame() -> EngineHandler:
    """Return template engines that find the tests' own base template first."""
    return engines_with("templates")


@pytest.fixture(scope="package")
def engines_of_rows() -> EngineHandler:
    """Return template engines that find the tests' own list first."""
    return engines_with("templates_of_rows")


@pytest.fixture
def without_frame(monkeypatch: pytest.MonkeyPatch, engines_without_frame: EngineHandler) -> None:
    """Render pages without the theme's header and sidebar, which take longer than the rest of the page.

    Tests that open every list and every page once render them.
    """
    monkeypatch.setattr(loader, "engines", engines_without_frame)


@pytest.fixture
def rows_only(
    monkeypatch: pytest.MonkeyPatch, engines_of_rows: EngineHandler
) -> Callable[[], AbstractContextManager[None]]:
    """Return a context in which a list is rendered as its rows alone: what else is on the page takes longer.

    Tests that open a list hundreds of times render most of them so, and ask the list itself for the rest.
    """

    @contextmanager
    def of_rows() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(loader, "engines", engines_of_rows)
            patched.setattr(SITE, "each_context", lambda request: {})
            yield

    return of_rows


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let lists show ten rows, which is enough to test filters and sorting."""
    for admin in ADMINS.values():
        monkeypatch.setattr(admin, "list_per_page", 10)


@pytest.fixture(scope="package")
def viewer_client(viewer: User) -> Client:
    """Return the client of the viewer."""
    browser = Client()
    browser.force_login(viewer)
    return browser
