"""The page of a row: its columns, links into other databases, and the rows that refer to it."""

import pytest
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import AuditTrail, SuspiciousActivityReport
from datahub.customers.models import CustomerProfile, Interaction
from datahub.employees.models import Department, Employee, EmployeeAssignment
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from tests.admin.pages import ADMINS, get, label, list_url, page_url, some_row
from tests.datahub.rows import make_row

QUERIES_AT_MOST = {Customer: 25, Loan: 16, Policy: 16, SuspiciousActivityReport: 16}


@pytest.mark.parametrize("model", ADMINS, ids=label)
def test_each_row_has_a_page(client: Client, viewing: Client, model: type[Model]) -> None:
    row = some_row(model)
    for browser in (client, viewing):
        if row is None:
            pytest.fail(f"there is no {label(model)} to look at")
        answer = get(browser, page_url(model, row.pk))
        assert answer.status == 200
        assert len(answer.queries) <= QUERIES_AT_MOST.get(model, 10), answer.queries
        assert not [query for query in answer.queries if " JOIN " in query and '"auth_' not in query]


def test_a_key_links_to_the_row_in_the_other_database(client: Client) -> None:
    profile = CustomerProfile.objects.exclude(assigned_agent=None).first()
    text = get(client, page_url(CustomerProfile, profile.pk)).text
    assert f'href="{page_url(Employee, profile.assigned_agent_id)}"' in text
    assert str(Employee.objects.get(pk=profile.assigned_agent_id)) in text


def test_a_key_to_a_profile_leads_to_the_customers_page(client: Client) -> None:
    interaction = make_row(Interaction)
    text = get(client, page_url(Interaction, interaction.pk)).text
    assert f'href="{page_url(Customer, interaction.customer_id)}"' in text


def test_a_key_by_name_leads_to_the_row_of_that_name(client: Client) -> None:
    employee = some_row(Employee)
    department = Department.objects.get(department_name=employee.department_id)
    assert f'href="{page_url(Department, department.pk)}"' in get(client, page_url(Employee, employee.pk)).text


def test_a_counterparty_is_linked_exactly_where_it_is_an_account_of_ours(client: Client) -> None:
    ours = dict(Account.objects.values_list("account_number", "pk"))
    inside = Transaction.objects.filter(counterparty_account__in=ours).first()
    text = get(client, list_url(Transaction), q=inside.pk).text
    assert f'href="{page_url(Account, ours[inside.counterparty_account])}"' in text
    outside = Transaction.objects.exclude(counterparty_account=None).exclude(counterparty_account__in=ours).first()
    linked = f"{outside.counterparty_account}</span></a>"
    assert linked not in get(client, list_url(Transaction), q=outside.pk).text


def test_the_entity_of_an_audit_entry_is_linked_by_its_type(client: Client) -> None:
    account = some_row(Account)
    entry = make_row(AuditTrail, entity_type="account", entity_id=account.pk)
    assert f'href="{page_url(Account, account.pk)}"' in get(client, page_url(AuditTrail, entry.pk)).text
    assert entry in get(client, list_url(AuditTrail), q=account.pk).list.result_list


def test_a_portfolio_links_to_its_customer_and_a_branch_to_nothing(client: Client) -> None:
    customer = some_row(Customer)
    kept = make_row(EmployeeAssignment, assignment_type="customer_portfolio", related_entity_id=customer.pk)
    branch = make_row(EmployeeAssignment, assignment_type="branch_coverage", related_entity_id="BR001")
    assert f'href="{page_url(Customer, customer.pk)}"' in get(client, page_url(EmployeeAssignment, kept.pk)).text
    assert "BR001</span></a>" not in get(client, page_url(EmployeeAssignment, branch.pk)).text


def test_a_key_to_a_row_that_is_gone_is_shown_as_it_is(client: Client) -> None:
    profile = some_row(CustomerProfile)
    CustomerProfile.objects.filter(pk=profile.pk).update(assigned_agent="EMP-99999")
    assert "EMP-99999" in get(client, page_url(CustomerProfile, profile.pk)).text
    assert "EMP-99999" in get(client, list_url(CustomerProfile)).text
    CustomerProfile.objects.filter(pk=profile.pk).update(assigned_agent=profile.assigned_agent_id)


def test_the_page_of_an_account_shows_the_end_of_its_ledger_and_leads_to_all_of_it(client: Client) -> None:
    account = some_row(Account)
    text = get(client, page_url(Account, account.pk)).text
    last = Transaction.objects.filter(account=account).order_by("-pk").first()
    assert last.pk in text
    assert f'href="{list_url(Transaction, account__exact=account.pk)}"' in text


def test_the_columns_of_a_row_are_explained_by_the_comments_of_its_table(client: Client) -> None:
    account = some_row(Account)
    comment = Account._meta.get_field("opened_date").db_comment
    assert comment in get(client, page_url(Account, account.pk)).text


@pytest.mark.parametrize("key", ["ACC-00000001-1", 17, "a/b_c", "50 %", "Ωmega", "'\"<>#?", "KEY"])
def test_addresses_of_rows_are_those_that_django_gives(key: object) -> None:
    for page in ("change", "statement"):
        assert page_url(Account, key, page) == reverse(f"admin:accounts_account_{page}", args=[quote(key)])
