"""Whatever the pack refers to exists: in the databases, in the pack itself, or on every server."""

from collections import Counter

import pytest
import yaml
from django.db import connections

from datahub.databases import BANK_DATABASES
from seeding.catalog.pack import Pack
from tests.catalog.conftest import proposals_of
from tests.catalog.urns_in_pack import SERVER_HAS, Column, columns_named, references
from tests.commandline import CHECKOUT

COLUMNS = """
    SELECT current_database(), table_schema, table_name, column_name FROM information_schema.columns
    WHERE table_schema IN ('public', 'analytics')
"""


@pytest.fixture(scope="module")
def columns() -> set[Column]:
    """Return every column that an ingestion finds, as the databases have them."""
    found = set()
    for database in BANK_DATABASES:
        with connections[database].cursor() as cursor:
            cursor.execute(COLUMNS)
            found |= {
                (f"urn:li:dataset:(urn:li:dataPlatform:postgres,{name}.{schema}.{table},PROD)", column)
                for name, schema, table, column in cursor.fetchall()
            }
    return found | columns_of_models()


def columns_of_models() -> set[Column]:
    """Return every column of the models of the warehouse, as dbt reads of them."""
    models = yaml.safe_load((CHECKOUT / "analytics" / "models" / "models.yml").read_text(encoding="utf-8"))["models"]
    return {
        (f"urn:li:dataset:(urn:li:dataPlatform:dbt,warehouse.analytics.{model['name']},PROD)", column["name"])
        for model in models
        for column in model["columns"]
    }


def test_every_urn_exists(pack: Pack, columns: set[Column]) -> None:
    proposals = proposals_of(pack)
    datasets = {dataset for dataset, _ in columns}
    fields = {f"urn:li:schemaField:({dataset},{column})" for dataset, column in columns}
    defined = {proposal["entityUrn"] for proposal in proposals if ":dataset:" not in proposal["entityUrn"]}
    named = Counter(urn for proposal in proposals for urn in references(proposal))
    dangling = {urn for urn in named.keys() - datasets - fields - defined if not SERVER_HAS.fullmatch(urn)}
    assert dangling == set()
    assert len(named) > 700


def test_every_column_exists(pack: Pack, columns: set[Column]) -> None:
    named = {column for proposal in proposals_of(pack) for column in columns_named(proposal)}
    assert named - columns == set()
    assert len(named) > 250


def test_what_is_defined_is_used(pack: Pack) -> None:
    """A domain, a tag or a term that nothing refers to would be an empty page."""
    proposals = proposals_of(pack)
    used = Counter(urn for proposal in proposals for urn in set(references(proposal)) - {proposal["entityUrn"]})
    defined = {proposal["entityUrn"] for proposal in proposals}
    unused = {
        urn for urn in defined - used.keys() if urn.split(":")[2] in ("domain", "tag", "glossaryTerm", "corpGroup")
    }
    assert unused == set()


def test_keys_lead_to_the_columns_that_their_comments_name(pack: Pack) -> None:
    values = {
        proposal["entityUrn"]: proposal["aspect"]["json"]["properties"][0]["values"][0]["string"]
        for proposal in proposals_of(pack, "keys")
        if proposal["aspectName"] == "structuredProperties"
    }
    assert len(values) == 29
    for database in BANK_DATABASES:
        with connections[database].cursor() as cursor:
            cursor.execute(
                "SELECT relname::text, attname::text, col_description(attrelid, attnum) FROM pg_attribute "
                "JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0"
            )
            comments = {(table, column): comment for table, column, comment in cursor.fetchall()}
        for urn, value in values.items():
            _, _, rest = urn.partition(f"{connections[database].settings_dict['NAME']}.public.")
            if rest:
                table, column = rest.removesuffix(")").split(",PROD),")
                target_database, _, target = value.partition(".public.")
                alias = target_database.removeprefix(_prefix())
                assert f"{alias}.{target}" in comments[table, column]


def _prefix() -> str:
    return str(connections["accounts_db"].settings_dict["NAME"]).removesuffix("accounts_db")
