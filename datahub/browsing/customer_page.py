"""The page of a customer: the rows in all six databases that refer to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import formats
from datahub.browsing.amounts import ZERO, total
from datahub.browsing.badges import badge, status_badge
from datahub.browsing.dates import as_of_date, completed_years
from datahub.browsing.entity_records import newest_audit_entries, newest_violations
from datahub.browsing.links import page_url, referring_list_url
from datahub.browsing.milestones import Milestone, milestones_of
from datahub.browsing.model_fields import AnyField, columns, has_index, is_key, page_model, target_of
from datahub.browsing.row_page import MAX_COUNTED, Excerpt, excerpt_title, make_excerpt
from datahub.browsing.table_admin import TableAdmin
from datahub.choices import Tone
from datahub.compliance.models import AmlCheck, AuditTrail, RuleViolation
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.households import household_partner_id
from datahub.insurance.models import Claim, Policy
from datahub.loans.models import Loan

ROWS_SHOWN = 5
TRANSACTIONS_SHOWN = 8
SHOWN_AT_THE_TOP = (Account, CustomerProfile)
"""Tables that refer to a customer and have a place of their own on the page."""


@dataclass(frozen=True)
class SectionExcerpts:
    """Excerpts of the tables of one section, and the names of its tables without a row on the customer."""

    title: str
    excerpts: list[Excerpt]
    empty_tables: list[str]


@dataclass(frozen=True)
class CustomerPage:
    """The contents of the page."""

    customer: Customer
    age: int | None
    profile: CustomerProfile | None
    advisor: Employee | None
    partner: CustomerProfile | None
    accounts: list[Account]
    totals: list[tuple[str, SafeString | str]]
    milestones: list[Milestone]
    transactions: Excerpt | None
    sections: list[SectionExcerpts]

    @property
    def name(self) -> str:
        """The name of the person or the company."""
        return str(self.profile or self.customer)

    @property
    def is_company(self) -> bool:
        """Whether the customer is a company; its row in accounts_db then names the contact person."""
        return self.profile is not None and self.profile.customer_segment == CustomerProfile.Segment.CORPORATE

    @property
    def badges(self) -> list[SafeString | str]:
        """The badges of segment, status, KYC status and risk rating."""
        if self.profile is None:
            return []
        segment = self.profile.get_customer_segment_display()
        shown = (("customer_status", ""), ("kyc_status", "KYC {}"), ("risk_rating", "{} risk"))
        return [
            *([badge(segment, Tone.NEUTRAL)] if segment else []),
            *(status_badge(self.profile, column, text) for column, text in shown if getattr(self.profile, column)),
        ]

    @property
    def profile_address(self) -> str:
        """The address of the profile's page."""
        return page_url(CustomerProfile, self.customer.pk)

    @property
    def file_address(self) -> str:
        """The address of the compliance file."""
        return page_url(Customer, self.customer.pk, "compliance")

    @property
    def network_address(self) -> str:
        """The address of the customer's network."""
        return page_url(Customer, self.customer.pk, "network")

    @property
    def advisor_address(self) -> str:
        """The address of the advisor's page; empty without one."""
        return page_url(Employee, self.advisor.pk) if self.advisor else ""

    @property
    def partner_address(self) -> str:
        """The address of the household partner's page; empty without one."""
        return page_url(Customer, self.partner.pk) if self.partner else ""

    @property
    def account_rows(self) -> list[tuple[Account, str, str, SafeString, SafeString | str]]:
        """The accounts with the addresses of page and statement, the balance and the badge of the status."""
        return [
            (
                account,
                page_url(Account, account.pk),
                page_url(Account, account.pk, "statement"),
                formats.money(account.balance or Decimal(0), account.currency),
                status_badge(account, "account_status"),
            )
            for account in self.accounts
        ]


def load_customer_page(admin: TableAdmin, customer: Customer) -> CustomerPage:
    """Return what the page of a customer shows, with one query per table."""
    profile = CustomerProfile.objects.filter(pk=customer.pk).first()
    accounts = list(Account.objects.filter(customer_id=customer.pk).order_by("pk"))
    rows = {key: _newest(key, [customer.pk]) for key in keys_to_customers(admin)}
    loans = [row for found in rows.values() for row in found if isinstance(row, Loan)]
    policies = [row for found in rows.values() for row in found if isinstance(row, Policy)]
    claim_policy = Claim._meta.get_field("policy")
    rows[claim_policy] = _newest(claim_policy, [policy.pk for policy in policies])
    excerpts = [_excerpt(admin, key, found, customer) for key, found in rows.items()]
    entities = [customer.pk, *(row.pk for row in (*accounts, *loans, *policies))]
    checked = [row.transaction_id for found in rows.values() for row in found if isinstance(row, AmlCheck)]
    excerpts += [
        _entity_excerpt(admin, RuleViolation, newest_violations([*entities, *checked]), customer),
        _entity_excerpt(admin, AuditTrail, newest_audit_entries(entities), customer),
    ]
    today = as_of_date()
    return CustomerPage(
        customer,
        completed_years(customer.date_of_birth, today) if customer.date_of_birth and today else None,
        profile,
        Employee.objects.filter(pk=profile.assigned_agent_id).first()
        if profile and profile.assigned_agent_id
        else None,
        _partner(customer, profile),
        accounts,
        list(_totals(accounts, loans, policies)),
        milestones_of(admin, customer, [*accounts, *(row for found in rows.values() for row in found)]),
        _transactions(admin, accounts),
        list(_by_section(admin, excerpts)),
    )


