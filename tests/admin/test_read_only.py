"""The admin is read-only, and only staff with permissions see it."""

from collections.abc import Iterator

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from datahub.accounts.models import Account
from seeding.models import Run
from tests.admin.pages import ADMINS, every_table, first_row, list_url, page_url
from tests.seeded import digests

OPEN_TO_ALL = {"login"}
ONES_OWN_LOGIN = {"logout", "password_change", "password_change_done"}
READS_BY_POST = {"query"}
"""The SQL page runs a statement with a login that can only SELECT."""


def names_of_pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of every page of the admin, with the arguments of its address."""
    (admin,) = [each for each in get_resolver().url_patterns if isinstance(each, URLResolver)]
    waiting = list(admin.url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, tuple(pattern.pattern.regex.groupindex)


def addresses() -> Iterator[tuple[str, str]]:
    """Yield the name and an address of every page of the admin; a row's page has an existing row."""
    rows = {model._meta.label_lower.replace(".", "_"): first_row(model) for model in ADMINS}
    for name, needs in names_of_pages():
        model = name.rpartition("_")[0]
        given = {
            "object_id": quote(rows[model].pk) if model in rows else "1",
            "content_type_id": 1,
            "app_label": "accounts",
            "url": "nowhere",
            "storyline": "household",
            "step": 1,
            "case_id": "CASE-00000-900",
        }
        yield name, reverse(f"admin:{name}", kwargs={need: given[need] for need in needs})


def test_the_pages_of_every_table_are_found() -> None:
    names = [name for name, _ in names_of_pages()]
    assert {"index", "login", "accounts_account_changelist", "accounts_account_statement"} <= set(names)
    assert len([name for name in names if name.endswith("_delete")]) == len(ADMINS)


def test_no_request_changes_the_bank(client: Client, viewer_client: Client) -> None:
    before = digests(), Run.objects.count(), User.objects.count()
    for browser in (client, viewer_client):
        for name, address in addresses():
            if name not in OPEN_TO_ALL | ONES_OWN_LOGIN | READS_BY_POST:
                for method in (browser.post, browser.put, browser.patch, browser.delete):
                    assert method(address).status_code in (403, 405), (name, method)
    assert (digests(), Run.objects.count(), User.objects.count()) == before


@every_table
@pytest.mark.parametrize("page", ["add", "delete", "history"])
def test_add_delete_and_history_are_forbidden(
    client: Client, viewer_client: Client, model: type[Model], page: str
) -> None:
    options = model._meta
    arguments = [] if page == "add" else [quote(first_row(model).pk)]
    address = reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=arguments)
    assert client.get(address).status_code == 403
    assert viewer_client.get(address).status_code == 403


def test_an_admin_action_is_refused(client: Client) -> None:
    account = first_row(Account)
    sent = {"action": "delete_selected", "_selected_action": account.pk, "post": "yes"}
    assert client.post(list_url(Account), sent).status_code == 405
    assert Account.objects.filter(pk=account.pk).exists()


def test_pages_have_no_links_to_add_or_delete_and_no_save_button(client: Client) -> None:
    account = first_row(Account)
    for address in (list_url(Account), page_url(Account, account.pk)):
        text = client.get(address).content.decode()
        assert "/add/" not in text
        assert "/delete/" not in text
        assert 'name="_save"' not in text


def test_anonymous_users_are_redirected_to_the_login() -> None:
    stranger = Client()
    for name, address in addresses():
        if name in OPEN_TO_ALL:
            continue
        response = stranger.get(address)
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("admin:login")) or name == "logout", name


def test_a_user_who_is_not_staff_is_redirected_to_the_login() -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("customer"))
    assert browser.get(list_url(Account)).status_code == 302


def test_staff_without_permission_sees_no_table() -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("newcomer", is_staff=True))
    account = first_row(Account)
    assert browser.get(list_url(Account)).status_code == 403
    assert browser.get(page_url(Account, account.pk)).status_code == 403
    assert browser.get(page_url(Account, account.pk, "statement")).status_code == 403
    assert browser.get(reverse("admin:index")).status_code == 200


def test_password_hashes_are_not_shown(client: Client, superuser: User) -> None:
    superuser.refresh_from_db()
    for address in (list_url(User), page_url(User, superuser.pk)):
        text = client.get(address).content.decode()
        assert superuser.username in text
        assert superuser.password not in text


def test_the_root_redirects_to_the_admin() -> None:
    response = Client().get("/")
    assert response.status_code == 302
    assert response.url == reverse("admin:index")
