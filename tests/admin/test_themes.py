"""Pages with either theme, and the static files of the site, which takes nothing from other sites."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import SuspiciousActivityReport
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from tests.admin.pages import get, list_url, page_url
from tests.commandline import manage
from tests.sampling import first

SHOW_PAGES = """
from django.contrib.auth.models import User
from django.test import Client
browser = Client(SERVER_NAME="localhost")
browser.force_login(User.objects.get(username="superuser"))
for address in {addresses}:
    response = browser.get(address)
    page = response.content.decode()
    print(response.status_code, "unfold" in page, "browsing/bank.css" in page, address)
"""


@pytest.mark.hard
@pytest.mark.parametrize(("theme", "unfolded"), first([("plain", "False"), ("unfold", "True")]))
def test_every_kind_of_page_is_shown_with_either_theme(superuser: User, theme: str, unfolded: str) -> None:
    account = Account.objects.get(pk="ACC-00000001-1")
    addresses = [
        reverse("admin:index"),
        reverse("admin:bank_charts"),
        reverse("admin:tours"),
        reverse("admin:tour_stop", args=["household", 1]),
        reverse("admin:answers"),
        reverse("admin:answer_case", args=["CASE-00000-900"]),
        reverse("admin:answer_network", args=["CASE-00000-900"]),
        page_url(Customer, account.customer_id, "network"),
        list_url(Transaction, q=account.pk),
        page_url(Account, account.pk),
        page_url(Customer, account.customer_id),
        page_url(Loan, "LOAN-00000001-1"),
        page_url(Policy, "POL-00000006-1"),
        page_url(SuspiciousActivityReport, "SAR-00000007-1"),
        page_url(Customer, account.customer_id, "compliance"),
        list_url(User),
        reverse("admin:app_list", args=["loans"]),
        reverse("admin:password_change"),
    ]
    outcome = manage("shell", "--no-imports", "-c", SHOW_PAGES.format(addresses=addresses), ADMIN_THEME=theme)
    assert outcome.out.splitlines() == [f"200 {unfolded} True {address}" for address in addresses], outcome.err


@pytest.mark.parametrize("command", first(["check", "runserver", "seed_status"]))
def test_an_unknown_theme_is_refused_in_one_line(command: str) -> None:
    outcome = manage(command, ADMIN_THEME="baroque")
    assert outcome.code != 0
    assert (outcome.out, outcome.err) == ("", "ADMIN_THEME is 'baroque'; set it to unfold or plain\n")


@pytest.mark.parametrize(
    "name", ["browsing/bank.css", "browsing/statement.css", "browsing/favicon.svg", "admin/css/base.css"]
)
def test_static_files_are_served_without_collectstatic(name: str) -> None:
    response = Client().get(f"/static/{name}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    response.close()


def test_pages_load_nothing_from_other_sites(client: Client) -> None:
    for address in (
        reverse("admin:index"),
        reverse("admin:bank_charts"),
        reverse("admin:tour_stop", args=["household", 1]),
        reverse("admin:answer_network", args=["CASE-00000-900"]),
        page_url(Customer, "CUST-00000003", "network"),
        list_url(Customer),
        page_url(Account, "ACC-00000001-1", "statement"),
        page_url(Loan, "LOAN-00000001-1"),
        page_url(Policy, "POL-00000006-1"),
        page_url(SuspiciousActivityReport, "SAR-00000007-1"),
    ):
        text = get(client, address).text
        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)
