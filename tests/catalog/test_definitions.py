"""Terms, tags, domains and products are about columns and tables that exist, and no personal data goes untagged."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from django.db import connections

from datahub.databases import BANK_DATABASES
from seeding.catalog.check_subjects import CATALOGED, subject_of
from seeding.catalog.columns import UnknownColumnError, columns, database_of_table, table
from seeding.catalog.data_products import DataProduct
from seeding.catalog.domains import DOMAINS, Domain
from seeding.catalog.glossary.areas import AREAS
from seeding.catalog.glossary.term import GlossaryArea, GlossaryError, Term
from seeding.catalog.personal_data import CLASSIFICATIONS, CLASSIFICATIONS_OF_COLUMN
from seeding.storage.tables import column_names, table_names, tables_of

ALL_COLUMNS = [
    (database, model._meta.db_table, column)
    for database in BANK_DATABASES
    for model in tables_of(database)
    for column in column_names(model)
]
FULL_NAMES = {
    "customers": ("accounts_db", "SELECT first_name || ' ' || last_name FROM customers"),
    "employees": ("employees_db", "SELECT first_name || ' ' || last_name FROM employees"),
    "guarantors": ("loans_db", "SELECT guarantor_name FROM loan_guarantors"),
    "beneficiaries": ("insurance_db", "SELECT beneficiary_name FROM beneficiaries"),
}
NUMBERS = {
    "accounts": ("accounts_db", "SELECT account_number FROM accounts"),
    "loans": ("loans_db", "SELECT loan_number FROM loans"),
    "policies": ("insurance_db", "SELECT policy_number FROM policies"),
    "claims": ("insurance_db", "SELECT claim_number FROM claims"),
}


def values_of(database: str, query: str) -> list[str]:
    with connections[database].cursor() as cursor:
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]


Finder = Callable[[str], bool]
"""Returns whether a text, the values of a column on a line each, has a value of some kind."""


@cache
def words_of(text: str) -> set[str]:
    """Return the words and numbers in a text."""
    return set(re.findall(r"\w+", text))


def pattern(expression: str) -> Finder:
    """Return what finds a regular expression."""
    compiled = re.compile(expression, re.MULTILINE)
    return lambda text: compiled.search(text) is not None


def any_of(values: list[str]) -> Finder:
    """Return what finds any of the values as a word; only those are searched for whose words occur in the text."""
    parts = {value: re.findall(r"\w+", value) for value in values}

    def finds(text: str) -> bool:
        words = words_of(text)
        possible = (value for value in values if words.issuperset(parts[value]) and value in text)
        return any(pattern(rf"(?<!\w){re.escape(value)}(?!\w)")(text) for value in possible)

    return finds


def full_names() -> Finder:
    return any_of([name for source in FULL_NAMES.values() for name in values_of(*source)])


def numbers() -> Finder:
    return any_of([number for source in NUMBERS.values() for number in values_of(*source)])


LOOKS_LIKE: dict[str, Callable[[], Finder]] = {
    "pii.email": lambda: pattern(r"[\w.+-]+@[\w-]+\.\w+"),
    "pii.phone": lambda: pattern(r"555-01\d\d"),
    "pii.online-identifier": lambda: pattern(r"^\d+\.\d+\.\d+\.\d+$"),
    "pii.name": full_names,
    "pii.account-number": numbers,
    "pii.identity-document": lambda: any_of(values_of("compliance_db", "SELECT document_number FROM kyc_records")),
    "pii.birth-date": lambda: any_of(
        values_of("accounts_db", "SELECT date_of_birth::text FROM customers WHERE date_of_birth < '1990-01-01'")
    ),
}
"""How the values of a kind of personal data look in a seeded bank."""
OTHERS_WITH_SUCH_VALUES = {
    ("pii.name", "customer_profiles.address"),  # a street that is named like a person
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Return the different values of each column, on a line each, by table and column."""
    return {
        f"{name}.{column}": "\n".join(
            values_of(database, f'SELECT DISTINCT "{column}"::text FROM "{name}" WHERE "{column}" IS NOT NULL')
        )
        for database, name, column in ALL_COLUMNS
    }


