"""Whoever guesses passwords has to wait; others log in meanwhile."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from config.login_limit import FAILURES, MOST_FAILURES, MOST_NAMES, WINDOW_S, Failures

PASSWORD = "correct horse battery staple"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def users() -> Iterator[None]:
    names = ("guessed", "other")
    for name in names:
        User.objects.create_user(name, password=PASSWORD, is_staff=True)
    yield
    User.objects.filter(username__in=names).delete()
    for name in names:
        FAILURES.forget(name)


def _try(name: str, password: str) -> tuple[int, str]:
    answer = Client().post(
        "/admin/login/", {"username": name, "password": password}, headers={"host": "localhost"}, follow=False
    )
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("users")
def test_after_some_failures_even_the_right_password_has_to_wait() -> None:
    for _ in range(MOST_FAILURES):
        status, page = _try("guessed", "wrong")
        assert (status, "Too many failed logins" in page) == (200, False)
    status, page = _try("guessed", PASSWORD)
    assert (status, "Too many failed logins; try again in " in page) == (200, True)


@pytest.mark.usefixtures("users")
def test_another_user_logs_in_meanwhile() -> None:
    for _ in range(MOST_FAILURES):
        _try("guessed", "wrong")
    assert _try("other", PASSWORD)[0] == 302


@pytest.mark.usefixtures("users")
def test_a_success_makes_the_failures_before_it_count_no_more() -> None:
    for password in ["wrong"] * (MOST_FAILURES - 1) + [PASSWORD, "wrong"]:
        _try("guessed", password)
    assert _try("guessed", PASSWORD)[0] == 302


def test_guesses_are_limited_over_any_time() -> None:
    clock = Clock()
    failures, tries = Failures(clock), 0
    for _ in range(600):
        if not failures.wait_s("guessed"):
            failures.add("guessed")
            tries += 1
        clock.now += 1
    assert tries == MOST_FAILURES * 600 / WINDOW_S


def test_invented_names_take_no_more_memory() -> None:
    failures = Failures(Clock())
    for number in range(MOST_NAMES + 5):
        failures.add(str(number))
    assert len(failures._times) == MOST_NAMES
