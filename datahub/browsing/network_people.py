"""The people and accounts of a network, and what ties them: ownership, households, related accounts, guarantees."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from datahub.accounts.models import Account, AccountRelationship, Customer
from datahub.browsing.added_pages import Mark
from datahub.browsing.links import page_url
from datahub.browsing.network import EdgeKind, NetworkDraft, Node, NodeKind
from datahub.customers.models import CustomerProfile
from datahub.households import household_partner_id
from datahub.loans.models import Loan, LoanGuarantor

MAX_GUARANTEES = 40
"""Guarantees that a network shows."""


@dataclass(frozen=True)
class People:
    """Customers with their profiles, by key; a company's name is in its profile."""

    customers: Mapping[str, Customer]
    profiles: Mapping[str, CustomerProfile]

    def name(self, key: str) -> str:
        """Return the name of a customer or a company."""
        return str(self.profiles.get(key) or self.customers[key])

    def are_household(self, one: str, other: str) -> bool:
        """Return whether two customers share a family name and an address."""
        homes = [self.profiles[key] for key in (one, other) if key in self.profiles and key in self.customers]
        if len(homes) < 2 or not homes[0].address:
            return False
        same_home = homes[0].address == homes[1].address and homes[0].city == homes[1].city
        return same_home and self.customers[one].last_name == self.customers[other].last_name


def load_people(keys: Collection[str]) -> People:
    """Return customers and their profiles, by one query in each database."""
    return People(Customer.objects.in_bulk(keys), CustomerProfile.objects.in_bulk(keys))


def partner_key(customer_key: str) -> str:
    """Return the key of the possible other adult of a household; empty for a key that is not the seeding's."""
    try:
        return household_partner_id(customer_key)
    except ValueError:
        return ""


def add_people(draft: NetworkDraft, people: People, centers: Collection[str]) -> None:
    """Add a node for each customer, and an edge for each two who share a household."""
    for key in people.customers:
        profile = people.profiles.get(key)
        is_company = profile is not None and profile.customer_segment == CustomerProfile.Segment.CORPORATE
        kind = NodeKind.COMPANY if is_company else NodeKind.CUSTOMER
        draft.add(Node(key, kind, people.name(key), page_url(Customer, key), key in centers))
    for key in people.customers:
        partner = partner_key(key)
        if key < partner and partner in people.customers and people.are_household(key, partner):
            draft.connect(key, partner, EdgeKind.HOUSEHOLD, "same household")


def add_accounts(
    draft: NetworkDraft, accounts: Collection[Account], centers: Collection[str], marks: Mapping[str, Mark]
) -> None:
    """Add a node for each account and an edge from its owner, whose node is there; `marks` are by account."""
    for account in accounts:
        label = f"{account.get_account_type_display()} {account.pk}"
        node = Node(account.pk, NodeKind.ACCOUNT, label, page_url(Account, account.pk), account.customer_id in centers)
        draft.add(replace(node, mark=marks.get(account.pk)))
        draft.connect(account.customer_id, account.pk, EdgeKind.OWNS, "owns")


def add_relationships(draft: NetworkDraft, relationships: Collection[AccountRelationship]) -> None:
    """Add an edge for each relationship between accounts whose nodes are there."""
    for each in relationships:
        draft.connect(
            each.primary_account_id,
            each.related_account_id,
            EdgeKind.RELATIONSHIP,
            each.get_relationship_type_display().lower(),
            address=page_url(AccountRelationship, each.pk),
        )


def relationships_of(account_keys: Collection[str], limit: int) -> list[AccountRelationship]:
    """Return relationships of some accounts, at most `limit`, by key."""
    of_accounts = Q(primary_account_id__in=account_keys) | Q(related_account_id__in=account_keys)
    return list(AccountRelationship.objects.filter(of_accounts).order_by("pk")[:limit])


def add_guarantees(draft: NetworkDraft, people: People, borrowers: Collection[str]) -> None:
    """Add the guarantors of the loans of some customers. One with a name of a customer's household is that customer."""
    found = LoanGuarantor.objects.filter(loan__customer_id__in=borrowers).select_related("loan").order_by("pk")
    for guarantee in found[:MAX_GUARANTEES]:
        borrower = guarantee.loan.customer_id
        partner = partner_key(borrower)
        is_partner = (
            partner in people.customers
            and people.are_household(borrower, partner)
            and people.name(partner) == guarantee.guarantor_name
        )
        key = partner if is_partner else f"guarantor {guarantee.pk}"
        draft.add(Node(key, NodeKind.PERSON, guarantee.guarantor_name, page_url(LoanGuarantor, guarantee.pk)))
        draft.connect(
            key,
            borrower,
            EdgeKind.GUARANTEE,
            f"guarantees {guarantee.loan_id}",
            amount=guarantee.guarantee_amount,
            currency="USD",
            address=page_url(Loan, guarantee.loan_id),
        )
