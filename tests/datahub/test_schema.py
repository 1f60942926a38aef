"""Models and databases keep to docs/schema.csv, which promises tables and columns, and a catalog can read them.

A bank may have more than is promised: another table or column needs no line there.
"""

import re
from collections import defaultdict
from itertools import permutations
from typing import Any

import pytest
from django.db import connections, models

from datahub.checks import CROSSING
from datahub.databases import BANK_DATABASES
from tests.datahub.contract import Reference, bank_models, contract

FIELDS = {
    (database, model._meta.db_table, str(field.column)): field
    for database, model in bank_models()
    for field in model._meta.concrete_fields
}
LISTS_OF_OUR_OWN = {("loan_guarantors", "relationship"), ("beneficiaries", "relationship")}
"""Columns whose values are not in the contract."""
VALUES_OF_OUR_OWN = {("kyc_records", "document_type"): ("business_registration",)}
"""Values that follow those of the contract: it has no document by which a company could be identified."""

COLUMNS = """
    SELECT relname, attname, format_type(atttypid, atttypmod), NOT attnotnull, attidentity = 'd',
           col_description(attrelid, attnum)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    ORDER BY relname, attnum
"""
KEYS = """
    SELECT relname::text, conname::text, contype, ARRAY(
               SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS part(number, place)
               JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY place),
           confrelid::regclass::text, ARRAY(
               SELECT attname::text FROM unnest(confkey) WITH ORDINALITY AS part(number, place)
               JOIN pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY place)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE relnamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
"""
INDEXES = """
    SELECT rel.relname::text, index.relname::text, ARRAY(
               SELECT attname::text FROM unnest(indkey) WITH ORDINALITY AS part(number, place)
               JOIN pg_attribute ON attrelid = indrelid AND attnum = number ORDER BY place),
           pg_get_indexdef(indexrelid),
           EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
    FROM pg_index JOIN pg_class rel ON rel.oid = indrelid JOIN pg_class index ON index.oid = indexrelid
    WHERE rel.relnamespace = 'public'::regnamespace
"""

each_database = pytest.mark.parametrize("database", BANK_DATABASES)


def rows(database: str, query: str) -> list[Any]:
    with connections[database].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def leading_columns(database: str) -> dict[str, list[list[str]]]:
    """Return the columns of each index by table; an index of an expression has none and can replace no other."""
    found = defaultdict(list)
    for table, _, columns, _, _ in rows(database, INDEXES):
        if columns:
            found[table].append(columns)
    return found


def target(field: Any) -> Reference | None:
    """Return the column that a field refers to."""
    if not isinstance(field, models.ForeignKey):
        return None
    column = field.target_field
    return next(
        Reference(database, model._meta.db_table, str(column.column))
        for database, model in bank_models()
        if model is field.related_model
    )


