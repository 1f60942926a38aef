"""Find anything: by name, id, number, email address, phone number and amount, in all databases, by indexes only."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connections, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from datahub.accounts.models import INDEXED_AMOUNT, Account, Customer, Transaction
from datahub.browsing.find import ROWS_PER_LOOKUP, Found, find
from datahub.browsing.lookups import Term
from datahub.compliance.models import SuspiciousActivityReport
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.insurance.models import Claim, Policy
from datahub.loans.models import Loan
from tests.admin.pages import ADMINS, Response, get, list_url, page_url

FIXED_SIZE = {"departments", "training_programs", "campaigns", "compliance_rules"}
"""Tables that do not grow with the bank: PostgreSQL reads their single page rather than an index."""


def seeded_row(model: type[Model]) -> Any:
    """Return the first row that the bank has by itself: those added for the tests have keys of random letters."""
    return next(row for row in model._default_manager.order_by("pk") if re.match(r"[A-Z]+-\d", row.pk))


def found_by(client: Client, typed: str) -> Response:
    return get(client, reverse("search"), q=typed)


def best(client: Client, typed: str) -> Found:
    response = found_by(client, typed)
    assert response.status == 200
    assert response.context["findings"].rows, typed
    return response.context["findings"].rows[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "model", [Customer, Employee, Account, Loan, Policy, Claim, SuspiciousActivityReport, Transaction]
)
def test_an_id_is_found_in_any_case_and_is_the_best_match(client: Client, model: type[Model]) -> None:
    key = seeded_row(model).pk
    for typed in (key, key.lower(), f"  {key} "):
        row = best(client, typed)
        assert row.link == page_url(model, key)
        assert row.description.lower().startswith(str(model._meta.verbose_name).lower())


@pytest.mark.parametrize(
    ("model", "number"),
    [
        (Account, "account_number"),
        (Loan, "loan_number"),
        (Policy, "policy_number"),
        (Claim, "claim_number"),
        (Employee, "employee_number"),
    ],
)
def test_a_business_number_is_found_with_spaces_and_in_small_letters(
    client: Client, model: type[Model], number: str
) -> None:
    row = seeded_row(model)
    written = getattr(row, number)
    assert best(client, f"{written[:5]} {written[5:]}".lower()).link == page_url(model, row.pk)


def test_a_customer_is_found_by_name_email_and_phone_however_they_are_written(client: Client) -> None:
    customer = seeded_row(Customer)
    first, last, area, rest = customer.first_name, customer.last_name, customer.phone[3:6], customer.phone[7:]
    for typed in (
        f"{first} {last}",
        f"{last.upper()}, {first.lower()}",
        f"{first} {last[:3]}",
        customer.email.title(),
        customer.email.partition("@")[0],
        customer.phone,
        f"({area}) {rest}",
        f"{area}{rest}".replace("-", ""),
    ):
        links = [row.link for row in found_by(client, typed).context["findings"].rows]
        assert page_url(Customer, customer.pk) in links, typed


def test_a_company_leads_to_its_customer(client: Client) -> None:
    company = CustomerProfile.objects.filter(customer_segment="corporate").order_by("pk").first()
    assert company
    assert best(client, company.full_name.lower()).link == page_url(Customer, company.pk)


def test_whole_names_come_before_longer_ones(client: Client) -> None:
    # Of an employee the first name alone is a name, of a customer it is the beginning of one.
    shared = set(Employee.objects.values_list("first_name", flat=True))
    name = next(each for each in Customer.objects.values_list("first_name", flat=True) if each in shared)
    ranks = [row.rank for row in found_by(client, name).context["findings"].rows]
    assert len(set(ranks)) > 1
    assert ranks == sorted(ranks)


def test_an_amount_finds_transactions_of_both_signs_and_loans(client: Client) -> None:
    debit = Transaction.objects.filter(transaction_amount__lte=-INDEXED_AMOUNT).order_by("transaction_amount").first()
    assert debit
    for typed in (
        f"{-debit.transaction_amount:,}",
        f"$ {-debit.transaction_amount} USD",
        f"{debit.transaction_amount}",
    ):
        assert page_url(Transaction, debit.pk) in found_by(client, typed).text
    loan = Loan.objects.order_by("-principal_amount").first()
    assert loan
    assert page_url(Loan, loan.pk) in found_by(client, str(loan.principal_amount)).text


def test_a_term_that_finds_nothing_says_so_and_what_can_be_found(client: Client) -> None:
    for typed in ("Zzyzx Nobody", "'; DROP TABLE customers", "%", "\\", "50%", "CUST_00000001"):
        text = found_by(client, typed).text
        assert "Nothing is called" in text, typed
        assert "account, loan, policy and claim numbers" in text


@pytest.mark.parametrize("typed", ["", "   ", "x" * 500, "a\x00b", "9" * 180, "1" * 14, "+" * 50, "12345678901234.99"])
def test_a_term_that_can_be_nothing_is_no_error(client: Client, typed: str) -> None:
    assert found_by(client, typed).status == 200


def test_where_a_table_has_more_rows_its_list_shows_all_of_them(client: Client) -> None:
    findings = found_by(client, "ACC-0000000").context["findings"]
    assert sum(row.description.startswith("Account") for row in findings.rows) == ROWS_PER_LOOKUP
    address = dict(findings.lists)["Accounts"]
    listed = get(client, address).list
    assert listed.result_count == Account.objects.filter(account_id__startswith="ACC-0000000").count()


def plans_of(typed: str) -> list[tuple[str, str]]:
    """Return each table that a term is looked for in, with the plan where sequential scans are the last resort."""
    found = []
    for model, admin in ADMINS.items():
        for lookup in admin.found_by:
            condition = lookup.condition(Term(typed))
            if condition is None:
                continue
            rows = model._default_manager.filter(condition).order_by(*lookup.order)[:ROWS_PER_LOOKUP]
            with transaction.atomic(using=rows.db), connections[rows.db].cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
                found.append((model._meta.db_table, rows.explain()))
    return found


@pytest.mark.parametrize(
    "typed",
    ["smith", "Ann Lee", "cust-00000001", "77", "LN1", "ann.lee@example.com", "415-555-0123", "1,234.00", "TXN-1"],
)
def test_no_table_that_grows_is_read_as_a_whole(typed: str) -> None:
    plans = [(table, plan) for table, plan in plans_of(typed) if table not in FIXED_SIZE]
    assert plans
    for table, plan in plans:
        assert "Seq Scan" not in plan, (table, plan)
        assert re.search(r"Index (Only )?(Scan|Cond)", plan), (table, plan)


def test_it_shows_a_user_only_tables_that_they_may_view(client: Client) -> None:
    user = User.objects.create_user("teller", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_account"))
    teller = Client()
    teller.force_login(user)
    account = seeded_row(Account)
    assert [row.link for row in found_by(teller, account.pk).context["findings"].rows] == [
        page_url(Account, account.pk)
    ]
    assert found_by(teller, account.customer_id).context["findings"].rows == []
    assert found_by(teller, "Planted").context["lists"] == []
    assert found_by(client, "Planted").context["lists"]
    user.delete()


def test_a_stranger_has_to_log_in() -> None:
    response = Client().get(reverse("search"), {"q": "CUST-00000001"})
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_every_page_has_the_search_and_the_palette_finds_the_same(client: Client) -> None:
    customer = seeded_row(Customer)
    for address in (reverse("admin:index"), list_url(Customer), page_url(Customer, customer.pk), reverse("search")):
        assert f'action="{reverse("search")}"' in get(client, address).text, address
    palette = get(client, reverse("admin:search"), s=customer.email, extended="1").text
    assert page_url(Customer, customer.pk) in palette
    assert customer.pk in palette


def test_the_viewer_finds_what_the_superuser_finds(client: Client, viewer_client: Client) -> None:
    for typed in ("smith", "ACC-00000001", "77"):
        mine, theirs = (found_by(each, typed).context["findings"].rows for each in (client, viewer_client))
        assert [row.link for row in mine] == [row.link for row in theirs]


def test_a_text_that_a_list_shows_is_found_there(client: Client) -> None:
    employee = seeded_row(Employee)
    shown: list[tuple[type[Model], Any, str]] = [
        (Employee, employee, employee.role),
        (Account, seeded_row(Account), "Checking"),
        (Customer, seeded_row(Customer), seeded_row(Customer).email),
        (CustomerProfile, seeded_row(CustomerProfile), seeded_row(CustomerProfile).city.lower()),
    ]
    for model, row, text in shown:
        assert row in model._default_manager.filter(pk__in=[each.pk for each in pages_of(client, model, text)])


def pages_of(client: Client, model: type[Model], text: str) -> list[Any]:
    listed = get(client, list_url(model), q=text, o="1").list
    assert listed.result_count < model._default_manager.count() or model is Account
    return list(listed.queryset)


def test_a_description_finds_its_transactions_where_no_index_finds_one(client: Client) -> None:
    entry = seeded_row(Transaction)
    listed = get(client, list_url(Transaction), q=entry.description.lower()).list
    assert {row.description for row in listed.result_list} == {entry.description}
    assert find(ADMINS, "").rows == []
