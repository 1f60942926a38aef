"""The network of a planted case: its transactions one by one, and what else ties those who take part."""

from datahub.accounts.models import Transaction
from datahub.browsing.added_pages import Mark
from datahub.browsing.dates import date_of
from datahub.browsing.links import page_url
from datahub.browsing.network import EdgeKind, Network, NetworkDraft, Node, NodeKind
from datahub.browsing.network_people import (
    add_accounts,
    add_guarantees,
    add_people,
    add_relationships,
    relationships_of,
)
from seeding.pages.cases import PlantedCase, case_url

MAX_RELATIONSHIPS = 40
"""Relationships between the accounts of a case that its network shows."""


def load_case_network(case: PlantedCase) -> Network:
    """Return the network of a case: a case has at most a few participants, so that all of it is drawn."""
    mark = Mark(case.case_id, case_url(case.case_id), case.planted)
    draft = NetworkDraft()
    add_people(draft, case.people, case.subjects)
    add_accounts(draft, list(case.accounts.values()), case.subjects, {})
    add_relationships(draft, relationships_of(list(case.accounts), MAX_RELATIONSHIPS))
    add_guarantees(draft, case.people, list(case.people.customers))
    numbers = {account.account_number: account.pk for account in case.accounts.values()}
    for row in case.transactions:
        _add_transaction(draft, row, numbers, case.accounts[row.account_id].currency or "", mark)
    return Network(
        f"network-{case.case_id}",
        f"{case.title}: {case.case_id}",
        list(draft.nodes.values()),
        draft.edges,
        by_day=True,
    )


def _add_transaction(draft: NetworkDraft, row: Transaction, numbers: dict[str, str], currency: str, mark: Mark) -> None:
    """Add an edge for a transaction. A transfer between accounts of the case has two, of which the payer's counts."""
    is_paid = row.transaction_amount < 0
    inside = numbers.get(row.counterparty_account or "")
    if inside and not is_paid:
        return
    other = inside or row.counterparty_account or f"cash of {row.account_id}"
    if not row.counterparty_account:
        draft.add(Node(other, NodeKind.CASH, "Cash"))
    elif not inside:
        draft.add(Node(other, NodeKind.OUTSIDE, f"{row.description or ''} ({other[:2]})"))
    source, target = (row.account_id, other) if is_paid else (other, row.account_id)
    day = date_of(row.transaction_date) if row.transaction_date else None
    draft.connect(
        source,
        target,
        EdgeKind.TRANSFER,
        row.description or row.pk,
        amount=abs(row.transaction_amount),
        currency=currency,
        number=1,
        first_day=day,
        last_day=day,
        address=page_url(Transaction, row.pk),
        mark=mark,
    )
