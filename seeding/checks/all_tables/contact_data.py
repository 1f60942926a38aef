"""Contact details and numbers of persons: none can be real."""

import re

import polars as pl
from django.db.models import CharField, TextField

from datahub.accounts.models import Customer
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Column, Condition, columns, violating_rows
from seeding.checks.all_tables.text_search import texts_like
from seeding.checks.builders import frame_check
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

EMAIL = r"^[a-z0-9.]+@example\.(com|org|net)$"
PHONE = r"^[+0-9() -]*555-01\d\d$"
DETAILS = {"email": EMAIL, "phone": PHONE, "contact_info": f"{EMAIL}|{PHONE}"}
"""What columns of a name hold: addresses that reach nobody (RFC 2606), and numbers that are kept for fiction."""

SUSPICIOUS = (
    "@|[0-9]{3}-(?!555-01)[0-9]{2,3}-[0-9]{4}|(^|[^0-9-])[0-9]{9}($|[^0-9-])|[0-9]{13}|[0-9]{4}[ -][0-9]{4,6}[ -][0-9]"
)
"""What a text has that holds an address or a number of a person who may be real: few do, and are read with care."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]*\w")
_FICTIONAL_ADDRESS = re.compile(EMAIL)
_TELEPHONE = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{4}(?!\d)")
_SOCIAL_SECURITY = re.compile(r"(?<![\d-])([0-8]\d\d)(?:-\d\d-\d{4}|\d{6})(?![\d-])")
_NEVER_ISSUED_AREAS = {"000", "666"}
_DIGITS = re.compile(r"\d(?:[ -]?\d){12,18}")
_ISSUED = re.compile(r"(4|5[1-5]|2[2-7]|3[47]|3[0689]|35|6011|64|65|62)")
"""How numbers of payment cards begin: Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay."""


def may_be_real(text: str) -> bool:
    """Return whether a text names an address, a telephone, a social security or a card number that there could be."""
    return (
        any(not _FICTIONAL_ADDRESS.match(address.lower()) for address in _ADDRESS.findall(text))
        or any(not number[4:].startswith("555-01") for number in _TELEPHONE.findall(text))
        or any(area not in _NEVER_ISSUED_AREAS for area in _SOCIAL_SECURITY.findall(text))
        or any(_is_card(re.sub("[ -]", "", digits)) for digits in _DIGITS.findall(text))
    )


def _is_card(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return bool(_ISSUED.match(digits)) and sum(sum(divmod(number, 10)) for number in doubled) % 10 == 0


def _texts() -> list[Column]:
    """Return the columns of free text: keys and references are numbered by the bank, contact details have a form."""
    return [
        column
        for column in columns((CharField, TextField))
        if not (column.field.choices or column.name.endswith("_id") or column.is_reference or column.name in DETAILS)
    ]


def _real(bank: BankReader) -> pl.DataFrame:
    details = [
        Condition(column, f"""("{column.name}" ~ '{DETAILS[column.name]}') IS NOT TRUE""")
        for column in columns((CharField, TextField))
        if column.name in DETAILS
    ]
    read = texts_like(bank, SUSPICIOUS, _texts())
    real = pl.Series([may_be_real(text) for text in read["value"]], dtype=pl.Boolean)
    return pl.concat([violating_rows(bank, details), read.filter(real)])


G8 = frame_check(
    "G8",
    "No email address, phone number, Social Security number or card number can belong to a real person",
    BANK_DATABASES,
    _real,
    fault(
        "a customer's email address in a domain that could be real",
        update_row(Customer, "email = 'someone@bank.test'"),
    ),
)
