"""The page of a customer: what all six databases hold on one person, gathered by the keys that lead to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import formats
from datahub.browsing.dates import bank_day, day_of, full_years
from datahub.browsing.entity_records import newest_audit_entries, newest_violations
from datahub.browsing.links import list_of_referring, page_url
from datahub.browsing.model_fields import AnyField, columns, is_indexed, is_key, page_model, target_of
from datahub.browsing.row_page import MOST_COUNTED, Excerpt, excerpt, title_of
from datahub.browsing.sections import SECTIONS, place_of
from datahub.compliance.models import AmlCheck, AuditTrail, RuleViolation
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.insurance.models import Claim, Policy
from datahub.loans.models import Loan

if TYPE_CHECKING:
    from datahub.browsing.bank_admin import BankAdmin

ROWS_SHOWN = 5
LATEST_TRANSACTIONS = 8
EVENTS_SHOWN = 9
SHOWN_APART = (Account, CustomerProfile)
"""What refers to a customer but has a place of its own on the page."""


@dataclass(frozen=True)
class Part:
    """Excerpts of the tables of one section, and the tables of it that hold nothing."""

    title: str
    excerpts: list[Excerpt]
    nothing: list[str]


@dataclass(frozen=True)
class Event:
    """Something that happened to a customer."""

    day: date
    what: str
    address: str


@dataclass(frozen=True)
class CustomerPage:
    """What the page shows. Addresses are those of admin pages."""

    customer: Customer
    age: int | None
    profile: CustomerProfile | None
    adviser: Employee | None
    partner: CustomerProfile | None
    accounts: list[Account]
    figures: list[tuple[str, SafeString | str]]
    events: list[Event]
    transactions: Excerpt | None
    parts: list[Part]

    @property
    def name(self) -> str:
        """The name of the person or the company."""
        return str(self.profile or self.customer)

    @property
    def is_company(self) -> bool:
        """Whether the customer is a company, for which the row in the ledger's database names a contact."""
        return self.profile is not None and self.profile.customer_segment == CustomerProfile.Segment.CORPORATE

    @property
    def badges(self) -> list[SafeString]:
        """Segment, status, KYC status and risk."""
        if self.profile is None:
            return []
        said = (
            (self.profile.customer_segment, "{}"),
            (self.profile.customer_status, "{}"),
            (self.profile.kyc_status, "KYC {}"),
            (self.profile.risk_rating, "{} risk"),
        )
        return [formats.badge(value, capfirst(text.format(value))) for value, text in said if value]

    @property
    def profile_address(self) -> str:
        """The page of the profile's own row."""
        return page_url(CustomerProfile, self.customer.pk)

    @property
    def file_address(self) -> str:
        """The customer's compliance file."""
        return page_url(Customer, self.customer.pk, "compliance")

    @property
    def adviser_address(self) -> str:
        """The page of the adviser."""
        return page_url(Employee, self.adviser.pk) if self.adviser else ""

    @property
    def partner_address(self) -> str:
        """The page of the other adult of the household."""
        return page_url(Customer, self.partner.pk) if self.partner else ""

    @property
    def open_accounts(self) -> list[tuple[Account, str, str, SafeString, SafeString]]:
        """The accounts with their pages, statements, balances and states."""
        return [
            (
                account,
                page_url(Account, account.pk),
                page_url(Account, account.pk, "statement"),
                formats.money(account.balance or Decimal(0), account.currency),
                formats.badge(account.account_status or "", capfirst(account.account_status or "")),
            )
            for account in self.accounts
        ]


def gathered(admin: "BankAdmin", customer: Customer) -> CustomerPage:
    """Return all that the page of a customer shows. Nothing is joined: each table is asked once, by its keys."""
    profile = CustomerProfile.objects.filter(pk=customer.pk).first()
    accounts = list(Account.objects.filter(customer_id=customer.pk).order_by("pk"))
    rows = {field: _first(field, [customer.pk]) for field in keys_to_customers(admin)}
    loans = [row for found in rows.values() for row in found if isinstance(row, Loan)]
    policies = [row for found in rows.values() for row in found if isinstance(row, Policy)]
    claim_policy = Claim._meta.get_field("policy")
    rows[claim_policy] = _first(claim_policy, [policy.pk for policy in policies])
    excerpts = [_excerpt(admin, field, found, customer) for field, found in rows.items()]
    entities = [customer.pk, *(row.pk for row in (*accounts, *loans, *policies))]
    checked = [row.transaction_id for found in rows.values() for row in found if isinstance(row, AmlCheck)]
    excerpts += [
        _of_entities(admin, RuleViolation, newest_violations([*entities, *checked]), customer),
        _of_entities(admin, AuditTrail, newest_audit_entries(entities), customer),
    ]
    today = bank_day()
    return CustomerPage(
        customer,
        full_years(customer.date_of_birth, today) if customer.date_of_birth and today else None,
        profile,
        Employee.objects.filter(pk=profile.assigned_agent_id).first()
        if profile and profile.assigned_agent_id
        else None,
        _partner(customer, profile),
        accounts,
        list(_figures(customer, accounts, loans, policies)),
        _events(customer, [*accounts, *(row for found in rows.values() for row in found)]),
        _transactions(admin, accounts),
        list(_parts(excerpts)),
    )


def keys_to_customers(admin: "BankAdmin") -> list[AnyField]:
    """Return the keys of all tables that lead to a customer, in the order of business."""
    models = sorted((model for model in admin.admin_site._registry if model not in SHOWN_APART), key=_business_order)
    return [
        field
        for model in models
        for field in columns(model)
        if is_key(field) and is_indexed(field) and page_model(target_of(field)) is Customer
    ]


