"""Contact data and personal numbers: none may belong to a real person."""

import re

import polars as pl
from django.db.models import CharField, TextField

from datahub.accounts.models import Customer
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Column, Condition, columns, violating_rows
from seeding.checks.all_tables.text_search import matching_texts
from seeding.checks.builders import frame_check
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

EMAIL = r"^[a-z0-9.]+@example\.(com|org|net)$"
PHONE = r"^[+0-9() -]*555-01\d\d$"
DETAILS = {"email": EMAIL, "phone": PHONE, "contact_info": f"{EMAIL}|{PHONE}"}
"""Patterns by column name: reserved email domains (RFC 2606) and phone numbers reserved for fiction."""

SUSPICIOUS = (
    "@|[0-9]{3}-(?!555-01)[0-9]{2,3}-[0-9]{4}|(^|[^0-9-])[0-9]{9}($|[^0-9-])|[0-9]{13}|[0-9]{4}[ -][0-9]{4,6}[ -][0-9]"
)
"""Matches every text that could contain real contact data: the few texts that match are examined one by one."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*\w")
_FICTIONAL_ADDRESS = re.compile(EMAIL)
_PHONE = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{4}(?!\d)")
_SOCIAL_SECURITY = re.compile(r"(?<![\d-])([0-8]\d\d)(?:-\d\d-\d{4}|\d{6})(?![\d-])")
_NEVER_ISSUED_AREAS = {"000", "666"}
_DIGITS = re.compile(r"\d(?:[ -]?\d){12,18}")
_ISSUED = re.compile(r"(4|5[1-5]|2[2-7]|3[47]|3[0689]|35|6011|64|65|62)")
"""First digits of issued card numbers: Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay."""


def may_be_real(text: str) -> bool:
    """Return whether a text contains an email address, phone, Social Security or card number that could be real."""
    return (
        any(not _FICTIONAL_ADDRESS.match(address.lower()) for address in _ADDRESS.findall(text))
        or any(not number[4:].startswith("555-01") for number in _PHONE.findall(text))
        or any(area not in _NEVER_ISSUED_AREAS for area in _SOCIAL_SECURITY.findall(text))
        or any(_is_card(re.sub("[ -]", "", digits)) for digits in _DIGITS.findall(text))
    )


def _is_card(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return bool(_ISSUED.match(digits)) and sum(sum(divmod(number, 10)) for number in doubled) % 10 == 0


def _texts() -> list[Column]:
    """Return the columns of free text: without value lists, ids and columns of `DETAILS`."""
    return [
        column
        for column in columns((CharField, TextField))
        if not (column.field.choices or column.name.endswith("_id") or column.is_reference or column.name in DETAILS)
    ]


def _possibly_real(bank: BankReader) -> pl.DataFrame:
    details = [
        Condition(column, f"""("{column.name}" ~ '{DETAILS[column.name]}') IS NOT TRUE""")
        for column in columns((CharField, TextField))
        if column.name in DETAILS
    ]
    suspicious = matching_texts(bank, SUSPICIOUS, _texts())
    possibly_real = pl.Series([may_be_real(text) for text in suspicious["value"]], dtype=pl.Boolean)
    return pl.concat([violating_rows(bank, details), suspicious.filter(possibly_real)])


G8 = frame_check(
    "G8",
    "No email address, phone number, Social Security number or card number can belong to a real person",
    BANK_DATABASES,
    _possibly_real,
    fault(
        "a customer's email address in a domain that could be real",
        update_row(Customer, "email = 'someone@bank.test'"),
    ),
)
