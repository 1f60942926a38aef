"""American words: this is a bank of the United States, and no text has words that people there do not use."""

import re

import polars as pl
from django.db.models import CharField, TextField

from datahub.customers.models import Interaction
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Column, columns
from seeding.checks.all_tables.text_search import matching_texts
from seeding.checks.builders import frame_check
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

NOT_AMERICAN = (
    # Money
    "instal(?:ment|ments)", "cheques?", "chequebooks?", "standing orders?", "direct debits?", "current accounts?",
    "payslips?", "pay slips?", "cashpoints?", "cash machines?", "banknotes?", "paying[- ]in",
    "takings", "tariffs?", "in arrears", "building society", "sums? insured", "excess payment", "VAT",
    # Companies
    "Ltd", "PLC",
    # Everyday life
    "rang", "phoned", "telephoned", "mislaid", "fortnights?", "whilst", "amongst", "queues?", "queued", "petrol",
    "lorry", "lorries", "postcodes?", "opening hours", "bank holidays?", "solicitors?", "estate agents?", "car parks?",
    "windscreen", "bonnet", "tyres?", "kerb", "cinemas?", "surnames?", "town house", "semi-detached",
    "signator(?:y|ies)", "mobile phones?", "going round",
    # Spelling
    "(?:colour|favour|honour|behaviour|neighbour|labour)(?:s|ed|ing|ite|able|hood)?", "centres?", "metres?", "grey",
    "(?:cancel|travel|label|model|total)l(?:ed|ing)", "licence", "programmes?", "catalogues?", "judgement", "ageing",
    "enquir(?:y|ies|e|ed)", "(?:organ|recogn|apolog|author|summar|final|prior|real)is(?:e|es|ed|ing|ation)",
    "defence", "offence", "learnt", "spelt", "towards",
)  # fmt: skip
"""Regular expressions of words and phrases, as Python and PostgreSQL understand them, for any case of letters."""

_ALL = f"({'|'.join(NOT_AMERICAN)})"
PATTERN = re.compile(rf"\b{_ALL}\b", re.IGNORECASE)
TEXTS = {
    "description", "notes", "comments", "resolution_notes", "rejection_reason", "campaign_name", "program_name",
    "rule_name", "role", "department_name", "screening_result",
}  # fmt: skip
"""Columns of texts in words; names of people, companies and streets are none."""


def texts() -> list[Column]:
    """Return the columns of texts in words."""
    return [column for column in columns((CharField, TextField)) if column.name in TEXTS and not column.field.choices]


def _not_american(bank: BankReader) -> pl.DataFrame:
    return matching_texts(bank, rf"(?i)\y{_ALL}\y", texts())


M28 = frame_check(
    "M28",
    "No text has words or spellings that are not used in the United States",
    BANK_DATABASES,
    _not_american,
    fault(
        "a note that a customer rang about a cheque",
        update_row(Interaction, "notes = 'Customer rang about a cheque.'"),
    ),
)
