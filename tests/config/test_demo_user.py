"""The login for a demonstration sees everything, changes nothing, and has a password that nobody else has."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command


@pytest.fixture(autouse=True)
def no_logins() -> Iterator[None]:
    """Begin and end without logins."""
    User.objects.all().delete()
    Group.objects.all().delete()
    yield
    User.objects.all().delete()
    Group.objects.all().delete()


def _demo_user(**options: Any) -> str:
    """Run the command and return what it printed."""
    out = io.StringIO()
    call_command("demo_user", stdout=out, **options)
    return out.getvalue()


def _password(output: str) -> str:
    found = re.search(r"^password +(\S+)", output, re.MULTILINE)
    assert found
    return found[1]


def test_it_may_look_at_every_model_and_change_none() -> None:
    _demo_user()
    demo = User.objects.get(username="demo")
    assert (demo.is_staff, demo.is_superuser) == (True, False)
    for model in apps.get_models():
        rights = {verb for verb in ("add", "change", "delete", "view") if demo.has_perm(_right(verb, model))}
        assert rights == {"view"}, model


def _right(verb: str, model: type) -> str:
    options = model._meta  # type: ignore[attr-defined]
    return f"{options.app_label}.{verb}_{options.model_name}"


def test_its_password_is_shown_and_only_its_hash_is_kept() -> None:
    password = _password(_demo_user(name="anna"))
    anna = User.objects.get(username="anna")
    assert anna.check_password(password)
    assert password not in anna.password
    assert len(set(password)) > 6


def test_no_two_passwords_are_the_same() -> None:
    assert len({_password(_demo_user(name=f"guest{number}")) for number in range(5)}) == 5


def test_it_says_where_the_admin_is() -> None:
    output = _demo_user()
    assert "manage.py runserver" in output
    assert "http://127.0.0.1:8000/admin/" in output


def test_a_second_time_it_refuses_and_names_the_remedy() -> None:
    password = _password(_demo_user())
    with pytest.raises(CommandError, match=r"there is a login demo already; .*--new-password"):
        _demo_user()
    assert User.objects.get(username="demo").check_password(password)


def test_a_new_password_takes_the_place_of_the_old_one() -> None:
    old = _password(_demo_user())
    new = _password(_demo_user(new_password=True))
    demo = User.objects.get(username="demo")
    assert (demo.check_password(old), demo.check_password(new)) == (False, True)


def test_it_takes_over_no_other_login() -> None:
    User.objects.create_superuser("root", password="unchanged")
    User.objects.create_user("teller", password="unchanged", is_staff=True)
    for name in ("root", "teller"):
        with pytest.raises(CommandError, match=f"a login {name} that this command did not make"):
            _demo_user(name=name, new_password=True)
        assert User.objects.get(username=name).check_password("unchanged")


@pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 151])
def test_a_name_that_no_login_can_have_is_refused(name: str) -> None:
    with pytest.raises(CommandError, match="cannot be the name of a login"):
        _demo_user(name=name)
    assert not User.objects.exists()
