"""What holds in every table of the bank, and across its databases."""

import re
from datetime import date

import polars as pl
import pytest
from django.db import models

from seeding.bank.blueprint import BANK
from tests.bank.bank import TABLES, Bank, database_of, nothing_in
from tests.bank.documented import SCALE_HALF, SCALE_ONE

MAY_LIE_AHEAD = {"due_date", "maturity_date", "end_date", "expiry_date", "next_review_date"}
NEVER = {
    ("customer_profiles", "kyc_status"): {"rejected"},
    ("kyc_records", "kyc_status"): {"rejected"},
    ("employee_training", "status"): {"dropped"},
    ("claims", "status"): {"submitted"},
    ("premium_payments", "payment_status"): {"reversed"},
    ("campaigns", "campaign_type"): {"retention"},
    ("audit_trails", "action"): {"delete"},
    ("regulatory_reports", "status"): {"pending"},
}
"""Values of a list that this bank does not use."""
ISSUED = re.compile(r"^(4|5[1-5]|2[2-7]|3[47]|3[0689]|35|6011|64|65|62)")
"""How numbers of issued payment cards begin: Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay."""


def columns(kind: type[models.Field] | tuple[type[models.Field], ...]) -> list[tuple[str, models.Field]]:
    """Return every column of a kind with its table."""
    return [
        (table, column)
        for table, model in TABLES.items()
        for column in model._meta.concrete_fields
        if isinstance(_target(column), kind)
    ]


def _target(column: models.Field) -> models.Field:
    return column.target_field if isinstance(column, models.ForeignKey) else column


def named(value: object) -> str:
    """Return a test id for a table or a column."""
    return value.column if isinstance(value, models.Field) else str(value)


UNIQUE = [(table, c) for table, m in TABLES.items() for c in m._meta.concrete_fields if c.primary_key or c.unique]


@pytest.mark.parametrize(("table", "column"), UNIQUE, ids=named)
def test_keys_and_business_numbers_are_unique_and_never_missing(bank: Bank, table: str, column: models.Field) -> None:
    """G1."""
    missing = f'"{column.column}" IS NULL' if not column.null else "false"
    bank.finds_none(
        database_of(table),
        f'SELECT "{column.column}", count(*) FROM "{table}" GROUP BY 1 HAVING count(*) > 1 OR bool_or({missing})',
    )


@pytest.mark.parametrize(("table", "column"), columns(models.DateField), ids=named)
def test_nothing_that_has_happened_is_dated_after_today(bank: Bank, table: str, column: models.Field) -> None:
    """G2."""
    if column.column not in MAY_LIE_AHEAD:
        bank.finds_none(database_of(table), f'SELECT * FROM "{table}" WHERE "{column.column}"::date > %s', [bank.as_of])


FILLED = {recipe.model._meta.db_table for recipe in BANK.recipes}
LISTED = [(table, column) for table, column in columns(models.CharField) if column.choices and table in FILLED]


@pytest.mark.parametrize(("table", "column"), LISTED, ids=named)
def test_words_come_from_their_list_and_a_large_bank_uses_all_of_it(
    bank: Bank, table: str, column: models.Field
) -> None:
    """G3."""
    there = {word for (word,) in bank.rows(database_of(table), f'SELECT DISTINCT "{column.column}" FROM "{table}"')}
    listed = {word for word, _ in column.flatchoices}
    assert there <= listed
    if bank.customers >= SCALE_ONE:
        assert there == listed - NEVER.get((table, column.column), set())


MAY_BE_MISSING = {("loan_applications", "approved_amount"), ("claims", "approved_amount")}
"""Amounts that come with a decision."""


