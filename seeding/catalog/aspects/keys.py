"""Keys from one database into another, which no database enforces and no catalog finds by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from datahub.databases import DATABASE_OF_APP
from datahub.fields import CrossDatabaseOneToOne
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.datasets import Dataset
from seeding.catalog.pack_urns import relationship_urn
from seeding.catalog.proposals import Proposal
from seeding.catalog.timestamps import stamp
from seeding.catalog.urns import named_urn
from seeding.storage.tables import keys_across_databases

REFERENCES = named_urn("structuredProperty", "bank", "references")
"""The property of a column that names the column of another database that it refers to."""


@dataclass(frozen=True)
class CrossDatabaseReference:
    """A column that refers to a column of another database, and whether the two have the same rows."""

    table: str
    column: str
    target_table: str
    target_column: str
    one_to_one: bool


def cross_database_references() -> Iterator[CrossDatabaseReference]:
    """Yield every key across databases, from the models."""
    for database, field in keys_across_databases():
        target = field.target_field
        assert DATABASE_OF_APP[target.model._meta.app_label] != database
        yield CrossDatabaseReference(
            field.model._meta.db_table,
            str(field.column),
            target.model._meta.db_table,
            str(target.column),
            isinstance(field, CrossDatabaseOneToOne),
        )


def definitions(facts: BankFacts) -> Iterator[Proposal]:
    """Yield the definition of the property, which a server must know before a column can have it."""
    yield Proposal(
        REFERENCES,
        "propertyDefinition",
        {
            "qualifiedName": REFERENCES.rpartition(":")[2],
            "displayName": "References",
            "description": "The column of another database that this one refers to, as database.schema.table.column. "
            "No database enforces such a key; the bank's checks do.",
            "valueType": "urn:li:dataType:datahub.string",
            "cardinality": "SINGLE",
            "entityTypes": ["urn:li:entityType:datahub.schemaField"],
            "created": stamp(facts.close),
        },
    )


def keys(facts: BankFacts) -> Iterator[Proposal]:
    """Yield each key as a relationship between two datasets, and as a property of the column."""
    for reference in cross_database_references():
        source, target = facts.datasets.tables[reference.table], facts.datasets.tables[reference.target_table]
        yield _relationship(reference, source, target, facts.close)
        value = f"{target.server_name}.{target.schema}.{target.name}.{reference.target_column}"
        properties = {"properties": [{"propertyUrn": REFERENCES, "values": [{"string": value}]}]}
        yield Proposal(source.field(reference.column), "structuredProperties", properties)


def _relationship(reference: CrossDatabaseReference, source: Dataset, target: Dataset, moment: int) -> Proposal:
    mapping = {"sourceField": reference.column, "destinationField": reference.target_column}
    properties = {
        "name": f"{source.server_name}.{source.name}.{reference.column}",
        "source": source.urn,
        "destination": target.urn,
        "relationshipFieldMappings": [mapping],
        "cardinality": "ONE_ONE" if reference.one_to_one else "N_ONE",
        "created": stamp(moment),
        "lastModified": stamp(moment),
    }
    return Proposal(relationship_urn(source, reference.column), "erModelRelationshipProperties", properties)
