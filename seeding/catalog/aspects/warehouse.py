"""The warehouse's models: what they are for, whose they are, and their lineage from the six databases."""

from collections.abc import Iterator

from seeding.catalog.aspects.annotations import column_labels, field_labels, labels_of_columns
from seeding.catalog.aspects.lineage import upstream_lineage
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.domains import ENGINEERS, domain_of
from seeding.catalog.pack_urns import domain_urn, group_urn
from seeding.catalog.proposals import Proposal, owned_by
from seeding.catalog.timestamps import stamp
from seeding.catalog.warehouse import BUSINESS, WarehouseModel, warehouse_models


def warehouse(facts: BankFacts) -> Iterator[Proposal]:
    """Yield the description, domain, owners, lineage and labels of each model."""
    models = list(warehouse_models(facts.datasets))
    labels = column_labels(facts)
    for _ in models:  # as often as models may be built on models
        for model in models:
            labels |= labels_of_columns({model.field(name): column for name, column in model.columns.items()}, labels)
    for model in models:
        yield from _about(model, facts)
        fields = [
            field for name in model.columns if (field := field_labels(model.field(name), name, labels, facts.close))
        ]
        if fields:
            yield Proposal(model.urn, "editableSchemaMetadata", {"editableSchemaFieldInfo": fields})


def _about(model: WarehouseModel, facts: BankFacts) -> Iterator[Proposal]:
    database, owner = BUSINESS[model.name]
    # Not in datasetProperties, which DataHub's dbt source writes anew.
    described = {"description": model.description, "created": stamp(facts.close), "lastModified": stamp(facts.close)}
    yield Proposal(model.urn, "editableDatasetProperties", described)
    yield Proposal(model.urn, "domains", {"domains": [domain_urn(domain_of(database).name)]})
    owners = [(group_urn(owner), "BUSINESS_OWNER"), (group_urn(ENGINEERS), "TECHNICAL_OWNER")]
    yield Proposal(model.urn, "ownership", owned_by(*owners))
    columns = [(model.field(name), column.upstream, column.derivation) for name, column in model.columns.items()]
    yield Proposal(model.urn, "upstreamLineage", upstream_lineage(model.reads, "TRANSFORMED", columns, facts.close))