class TestModels:
    def test_are_the_tables_of_the_contract(self) -> None:
        assert {(database, model._meta.db_table) for database, model in bank_models()} >= {
            (column.database, column.table) for column in contract()
        }

    @pytest.mark.parametrize(
        ("database", "model"), list(bank_models()), ids=lambda value: getattr(value, "__name__", "")
    )
    def test_have_the_columns_of_the_contract_in_its_order(self, database: str, model: type[models.Model]) -> None:
        promised = [
            column.name for column in contract() if (column.database, column.table) == (database, model._meta.db_table)
        ]
        assert [field.column for field in model._meta.concrete_fields if field.column in promised] == promised

    def test_have_its_value_lists_as_choices(self) -> None:
        for column in contract():
            if (column.table, column.name) in LISTS_OF_OUR_OWN:
                continue
            choices = FIELDS[column.database, column.table, column.name].choices or ()
            expected = (*column.values, *VALUES_OF_OUR_OWN.get((column.table, column.name), ()))
            assert tuple(str(value) for value, _ in choices) == expected, (column.table, column.name)

    def test_have_choices_where_the_contract_has_no_values(self) -> None:
        found = {(table, column): field.choices for (_, table, column), field in FIELDS.items()}
        assert all(found[column] for column in LISTS_OF_OUR_OWN)

    def test_have_the_references_of_the_contract(self) -> None:
        for column in contract():
            field = FIELDS[column.database, column.table, column.name]
            assert target(field) == column.reference, (column.table, column.name)

    def test_cross_databases_only_by_cross_database_keys(self) -> None:
        for column in contract():
            field = FIELDS[column.database, column.table, column.name]
            assert isinstance(field, CROSSING) == column.crosses, (column.table, column.name)

    def test_protect_referenced_rows_within_a_database(self) -> None:
        for field in FIELDS.values():
            if isinstance(field, models.ForeignKey) and not isinstance(field, CROSSING):
                assert field.remote_field.on_delete is models.PROTECT, field

    def test_may_be_blank_if_and_only_if_they_may_be_null(self) -> None:
        assert [name for name, field in FIELDS.items() if field.blank != field.null and not field.primary_key] == []

    def test_have_english_plural_names(self) -> None:
        plurals = {str(model._meta.verbose_name_plural) for _, model in bank_models()}
        assert {"policies", "beneficiaries", "collateral", "KYC records", "AML checks", "employee training"} <= plurals
        assert [name for name in plurals if re.search(r"[^aeiou]ys$|ss$", name)] == []


