"""The page of a row: its columns, links to other databases, and the rows that refer to it."""

import pytest
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.links import referring_list_url
from datahub.browsing.row_page import referring_fields
from datahub.compliance.models import AuditTrail
from datahub.customers.models import CustomerProfile, Interaction
from datahub.employees.models import Department, Employee, EmployeeAssignment
from seeding.models import Run
from tests.admin.pages import ADMINS, first_row, get, label, list_url, page_url
from tests.datahub.rows import make_row
from tests.sampling import first_of_each

MAX_QUERIES = 14
"""Up to three of them, one per database, count the rows of tables without an excerpt."""
MAX_QUERIES_OF_OWN_PAGE = 26
"""For tables whose admin has a page of its own for rows."""


def has_own_page(model: type[Model]) -> bool:
    return type(ADMINS[model]).change_view is not BankAdmin.change_view


@pytest.mark.parametrize(
    "model", first_of_each(lambda model: (model._meta.app_label, has_own_page(model)), ADMINS), ids=label
)
def test_each_row_has_a_page(client: Client, viewer_client: Client, model: type[Model]) -> None:
    row = first_row(model)
    most = MAX_QUERIES_OF_OWN_PAGE if has_own_page(model) else MAX_QUERIES
    for browser in (client, viewer_client):
        if row is None:
            pytest.fail(f"there is no {label(model)} to look at")
        response = get(browser, page_url(model, row.pk))
        assert response.status == 200
        assert len(response.queries) <= most, response.queries
        assert not [query for query in response.queries if " JOIN " in query and '"auth_' not in query]


def test_a_foreign_key_links_to_the_row_in_another_database(client: Client) -> None:
    profile = CustomerProfile.objects.exclude(assigned_agent=None).first()
    text = get(client, page_url(CustomerProfile, profile.pk)).text
    assert f'href="{page_url(Employee, profile.assigned_agent_id)}"' in text
    assert str(Employee.objects.get(pk=profile.assigned_agent_id)) in text


def test_a_foreign_key_to_a_profile_links_to_the_customers_page(client: Client) -> None:
    interaction = make_row(Interaction)
    text = get(client, page_url(Interaction, interaction.pk)).text
    assert f'href="{page_url(Customer, interaction.customer_id)}"' in text


def test_a_foreign_key_by_name_links_to_the_row(client: Client) -> None:
    employee = first_row(Employee)
    department = Department.objects.get(department_name=employee.department_id)
    assert f'href="{page_url(Department, department.pk)}"' in get(client, page_url(Employee, employee.pk)).text


def test_a_counterparty_is_linked_only_if_it_is_an_account_of_the_bank(client: Client) -> None:
    ours = dict(Account.objects.values_list("account_number", "pk"))
    inside = Transaction.objects.filter(counterparty_account__in=ours).first()
    text = get(client, list_url(Transaction), q=inside.pk).text
    assert f'href="{page_url(Account, ours[inside.counterparty_account])}"' in text
    outside = Transaction.objects.exclude(counterparty_account=None).exclude(counterparty_account__in=ours).first()
    linked = f"{outside.counterparty_account}</span></a>"
    assert linked not in get(client, list_url(Transaction), q=outside.pk).text


def test_the_entity_of_an_audit_entry_is_linked_by_its_type(client: Client) -> None:
    account = first_row(Account)
    entry = make_row(AuditTrail, entity_type="account", entity_id=account.pk)
    assert f'href="{page_url(Account, account.pk)}"' in get(client, page_url(AuditTrail, entry.pk)).text
    assert entry in get(client, list_url(AuditTrail), q=account.pk).list.result_list


def test_an_assignment_links_to_its_customer_but_not_to_a_branch(client: Client) -> None:
    customer = first_row(Customer)
    assignment = make_row(EmployeeAssignment, assignment_type="customer_portfolio", related_entity_id=customer.pk)
    branch = make_row(EmployeeAssignment, assignment_type="branch_coverage", related_entity_id="BR001")
    assert f'href="{page_url(Customer, customer.pk)}"' in get(client, page_url(EmployeeAssignment, assignment.pk)).text
    assert "BR001</span></a>" not in get(client, page_url(EmployeeAssignment, branch.pk)).text


def test_a_foreign_key_to_a_missing_row_is_shown_as_the_key(client: Client) -> None:
    profile = first_row(CustomerProfile)
    CustomerProfile.objects.filter(pk=profile.pk).update(assigned_agent="EMP-99999")
    assert "EMP-99999" in get(client, page_url(CustomerProfile, profile.pk)).text
    assert "EMP-99999" in get(client, list_url(CustomerProfile), q=profile.pk).text
    CustomerProfile.objects.filter(pk=profile.pk).update(assigned_agent=profile.assigned_agent_id)


def test_a_row_is_named_as_it_is(client: Client) -> None:
    text = get(client, page_url(Run, Run.objects.latest("started_at").pk)).text
    assert "seed_all" in text
    assert "Seed_all" not in text


def test_an_accounts_page_shows_its_latest_transactions_and_links_to_all(client: Client) -> None:
    account = first_row(Account)
    text = get(client, page_url(Account, account.pk)).text
    last = Transaction.objects.filter(account=account).order_by("-pk").first()
    assert last.pk in text
    assert f'href="{list_url(Transaction, account__exact=account.pk)}"' in text


def test_the_comments_of_columns_are_shown(client: Client) -> None:
    account = first_row(Account)
    comment = Account._meta.get_field("opened_date").db_comment
    assert comment in get(client, page_url(Account, account.pk)).text


@pytest.mark.parametrize("key", ["ACC-00000001-1", 17, "a/b_c", "50 %", "Ωmega", "'\"<>#?", "KEY"])
def test_addresses_are_those_of_djangos_reverse(key: object) -> None:
    for page in ("change", "statement"):
        assert page_url(Account, key, page) == reverse(f"admin:accounts_account_{page}", args=[quote(key)])


def test_also_in_counts_the_rows_and_leaves_out_tables_without_any(client: Client) -> None:
    account = first_row(Account)
    others = {
        address: number
        for _, address, number in get(client, page_url(Account, account.pk)).context["page"].other_tables
    }
    keys = list(referring_fields(ADMINS[Account], Account))[ADMINS[Account].excerpts_shown :]
    counted = {
        referring_list_url(key, account.pk): key.model._default_manager.filter(**{key.name: account.pk}).count()
        for key in keys
    }
    assert others == {address: str(number) for address, number in counted.items() if number}
    assert 0 < len(others) < len(counted)