@pytest.mark.parametrize("tag", LOOKS_LIKE)
def test_every_column_with_personal_data_is_tagged(tag: str, texts: dict[str, str]) -> None:
    finds = LOOKS_LIKE[tag]()
    found = {column for column, text in texts.items() if finds(text)}
    tagged = {column for column, tags in CLASSIFICATIONS_OF_COLUMN.items() if tag in {found.id for found in tags}}
    untagged = {column for column in found - tagged if (tag, column) not in OTHERS_WITH_SUCH_VALUES}
    assert found
    assert untagged == set()


@pytest.mark.parametrize(
    "words",
    [
        "first_name", "last_name", "full_name", "email", "phone", "address", "birth", "contact_info", "document_number",
        "salary", "ip_address", "guarantor_name", "beneficiary_name", "account_number",
    ],
)  # fmt: skip
def test_every_column_that_sounds_personal_is_tagged(words: str) -> None:
    named = [f"{table}.{column}" for _, table, column in ALL_COLUMNS if words in column]
    assert named
    assert [column for column in named if column not in CLASSIFICATIONS_OF_COLUMN] == []


def test_classifications_have_ids_of_their_own_and_say_what_they_are() -> None:
    assert len({tag.id for tag in CLASSIFICATIONS}) == len(CLASSIFICATIONS)
    for tag in CLASSIFICATIONS:
        assert tag.columns
        assert tag.description.endswith(".")


def test_the_error_names_the_column_that_does_not_exist() -> None:
    with pytest.raises(
        UnknownColumnError, match=r"there is no column accounts\.balanse; did you mean accounts\.balance"
    ):
        columns("accounts.balance", "accounts.balanse")
    with pytest.raises(UnknownColumnError, match=r"there is no column loans\.xyzzy$"):
        Term("Loan", "A loan.", ("loans.xyzzy",))
    with pytest.raises(UnknownColumnError, match=r"there is no table acounts; did you mean accounts"):
        table("acounts")
    with pytest.raises(UnknownColumnError, match="there is no table lones"):
        DataProduct("loans_db", "Loans", "All loans.", ("lones",), ())


def test_other_impossible_definitions_are_refused() -> None:
    with pytest.raises(GlossaryError, match="the definition of Loan is not a sentence"):
        Term("Loan", "Money lent")
    loan = Term("Loan", "Money lent.")
    with pytest.raises(GlossaryError, match="Lending defines a term twice"):
        GlossaryArea("Lending", "Loans.", "Lending", (loan, loan))
    with pytest.raises(GlossaryError, match="the bank has no department Loans"):
        GlossaryArea("Lending", "Loans.", "Loans", (loan,))
    with pytest.raises(ValueError, match="the bank has no department Loans"):
        Domain("loans_db", "Lending", "Loans.", "Loans")
    with pytest.raises(ValueError, match="a table under contract is not part of the product"):
        DataProduct("loans_db", "Loans", "All loans.", ("loans",), ("collateral",))


def test_every_database_has_a_domain_and_no_two_a_table_of_one_name() -> None:
    assert [domain.database for domain in DOMAINS] == list(BANK_DATABASES)
    assert len(database_of_table()) == sum(len(table_names(database)) for database in BANK_DATABASES)


def test_terms_are_linked_and_defined_once() -> None:
    names = [term.name for area in AREAS for term in area.terms]
    assert len(names) == len(set(names)) > 60
    assert [term.name for area in AREAS for term in area.terms if not term.columns] == []


def test_every_check_is_about_a_column_that_exists() -> None:
    for check in CATALOGED:
        subject = subject_of(check)
        if subject.column:
            columns(f"{subject.table}.{subject.column}")
    by_id = {check.id: subject_of(check) for check in CATALOGED}
    assert (by_id["A1"].table, by_id["A1"].column) == ("accounts", "balance")
    assert (by_id["E1"].table, by_id["E1"].column) == ("employees", "manager_id")
    assert (by_id["E12"].table, by_id["E12"].column) == ("employee_training", None)
    assert (by_id["N.loans"].table, by_id["N.loans"].column) == ("loans", None)