@pytest.mark.parametrize(("table", "column"), columns(models.DecimalField), ids=named)
def test_amounts_keep_clear_of_their_limit_and_are_no_negative_zero(
    bank: Bank, table: str, column: models.DecimalField
) -> None:
    """G5."""
    may_miss = (table, column.column) in MAY_BE_MISSING
    limit = 10 ** (column.max_digits - column.decimal_places - 1)
    bank.finds_none(
        database_of(table),
        f"""
        SELECT * FROM "{table}"
        WHERE abs("{column.column}") >= {limit} OR scale("{column.column}") <> {column.decimal_places}
              OR "{column.column}"::text ~ '^-0*[.]?0*$' OR "{column.column}" IS NULL AND NOT {may_miss}
        """,
    )


@pytest.mark.parametrize("table", ["customers", "customer_profiles", "employees"])
def test_contact_details_can_never_be_real(bank: Bank, table: str) -> None:
    """G8."""
    bank.finds_none(
        database_of(table),
        rf"""
        SELECT email, phone FROM "{table}"
        WHERE email !~ '^[a-z0-9.]+@example\.(com|org|net)$' OR phone !~ '555-01\d\d$' OR email IS NULL OR phone IS NULL
        """,
    )


TEXTS = [(table, column) for table, column in columns((models.CharField, models.TextField)) if not column.choices]


@pytest.mark.parametrize(("table", "column"), TEXTS, ids=named)
def test_no_text_holds_a_social_security_or_card_number_that_could_be_issued(
    bank: Bank, table: str, column: models.Field
) -> None:
    """G8."""
    longest = r"\d[\d -]{11,}\d"
    found = bank.frame(
        database_of(table),
        rf"""
        SELECT DISTINCT "{column.column}" AS text FROM "{table}"
        WHERE "{column.column}" ~ '(^|[^0-9-])([0-8]\d\d-?\d\d-?\d{{4}})($|[^0-9-])' OR "{column.column}" ~ '{longest}'
        """,
    )
    offenders = [text for text in found["text"] if _social_security(text) or any(map(_card, _digit_runs(text)))]
    assert not offenders, offenders[:10]


def _social_security(text: str) -> bool:
    return any(
        area not in {"000", "666"} for area in re.findall(r"(?<![\d-])([0-8]\d\d)(?:-\d\d-\d{4}|\d{6})(?![\d-])", text)
    )


def _digit_runs(text: str) -> list[str]:
    return [re.sub("[ -]", "", run) for run in re.findall(r"\d(?:[ -]?\d){12,18}", text)]


def _card(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return bool(ISSUED.match(digits)) and sum(sum(divmod(number, 10)) for number in doubled) % 10 == 0


REFERENCES = [
    (table, column)
    for table, model in TABLES.items()
    for column in model._meta.concrete_fields
    if isinstance(column, models.ForeignKey)
]

NO_PERSONS = {("risk_assessments", "assessed_by"): ["SYSTEM"]}
"""What a key into another database may say instead of a person's key: a system decided."""


@pytest.mark.parametrize(("table", "column"), REFERENCES, ids=named)
def test_every_reference_leads_to_a_row(bank: Bank, table: str, column: models.ForeignKey) -> None:
    """X1, X2, E4: also across databases, where PostgreSQL does not look."""
    there = bank.table(column.related_model._meta.db_table)[column.target_field.column]
    nobody = NO_PERSONS.get((table, column.column), [])
    given = bank.table(table).filter(pl.col(column.column).is_not_null())
    nothing_in(given.filter(~pl.col(column.column).is_in(there.implode()) & ~pl.col(column.column).is_in(nobody)))


def test_the_numbers_of_rows_are_those_of_the_plan(bank: Bank) -> None:
    counted = {table: bank.value(database_of(table), f'SELECT count(*) FROM "{table}"') for table in TABLES}
    assert counted["customers"] == counted["customer_profiles"] == bank.customers
    assert counted["employees"] == bank.employees
    assert (counted["departments"], counted["training_programs"]) == (12, 18)


def test_the_bank_is_seen_on_the_day_that_was_asked_for(bank: Bank) -> None:
    """Something happened on the last days: a ledger that ends early is cut off."""
    bank.needs(SCALE_HALF)
    last: date = bank.value("accounts_db", "SELECT max(transaction_date)::date FROM transactions")
    assert (bank.as_of - last).days <= 1
