"""The notes of settled violations: what the rule measured on which row, and the story behind it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts import external_party_numbers as parties
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS, PostingKind
from seeding.bank.accounts.numbers import CURRENCIES
from seeding.bank.compliance import numbers
from seeding.bank.compliance.alert_stories import AlertStories
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.ledger_view import LedgerView, is_cash
from seeding.bank.compliance.note_numbers import COUNTRY_NAMES, CTR_FILED
from seeding.bank.compliance.numbers import RULE_CODE, RULES
from seeding.bank.compliance.story_texts import STORIES, STORY_TEXTS
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.compliance.violations import Violations
from seeding.engine.arrays import NONE, Index, Key
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf
from seeding.engine.node import node
from seeding.engine.rows import Rows
from seeding.engine.text import dollars, gather, join, padded, string_series

_COUNTRIES = {*parties.COUNTRIES_OF_PARTIES.words, *parties.FOREIGN_COUNTRIES.names, *numbers.HIGH_RISK_COUNTRIES}
if _COUNTRIES - COUNTRY_NAMES.keys():
    raise ValueError(f"countries without a name: {', '.join(sorted(_COUNTRIES - COUNTRY_NAMES.keys()))}")

_CTR = RULE_CODE[numbers.CTR_RULE]
_COUNTS = np.array([rule.counts for rule in RULES])
_BEFORE, _AFTER = (string_series(*((rule.measure or "{}").split("{}")[part] for rule in RULES)) for part in range(2))
_HAS_MEASURE = np.array([bool(rule.measure) for rule in RULES])
_LAST_DIGITS = 4


def _nouns(kind: PostingKind) -> tuple[str, str]:
    """Return what a credit and a debit of a kind of posting are called."""
    if is_cash(kind):
        return "Cash deposit", "Cash withdrawal"
    if kind.channel == "card":
        return "Card refund", "Card purchase"
    means = "check" if kind.name == "opening_check" else "wire" if kind.channel == "wire" else "payment"
    return f"Incoming {means}", f"Outgoing {means}"


_NOUNS = string_series(*(f"{noun} of " for kind in POSTING_KINDS for noun in _nouns(kind)))


def amounts_of_rows(accounts: Accounts, ledger: Ledger, row: Index) -> pl.Series:
    """Return what some rows of the ledger are, with amount and currency, such as "Cash deposit of 9,200.00 USD"."""
    is_debit = (ledger.cents[row] < 0).astype(np.int64)
    currency = gather(string_series(*CURRENCIES), accounts.currency[ledger.account[row]])
    return join(gather(_NOUNS, 2 * ledger.kind[row] + is_debit), dollars(np.abs(ledger.cents[row])), " ", currency)


def sar_ids(keys: Key) -> pl.Series:
    """Return the ids of suspicious activity reports from the customer numbers of their subjects."""
    return join("SAR-", padded(keys, 8), "-1")


@dataclass(frozen=True)
class ResolutionNotes:
    """The note of each violation on a day, in their order; null while it is not settled."""

    text: pl.Series


@node(stream="resolution notes")
def resolution_notes(
    accounts: Accounts,
    ledger: Ledger,
    view: LedgerView,
    alerts: Alerts,
    alert_stories: AlertStories,
    violations: Violations,
    suspicious_activity_reports: SuspiciousActivityReports,
    as_of: AsOf,
    draw: Draw,
) -> ResolutionNotes:
    """Return a note for each settled violation: the report it belongs to or, without one, the facts and the story.

    A currency transaction report may be filed before the report of suspicious activity that its note names later.
    """
    is_settled = as_of.has_come(violations.settled)
    # The last element serves violations without a report.
    report_exists = np.append(as_of.has_come(suspicious_activity_reports.day), False)[violations.report]
    is_named = is_settled & report_exists
    report = gather(sar_ids(suspicious_activity_reports.key), np.where(is_named, violations.report, NONE))
    relation = gather(string_series("Named in ", "Led to "), violations.led_to_report.astype(np.int64))
    explained = np.flatnonzero(is_settled & ~is_named)
    is_false_alarm = violations.status[explained] == numbers.FALSE_POSITIVE
    # Drawn by the key of the ledger row: all violations by one row have one story.
    rows = Rows(alert_stories.key[explained], alert_stories.cell[explained])
    story = STORY_TEXTS.text(draw, "story", rows, alert_stories.story[explained] + len(STORIES) * is_false_alarm)
    explanation = join(_facts(accounts, ledger, view, alerts, explained), ": ", story)
    place = np.full(len(alerts), NONE, np.int64)
    place[explained] = np.arange(len(explained))
    note = gather(explanation, place)
    note = note.zip_with(note.is_not_null(), join(relation, report, "."))
    prefix = gather(string_series("", CTR_FILED), (alerts.rule == _CTR).astype(np.int64))
    return ResolutionNotes(join(prefix, note))


def _facts(accounts: Accounts, ledger: Ledger, view: LedgerView, alerts: Alerts, explained: Index) -> pl.Series:
    """Return what the rules of some alerts measured, with the direction, the amount and the other side of the row."""
    rule, row, value = alerts.rule[explained], alerts.row[explained], alerts.value[explained]
    is_debit = (ledger.cents[row] < 0).astype(np.int64)
    currency = gather(string_series(*CURRENCIES), accounts.currency[ledger.account[row]])
    amount = join(dollars(value), " ", currency).zip_with(pl.Series(~_COUNTS[rule]), pl.Series(value).cast(pl.String))
    has_measure = _HAS_MEASURE[rule]
    noun = gather(_NOUNS, 2 * ledger.kind[row] + is_debit)
    measured = join(gather(_BEFORE, rule), amount, gather(_AFTER, rule))
    stated = measured.zip_with(pl.Series(has_measure), join(noun, amount))
    link = gather(string_series(" from ", " to ", ", the last from ", ", the last to "), is_debit + 2 * has_measure)
    return join(stated, join(link, _other_sides(view, row)), separator="")


def _other_sides(view: LedgerView, row: Index) -> pl.Series:
    """Return the account on the other side of some ledger rows, as a note names it; null where there is none."""
    number = gather(view.counterparty_number, row)
    country = view.counterparty_countries(row).replace_strict(COUNTRY_NAMES, default=None, return_dtype=pl.String)
    where = join("in ", country).fill_null("with us")
    return join("an account ", where, " ending in ", number.str.tail(_LAST_DIGITS))