def keys_to_customers(admin: TableAdmin) -> list[AnyField]:
    """Return the indexed foreign keys of all tables to a customer, in the order of the sidebar."""
    models = [model for section in admin.sections() for model in section.models if model not in SHOWN_AT_THE_TOP]
    return [
        field
        for model in models
        for field in columns(model)
        if is_key(field) and has_index(field) and page_model(target_of(field)) is Customer
    ]


def _newest(key: AnyField, values: list[Any]) -> list[Any]:
    """Return the newest rows whose foreign key has one of some values."""
    if not values:
        return []
    return list(key.model._default_manager.filter(**{f"{key.attname}__in": values}).order_by("-pk")[:MAX_COUNTED])


TableExcerpt = tuple[type[Model], str, Excerpt | None]
"""A table, its title, and its excerpt; None where it has no row on the customer."""


def _excerpt(admin: TableAdmin, key: AnyField, rows: list[Any], customer: Customer) -> TableExcerpt:
    title = excerpt_title(key)
    if page_model(target_of(key)) is Customer:
        address = referring_list_url(key, customer.pk)
        return key.model, title, make_excerpt(admin, rows, title, address, (key, customer), ROWS_SHOWN)
    values = {getattr(row, key.attname) for row in rows}
    address = referring_list_url(key, values.pop()) if len(values) == 1 else ""
    return key.model, title, make_excerpt(admin, rows, title, address, number=ROWS_SHOWN)


def _entity_excerpt(admin: TableAdmin, model: type[Model], rows: list[Any], customer: Customer) -> TableExcerpt:
    title = capfirst(str(model._meta.verbose_name_plural))
    address = page_url(Customer, customer.pk, "compliance")
    return model, title, make_excerpt(admin, rows, title, address, number=ROWS_SHOWN)


def _by_section(admin: TableAdmin, found: list[TableExcerpt]) -> Iterator[SectionExcerpts]:
    for section in admin.sections():
        own = [(title, excerpt) for model, title, excerpt in found if model in section.models]
        if own:
            excerpts = [excerpt for _, excerpt in own if excerpt]
            yield SectionExcerpts(section.title, excerpts, [title for title, excerpt in own if not excerpt])


def _partner(customer: Customer, profile: CustomerProfile | None) -> CustomerProfile | None:
    """Return the household partner: the customer of the next number with the same family name and address."""
    if profile is None or not profile.address:
        return None
    try:
        partner_id = household_partner_id(customer.pk)
    except ValueError:  # not an id of the seeding
        return None
    partner = CustomerProfile.objects.filter(pk=partner_id, address=profile.address, city=profile.city).first()
    return partner if partner and partner.full_name.endswith(f" {customer.last_name}") else None


def _totals(
    accounts: list[Account], loans: list[Loan], policies: list[Policy]
) -> Iterator[tuple[str, SafeString | str]]:
    balances: dict[str, Decimal] = {}
    for account in accounts:
        currency = account.currency or ""
        balances[currency] = balances.get(currency, ZERO) + (account.balance or ZERO)
    for currency, balance in balances.items():
        yield "Deposits", formats.money(balance, currency)
    if loans:
        yield "Loans outstanding", formats.money(total(loan.outstanding_balance or ZERO for loan in loans), "USD")
    active = [policy for policy in policies if policy.policy_status == Policy.Status.ACTIVE]
    if policies:
        yield "Insurance coverage", formats.money(total(policy.coverage_amount for policy in active), "USD")


def _transactions(admin: TableAdmin, accounts: list[Account]) -> Excerpt | None:
    by_key = {account.pk: account for account in accounts}
    latest = list(
        Transaction.objects.filter(account_id__in=by_key).order_by("-transaction_date", "-pk")[:TRANSACTIONS_SHOWN]
    )
    for row in latest:
        row.account = by_key[row.account_id]
    account_key = Transaction._meta.get_field("account")
    only = accounts[0] if len(accounts) == 1 else None
    address = referring_list_url(account_key, only.pk) if only else ""
    common = (account_key, only) if only else None
    return make_excerpt(admin, latest, "Latest transactions", address, common, counted=False)
