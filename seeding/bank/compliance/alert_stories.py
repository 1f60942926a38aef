"""The story behind each alert: alerts on the same row of the ledger share one, whichever rules raised them."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS, PostingKind
from seeding.bank.compliance import numbers
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.ledger_view import LedgerView, is_cash
from seeding.bank.compliance.numbers import RULE_CODE
from seeding.bank.compliance.story_texts import STORY_CODE
from seeding.engine.arrays import BoolArray, Code, Index, starts
from seeding.engine.node import node
from seeding.engine.rows import Rows

_OUTSIDE = ("person", "company", "account", "elsewhere")
"""What transfers that belong to no contract refer to."""
_REPEATED_CASH = [RULE_CODE[rule] for rule in ("R05", "R06")]
_BUSY_WEEK = RULE_CODE["R07"]


def _stories(kind: PostingKind) -> tuple[str, str]:
    """Return the stories of credits and of debits of a kind of posting, without who holds the account."""
    if is_cash(kind):
        return "cash in", "cash out"
    if kind.name.startswith("opening"):
        return "opening", "opening"
    if kind.name.startswith("closing"):
        return "closing", "closing"
    if kind.name in ("rent", "standing_transfer"):
        return "regular payment", "regular payment"
    if kind.refers_to == "abroad":
        return "transfer in", "wire abroad"
    if kind.channel == "card":
        return "card", "card"
    if kind.transaction_type == "transfer" and kind.refers_to in _OUTSIDE:
        return "transfer in", "transfer out"
    return "contract", "contract"


def _codes(name: str) -> tuple[int, int]:
    """Return the codes in STORIES of a story of persons and of companies."""
    of_person, of_company = (STORY_CODE.get(f"{name}/{holder}") for holder in ("person", "company"))
    both = STORY_CODE.get(name, 0)
    return both if of_person is None else of_person, both if of_company is None else of_company


_STORY_OF_KIND = np.array([[_codes(name) for name in _stories(kind)] for kind in POSTING_KINDS])
"""The code of a story by kind of posting, by whether the row is a debit, and by whether a company holds the account."""


@dataclass(frozen=True)
class AlertStories(Rows):
    """The stories behind the alerts, one element per alert; the key is that of the alert's ledger row.

    `first` is the index of the first alert on the same row. `story` is a code of STORIES. `is_sanctioned` says whether
    the money goes to or comes from a country with a sanctions program.
    """

    first: Index
    story: Code
    is_sanctioned: BoolArray


@node(stream="alert stories")
def alert_stories(
    customers: Customers, accounts: Accounts, ledger: Ledger, view: LedgerView, alerts: Alerts
) -> AlertStories:
    """Return the story of each alert, which follows from the ledger row alone."""
    row = alerts.row
    is_company = customers.corporate[accounts.owner[ledger.account[row]]]
    story = _STORY_OF_KIND[ledger.kind[row], (ledger.cents[row] < 0).astype(np.int64), is_company.astype(np.int64)]
    repeats_cash = _is_evidence_of(alerts, len(ledger))[row] & ~is_company
    story = np.where(repeats_cash, STORY_CODE["repeated cash/person"], story)
    first_of_row = starts(row)
    first = np.repeat(first_of_row, np.diff(np.append(first_of_row, len(row))))
    is_busy = np.zeros(len(row), bool)
    np.logical_or.at(is_busy, first, alerts.rule == _BUSY_WEEK)
    person, company = _codes("busy week")
    story = np.where(is_busy[first], np.where(is_company, company, person), story)
    country = view.counterparty_countries(row)
    is_risky, is_sanctioned = (
        country.is_in(list(countries)).fill_null(value=False).to_numpy()
        for countries in (numbers.HIGH_RISK_COUNTRIES, numbers.SANCTIONED_COUNTRIES)
    )
    story = np.where(is_risky, STORY_CODE["high-risk wire"], story)
    return AlertStories(
        key=ledger.key[row],
        cell=alerts.cell,
        first=first,
        story=np.where(is_sanctioned, STORY_CODE["sanctioned wire"], story),
        is_sanctioned=is_sanctioned,
    )


def _is_evidence_of(alerts: Alerts, rows: int) -> BoolArray:
    """Return which rows of the ledger belong to an alert on repeated cash deposits."""
    is_evidence = np.zeros(rows, bool)
    is_evidence[alerts.evidence_row[np.isin(alerts.rule[alerts.evidence_alert], _REPEATED_CASH)]] = True
    return is_evidence
