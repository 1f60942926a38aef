"""Nobody changes anything, and nobody sees anything without being let in."""

from collections.abc import Iterator

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from datahub.accounts.models import Account
from seeding.models import Run
from tests.admin.pages import ADMINS, label, list_url, page_url, some_row
from tests.seeded import digests

OPEN_TO_ALL = {"login"}
ONES_OWN_LOGIN = {"logout", "password_change", "password_change_done"}
every_table = pytest.mark.parametrize("model", ADMINS, ids=label)


def names_of_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every page of the admin with what its address needs."""
    (admin,) = [each for each in get_resolver().url_patterns if isinstance(each, URLResolver)]
    waiting = list(admin.url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, tuple(pattern.pattern.regex.groupindex)


def addresses() -> Iterator[tuple[str, str]]:
    """Yield an address of each page of the admin, with a row that is there where it is a row's."""
    rows = {model._meta.label_lower.replace(".", "_"): some_row(model) for model in ADMINS}
    for name, needs in names_of_pages():
        model = name.rpartition("_")[0]
        given = {
            "object_id": quote(rows[model].pk) if model in rows else "1",
            "content_type_id": 1,
            "app_label": "accounts",
            "url": "nowhere",
        }
        yield name, reverse(f"admin:{name}", kwargs={need: given[need] for need in needs})


def test_there_are_pages_to_try() -> None:
    names = [name for name, _ in names_of_pages()]
    assert {"index", "login", "accounts_account_changelist", "accounts_account_statement"} <= set(names)
    assert len([name for name in names if name.endswith("_delete")]) == len(ADMINS)


def test_nothing_that_is_sent_changes_the_bank(client: Client, viewing: Client) -> None:
    before = digests(), Run.objects.count(), User.objects.count()
    for browser in (client, viewing):
        for name, address in addresses():
            if name not in OPEN_TO_ALL | ONES_OWN_LOGIN:
                for method in (browser.post, browser.put, browser.patch, browser.delete):
                    assert method(address).status_code in (403, 405), (name, method)
    assert (digests(), Run.objects.count(), User.objects.count()) == before


@every_table
@pytest.mark.parametrize("page", ["add", "delete", "history"])
def test_there_is_no_form_that_could_change_something(
    client: Client, viewing: Client, model: type[Model], page: str
) -> None:
    options = model._meta
    arguments = [] if page == "add" else [quote(some_row(model).pk)]
    address = reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=arguments)
    assert client.get(address).status_code == 403
    assert viewing.get(address).status_code == 403


def test_an_action_is_refused(client: Client) -> None:
    account = some_row(Account)
    sent = {"action": "delete_selected", "_selected_action": account.pk, "post": "yes"}
    assert client.post(list_url(Account), sent).status_code == 405
    assert Account.objects.filter(pk=account.pk).exists()


def test_pages_offer_no_way_to_change(client: Client) -> None:
    account = some_row(Account)
    for address in (list_url(Account), page_url(Account, account.pk)):
        text = client.get(address).content.decode()
        assert "/add/" not in text
        assert "/delete/" not in text
        assert 'name="_save"' not in text


def test_strangers_are_sent_to_the_login() -> None:
    stranger = Client()
    for name, address in addresses():
        if name in OPEN_TO_ALL:
            continue
        answer = stranger.get(address)
        assert answer.status_code == 302, name
        assert answer.url.startswith(reverse("admin:login")) or name == "logout", name


def test_a_customer_who_is_no_staff_is_a_stranger() -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("customer"))
    assert browser.get(list_url(Account)).status_code == 302


def test_staff_without_permission_sees_no_table() -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("newcomer", is_staff=True))
    account = some_row(Account)
    assert browser.get(list_url(Account)).status_code == 403
    assert browser.get(page_url(Account, account.pk)).status_code == 403
    assert browser.get(page_url(Account, account.pk, "statement")).status_code == 403
    assert browser.get(reverse("admin:index")).status_code == 200


def test_passwords_are_not_shown_even_as_digests(client: Client, superuser: User) -> None:
    superuser.refresh_from_db()
    for address in (list_url(User), page_url(User, superuser.pk)):
        text = client.get(address).content.decode()
        assert superuser.username in text
        assert superuser.password not in text


def test_the_door_leads_to_the_admin() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer.url == reverse("admin:index")
