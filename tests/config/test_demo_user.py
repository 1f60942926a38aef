"""demo_user creates a user who can view everything, change nothing, and has a random password."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from seeding.models import PlantedTransaction, Run


@pytest.fixture(autouse=True)
def no_users() -> Iterator[None]:
    """Start and end without users."""
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


def test_the_user_can_view_every_model_and_change_none() -> None:
    _demo_user()
    demo = User.objects.get(username="demo")
    assert (demo.is_staff, demo.is_superuser) == (True, False)
    for model in apps.get_models():
        rights = {verb for verb in ("add", "change", "delete", "view") if demo.has_perm(_right(verb, model))}
        assert rights == {"view"}, model


def _right(verb: str, model: type) -> str:
    options = model._meta  # type: ignore[attr-defined]
    return f"{options.app_label}.{verb}_{options.model_name}"


def test_a_user_without_answers_can_view_every_model_but_them_and_the_runs_whose_seed_gives_them_away() -> None:
    output = _demo_user(name="solver", no_answers=True)
    assert "does not see the answer key" in output
    solver = User.objects.get(username="solver")
    unseen = {model for model in apps.get_models() if not solver.has_perm(_right("view", model))}
    assert unseen == {PlantedTransaction, Run}


def test_a_new_password_does_not_show_the_answers() -> None:
    _demo_user(no_answers=True)
    _demo_user(new_password=True)
    assert not User.objects.get(username="demo").has_perm(_right("view", PlantedTransaction))


def test_the_answers_can_be_hidden_from_an_existing_user() -> None:
    _demo_user()
    _demo_user(new_password=True, no_answers=True)
    assert not User.objects.get(username="demo").has_perm(_right("view", PlantedTransaction))


@pytest.mark.parametrize("no_answers", [False, True])
@pytest.mark.parametrize("no_sql", [False, True])
def test_a_user_may_query_unless_an_option_says_otherwise(no_answers: bool, no_sql: bool) -> None:
    output = _demo_user(no_answers=no_answers, no_sql=no_sql)
    assert User.objects.get(username="demo").has_perm("seeding.query_bank") != no_sql
    assert re.search(r"^SQL page +(yes|no)$", output, re.MULTILINE)[1] == ("no" if no_sql else "yes")  # type: ignore[index]


def test_a_new_password_does_not_give_the_sql_page_back() -> None:
    _demo_user(no_sql=True)
    _demo_user(new_password=True)
    assert not User.objects.get(username="demo").has_perm("seeding.query_bank")


def test_a_new_password_can_take_the_sql_page_away_and_does_not_by_itself() -> None:
    _demo_user()
    _demo_user(new_password=True)
    assert User.objects.get(username="demo").has_perm("seeding.query_bank")
    _demo_user(new_password=True, no_sql=True)
    assert not User.objects.get(username="demo").has_perm("seeding.query_bank")


def test_the_password_is_shown_and_only_its_hash_is_stored() -> None:
    password = _password(_demo_user(name="anna"))
    anna = User.objects.get(username="anna")
    assert anna.check_password(password)
    assert password not in anna.password
    assert len(set(password)) > 6


def test_passwords_differ() -> None:
    assert len({_password(_demo_user(name=f"guest{number}")) for number in range(5)}) == 5


def test_the_output_names_the_admin_and_the_command_that_serves_it() -> None:
    output = _demo_user()
    assert "manage.py runserver" in output
    assert re.search(r"^admin +http://127\.0\.0\.1:\d+/admin/ ", output, re.MULTILINE)


def test_an_existing_user_is_refused_with_the_remedy() -> None:
    password = _password(_demo_user())
    with pytest.raises(CommandError, match=r"^The user demo already exists; --new-password "):
        _demo_user()
    assert User.objects.get(username="demo").check_password(password)


def test_a_new_password_replaces_the_old_one() -> None:
    old = _password(_demo_user())
    new = _password(_demo_user(new_password=True))
    demo = User.objects.get(username="demo")
    assert (demo.check_password(old), demo.check_password(new)) == (False, True)


def test_a_user_that_demo_user_did_not_create_is_not_changed() -> None:
    User.objects.create_superuser("root", password="unchanged")
    User.objects.create_user("teller", password="unchanged", is_staff=True)
    for name in ("root", "teller"):
        with pytest.raises(CommandError, match=f"^The user {name} exists, but demo_user did not create it"):
            _demo_user(name=name, new_password=True)
        assert User.objects.get(username=name).check_password("unchanged")


@pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 151])
def test_an_invalid_name_is_refused(name: str) -> None:
    with pytest.raises(CommandError, match="cannot be a user's name"):
        _demo_user(name=name)
    assert not User.objects.exists()
