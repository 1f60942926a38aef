"""/health/ says in one line how the site is, to everybody, whatever the host name, and asks the server seldom."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client, override_settings

from datahub.browsing import health
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.bank_lock import only_run


@pytest.fixture
def visitor() -> Client:
    """Return a client without a login, of a site that has not been asked yet."""
    return Client(SERVER_NAME="10.0.0.7")


def test_a_site_that_works_is_fine(visitor: Client) -> None:
    answer = visitor.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"fine\n")
    assert not answer.cookies


@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["bank.example.com"])
def test_neither_a_redirect_nor_a_host_name_is_in_the_way(visitor: Client) -> None:
    assert visitor.get("/health/").status_code == 200


def test_a_run_under_way_is_shown_without_its_seed(visitor: Client) -> None:
    with only_run("seed_all --seed 4711"):
        run = run_log.begin(Run.Kind.SEED, "seed_all --seed 4711", None, {}, "test")
        try:
            answer = visitor.get("/health/")
        finally:
            run.delete()
    assert (answer.status_code, answer.content) == (200, b"The bank is being changed: seed_all has written 0 rows.\n")


def test_a_server_that_does_not_answer_is_reported_without_its_address(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = {**settings.DATABASES["default"], "PORT": "1"}
    monkeypatch.setattr(health.connections["default"], "settings_dict", nowhere)
    answer = visitor.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"PostgreSQL does not answer\n")


def test_a_thousand_requests_ask_the_server_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def state() -> tuple[int, str]:
        asked.append(health.FINE)
        return health.FINE, "fine"

    monkeypatch.setattr(health, "_state", state)
    monkeypatch.setattr(health, "FRESH_S", 3600)
    middleware = health.HealthMiddleware(lambda request: pytest.fail("another page"))
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: middleware._health(), range(1000)))
    assert len(asked) == 1
    assert {each.line for each in found} <= {"starting", "fine"}
    assert found[-1].line == "fine"