class TestDatabases:
    @each_database
    def test_have_exactly_the_tables_of_the_models(self, database: str) -> None:
        found = rows(
            database, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
        assert {table for (table,) in found} == {m._meta.db_table for of, m in bank_models() if of == database}

    @each_database
    def test_have_nothing_else_but_indexes_and_sequences_of_identity_columns(self, database: str) -> None:
        found = rows(
            database,
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i')",
        )
        assert {name for (name,) in found} == {
            f"{table}_{column}_seq"
            for (of, table, column), field in FIELDS.items()
            if of == database and isinstance(field, models.AutoField | models.BigAutoField)
        }
        assert rows(database, "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace") == []

    @each_database
    def test_have_the_columns_of_the_contract_with_types_and_nulls_in_its_order(self, database: str) -> None:
        promised = {(column.table, column.name) for column in contract() if column.database == database}
        found = [row[:5] for row in rows(database, COLUMNS) if row[:2] in promised]
        wanted = [column for column in contract() if column.database == database]
        wanted.sort(key=lambda column: column.table)  # and as they stand within each
        assert found == [(column.table, column.name, column.type, column.null, column.identity) for column in wanted]

    @each_database
    def test_have_the_primary_and_unique_keys_of_the_contract(self, database: str) -> None:
        keys = rows(database, KEYS)
        for kind, name in (("p", "pk"), ("u", "unique")):
            found = {(table, *columns) for table, _, is_a, columns, _, _ in keys if is_a == kind and len(columns) == 1}
            found &= {(column.table, column.name) for column in contract()}
            wanted = {(c.table, c.name) for c in contract() if c.database == database and c.key == name}
            assert found == wanted, name

    @each_database
    def test_enforce_exactly_the_references_within_a_database(self, database: str) -> None:
        found = {
            (table, columns[0], Reference(database, other, others[0]))
            for table, _, kind, columns, other, others in rows(database, KEYS)
            if kind == "f" and (table, columns[0]) in {(column.table, column.name) for column in contract()}
        }
        assert found == {
            (column.table, column.name, column.reference)
            for column in contract()
            if column.database == database and column.reference and not column.crosses
        }


class TestCatalogs:
    @each_database
    def test_read_a_comment_on_every_column(self, database: str) -> None:
        for table, column, _, _, _, comment in rows(database, COLUMNS):
            assert comment, (table, column)
            assert comment.lower().replace(" ", "_") != column, (table, column)

    @each_database
    def test_read_a_comment_on_every_table(self, database: str) -> None:
        found = rows(
            database,
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
        )
        for table, comment in found:
            assert comment, table
            assert " " in comment, table

    @each_database
    def test_read_the_comments_that_the_models_have(self, database: str) -> None:
        found = {(table, column): comment for table, column, _, _, _, comment in rows(database, COLUMNS)}
        assert found == {
            (table, column): field.db_comment for (where, table, column), field in FIELDS.items() if where == database
        }

    @each_database
    def test_read_no_span_of_time_that_the_plan_decides(self, database: str) -> None:
        """A full history, or one that goes on after the bank was first seen, reaches further back."""
        query = """
            SELECT relname::text, description FROM pg_description JOIN pg_class ON pg_class.oid = objoid
            WHERE relnamespace IN ('public'::regnamespace, 'analytics'::regnamespace)
        """
        found = rows(database, query)
        assert len(found) > 30
        assert [row for row in found if re.search(r"the (last|past) \S+ (days|months|quarters|years)", row[1])] == []

    def test_read_the_values_of_every_short_value_list(self) -> None:
        for (_, table, column), field in FIELDS.items():
            values = [str(value) for value, _ in field.choices or ()]
            if values and values != ["USD", "EUR", "GBP", "CAD"]:
                missing = [value for value in values if value not in (field.db_comment or "")]
                assert missing in ([], ["rejected"]), (table, column)

    @each_database
    def test_read_the_target_of_a_cross_database_key(self, database: str) -> None:
        comments = {(table, column): comment for table, column, _, _, _, comment in rows(database, COLUMNS)}
        for column in contract():
            if column.database == database and column.crosses and column.reference:
                place = column.reference
                assert f"{place.database}.{place.table}.{place.column}" in comments[column.table, column.name] or (
                    f"{place.database}.{place.table}" in comments[column.table, column.name]
                ), (column.table, column.name)

    @each_database
    def test_read_table_and_columns_in_the_names_of_keys_and_indexes(self, database: str) -> None:
        endings = {"p": "pkey", "u": "key", "f": "fkey"}
        for table, name, kind, columns, _, _ in rows(database, KEYS):
            if kind == "c":
                assert name.startswith(f"{table}_"), name
            else:
                parts = [] if kind == "p" else columns
                assert name == "_".join((table, *parts, endings[kind]))
        chosen = {index.name for _, model in bank_models() for index in model._meta.indexes}
        for table, name, columns, _, of_a_key in rows(database, INDEXES):
            assert of_a_key or name in chosen or name == "_".join((table, *columns, "idx"))

    @each_database
    def test_read_no_hash_in_a_name(self, database: str) -> None:
        names = [row[1] for query in (KEYS, INDEXES) for row in rows(database, query)]
        assert [name for name in names if re.search(r"_[0-9a-f]{8}(_|$)", name)] == []


class TestIndexes:
    @each_database
    def test_have_no_second_index_for_like(self, database: str) -> None:
        assert [name for _, name, _, definition, _ in rows(database, INDEXES) if "_pattern_ops" in definition] == []

    @each_database
    def test_are_not_a_prefix_of_another_index(self, database: str) -> None:
        for table, indexes in leading_columns(database).items():
            for one, other in permutations(indexes, 2):
                assert other[: len(one)] != one, (table, one, other)

    @each_database
    def test_serve_every_foreign_key(self, database: str) -> None:
        indexes = leading_columns(database)
        for table, _, kind, columns, _, _ in rows(database, KEYS):
            assert kind != "f" or any(index[: len(columns)] == columns for index in indexes[table]), (table, columns)

    @each_database
    def test_serve_every_reference_to_a_customer_or_an_account(self, database: str) -> None:
        indexes = leading_columns(database)
        for column in contract():
            if column.database == database and column.reference and column.reference.table in ("customers", "accounts"):
                assert any(index[0] == column.name for index in indexes[column.table]), (column.table, column.name)
