"""The network of a customer: the household, its accounts, whom they exchange money with, and who guarantees loans."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.added_pages import Mark
from datahub.browsing.amounts import ZERO
from datahub.browsing.links import list_url
from datahub.browsing.network import EdgeKind, Network, NetworkDraft, Node, NodeKind
from datahub.browsing.network_people import (
    add_accounts,
    add_guarantees,
    add_people,
    add_relationships,
    load_people,
    partner_key,
    relationships_of,
)

MAX_COUNTERPARTIES = 80
"""Accounts of others that a network shows, those with the largest sums."""
MAX_RELATED = 40
"""Relationships of the customer's accounts that a network shows."""

Marks = Callable[[Collection[str]], Mapping[str, Mark]]
"""Takes ids of customers; returns the marks of their transactions that the user may see, by transaction id."""


@dataclass(frozen=True)
class Flow:
    """The sum of what went between an account of this bank and the account with a number, in one direction."""

    account: str
    counterparty: str
    is_paid: bool
    amount: Decimal
    number: int
    first: date | None
    last: date | None
    text: str


def load_customer_network(customer: Customer, marks_of: Marks) -> Network:
    """Return the network of a customer and the household partner, one step deep, by a fixed number of queries.

    It has at most MAX_COUNTERPARTIES accounts of others and their owners, and transfers among all of these.
    """
    household = _household(customer.pk)
    own = list(Account.objects.filter(customer_id__in=household).order_by("pk"))
    own_keys = {account.pk for account in own}
    flows = list(_flows(Transaction.objects.filter(account_id__in=own_keys, counterparty_account__isnull=False)))
    shown, number_left_out = _largest(flows, {account.account_number for account in own})
    relationships = relationships_of(own_keys, MAX_RELATED)
    related = {key for each in relationships for key in (each.primary_account_id, each.related_account_id)}
    others = Account.objects.filter(Q(account_number__in=shown) | Q(pk__in=related)).exclude(pk__in=own_keys)
    accounts = {account.account_number: account for account in (*own, *others)}
    people = load_people({account.customer_id for account in accounts.values()} | household)
    marks = marks_of(list(people.customers))
    marked = _marked(marks)

    draft = NetworkDraft()
    add_people(draft, people, {customer.pk})
    add_accounts(draft, list(accounts.values()), {customer.pk}, marked.accounts)
    add_relationships(draft, relationships)
    add_guarantees(draft, people, household)
    _add_outside(draft, [flow for flow in flows if flow.counterparty in shown], accounts, marked)
    _add_inside(draft, accounts, marked)
    return Network(
        "network",
        f"Network of {people.name(customer.pk)}",
        list(draft.nodes.values()),
        draft.edges,
        f"{number_left_out} accounts of others with smaller sums are left out." if number_left_out else "",
    )


@dataclass(frozen=True)
class Marked:
    """Marks by account, and by payer and payee: numbers of accounts, or the key of an account of this bank."""

    accounts: dict[str, Mark]
    flows: dict[tuple[str, str, bool], Mark]


def _marked(marks: Mapping[str, Mark]) -> Marked:
    found = Transaction.objects.filter(pk__in=marks).values_list(
        "pk", "account_id", "counterparty_account", "transaction_amount"
    )
    accounts, flows = {}, {}
    for key, account, counterparty, amount in found:
        accounts[account] = marks[key]
        flows[account, counterparty or "", amount < 0] = marks[key]
    return Marked(accounts, flows)


def _household(key: str) -> set[str]:
    """Return the key of the customer, and of the partner if they share a household."""
    partner = partner_key(key)
    people = load_people([key, partner])
    return {key, partner} if partner and people.are_household(key, partner) else {key}


def _flows(transactions: QuerySet[Transaction]) -> Iterator[Flow]:
    """Yield the sums of transactions with a counterparty, by account, counterparty and direction."""
    for is_paid, of_direction in ((True, Q(transaction_amount__lt=0)), (False, Q(transaction_amount__gt=0))):
        grouped = transactions.filter(of_direction).order_by().values("account_id", "counterparty_account")
        for row in grouped.annotate(
            amount=Sum("transaction_amount"),
            number=Count("pk"),
            first=Min("transaction_date"),
            last=Max("transaction_date"),
            text=Max("description"),
        ).order_by("account_id", "counterparty_account"):
            yield _flow(row, is_paid=is_paid)


def _flow(row: Mapping[str, Any], *, is_paid: bool) -> Flow:
    return Flow(
        row["account_id"],
        row["counterparty_account"],
        is_paid,
        abs(row["amount"]),
        row["number"],
        row["first"].date() if row["first"] else None,
        row["last"].date() if row["last"] else None,
        row["text"] or "",
    )


def _largest(flows: Collection[Flow], own_numbers: Collection[str]) -> tuple[set[str], int]:
    """Return the numbers of the accounts of others with the largest sums, and how many others there are."""
    sums: dict[str, Decimal] = {}
    for flow in flows:
        if flow.counterparty not in own_numbers:
            sums[flow.counterparty] = sums.get(flow.counterparty, ZERO) + flow.amount
    ranked = sorted(sums, key=lambda number: (-sums[number], number))
    return set(ranked[:MAX_COUNTERPARTIES]), max(len(ranked) - MAX_COUNTERPARTIES, 0)


def _add_outside(draft: NetworkDraft, flows: Collection[Flow], accounts: Mapping[str, Account], marked: Marked) -> None:
    """Add the accounts of other banks, and the money that went to them and came from them."""
    currencies = {account.pk: account.currency or "" for account in accounts.values()}
    for flow in flows:
        if flow.counterparty in accounts:
            continue
        draft.add(Node(flow.counterparty, NodeKind.OUTSIDE, flow.text or flow.counterparty))
        ends = (flow.account, flow.counterparty) if flow.is_paid else (flow.counterparty, flow.account)
        mark = marked.flows.get((flow.account, flow.counterparty, flow.is_paid))
        _connect_flow(draft, flow, ends, currencies[flow.account], mark)


def _add_inside(draft: NetworkDraft, accounts: Mapping[str, Account], marked: Marked) -> None:
    """Add the money that went between accounts of this bank: what the payers' ledgers say."""
    by_key = {account.pk: account for account in accounts.values()}
    among = Transaction.objects.filter(account_id__in=by_key, counterparty_account__in=list(accounts))
    for flow in _flows(among):
        if flow.is_paid:
            payee = accounts[flow.counterparty].pk
            mark = marked.flows.get((flow.account, flow.counterparty, True))
            _connect_flow(draft, flow, (flow.account, payee), by_key[flow.account].currency or "", mark)


def _connect_flow(draft: NetworkDraft, flow: Flow, ends: tuple[str, str], currency: str, mark: Mark | None) -> None:
    draft.connect(
        *ends,
        EdgeKind.TRANSFER,
        f"{flow.number} times {flow.text}" if flow.number > 1 else flow.text,
        amount=flow.amount,
        currency=currency,
        number=flow.number,
        first_day=flow.first,
        last_day=flow.last,
        address=list_url(Transaction, account__exact=flow.account),
        mark=mark,
    )