def _business_order(model: type[Model]) -> tuple[int, int]:
    apps = [app for section in SECTIONS for app in section.apps]
    label = model._meta.app_label
    return (apps.index(label) if label in apps else len(apps), place_of(model))


def _first(field: AnyField, keys: list[Any]) -> list[Any]:
    """Return the newest rows that refer to some keys."""
    if not keys:
        return []
    return list(field.model._default_manager.filter(**{f"{field.attname}__in": keys}).order_by("-pk")[:MOST_COUNTED])


Found = tuple[type[Model], str, Excerpt | None]


def _excerpt(admin: "BankAdmin", field: AnyField, rows: list[Any], customer: Customer) -> Found:
    if page_model(target_of(field)) is Customer:
        shown = excerpt(
            admin, rows, title_of(field), list_of_referring(field, customer.pk), (field, customer), ROWS_SHOWN
        )
    else:
        one = len({getattr(row, field.attname) for row in rows}) == 1
        address = list_of_referring(field, getattr(rows[0], field.attname)) if one else ""
        shown = excerpt(admin, rows, title_of(field), address, number=ROWS_SHOWN)
    return field.model, title_of(field), shown


def _of_entities(admin: "BankAdmin", model: type[Model], rows: list[Any], customer: Customer) -> Found:
    title = capfirst(str(model._meta.verbose_name_plural))
    return model, title, excerpt(admin, rows, title, page_url(Customer, customer.pk, "compliance"), number=ROWS_SHOWN)


def _parts(found: Iterable[Found]) -> Iterator[Part]:
    for section in SECTIONS:
        own = [(title, shown) for model, title, shown in found if model._meta.app_label in section.apps]
        if own:
            yield Part(
                section.title, [shown for _, shown in own if shown], [title for title, shown in own if not shown]
            )


def _partner(customer: Customer, profile: CustomerProfile | None) -> CustomerProfile | None:
    """Return the neighbor in the customer book who shares surname and address: the adults of a household do."""
    prefix, _, number = customer.pk.rpartition("-")
    if profile is None or not profile.address or not number.isdecimal():
        return None
    beside = [f"{prefix}-{int(number) + step:0{len(number)}}" for step in (-1, 1)]
    neighbors = CustomerProfile.objects.filter(pk__in=beside, address=profile.address, city=profile.city)
    return next((each for each in neighbors if each.full_name.endswith(f" {customer.last_name}")), None)


def _figures(
    customer: Customer, accounts: list[Account], loans: list[Loan], policies: list[Policy]
) -> Iterator[tuple[str, SafeString | str]]:
    held: dict[str, Decimal] = {}
    for account in accounts:
        currency = account.currency or ""
        held[currency] = held.get(currency, Decimal(0)) + (account.balance or Decimal(0))
    for currency, balance in held.items():
        yield "Deposits", formats.money(balance, currency)
    owed = sum((loan.outstanding_balance or Decimal(0) for loan in loans), Decimal(0))
    if loans:
        yield "Loans outstanding", formats.money(owed, "USD")
    covers = [policy.coverage_amount for policy in policies if policy.policy_status == Policy.Status.ACTIVE]
    if policies:
        yield "Insured", formats.money(sum(covers, Decimal(0)), "USD")


def _transactions(admin: "BankAdmin", accounts: list[Account]) -> Excerpt | None:
    by_key = {account.pk: account for account in accounts}
    latest = list(
        Transaction.objects.filter(account_id__in=by_key).order_by("-transaction_date", "-pk")[:LATEST_TRANSACTIONS]
    )
    for row in latest:
        row.account = by_key[row.account_id]
    account_key = Transaction._meta.get_field("account")
    only = accounts[0] if len(accounts) == 1 else None
    address = list_of_referring(account_key, only.pk) if only else ""
    return excerpt(admin, latest, "Latest transactions", address, (account_key, only) if only else None, counted=False)


MILESTONES: dict[str, tuple[tuple[str, str], ...]] = {
    "accounts": (
        ("opened_date", "{row.account_type} account opened"),
        ("closed_date", "Account closed"),
        ("frozen_date", "Account frozen"),
    ),
    "loan_applications": (("application_date", "{row.loan_type} loan applied for"),),
    "loans": (("disbursement_date", "{row.loan_type} loan paid out"),),
    "policies": (("start_date", "{row.policy_type} insurance begins"),),
    "claims": (("claim_date", "{row.claim_type} claimed"),),
    "complaints": (("filed_date", "Complaint: {row.complaint_type}"),),
    "suspicious_activity_reports": (("report_date", "Suspicious activity report"),),
    "kyc_records": (("verification_date", "Identity verified"),),
}
"""Which dates of which tables are milestones of a customer, and what they are called."""


def _events(customer: Customer, rows: Iterable[Model]) -> list[Event]:
    joined = [Event(day_of(customer.created_at), "Joined the bank", "")] if customer.created_at else []
    events = joined + [
        Event(day_of(when), _said(text, row), page_url(type(row), row.pk))
        for row in rows
        for column, text in MILESTONES.get(row._meta.db_table, ())
        if (when := getattr(row, column)) is not None
    ]
    events.sort(key=lambda event: event.day, reverse=True)
    return events if len(events) <= EVENTS_SHOWN else [*events[: EVENTS_SHOWN - 1], events[-1]]


def _said(text: str, row: Model) -> str:
    said = text.format(row=row).replace("_", " ")
    return said[:1].upper() + said[1:]
