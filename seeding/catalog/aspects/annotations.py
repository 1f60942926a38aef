"""Annotations of tables, views and their columns: domains, owners, terms and tags."""

from collections.abc import Iterator, Mapping

from seeding.catalog.aspects.organization import heads
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.column_origins import Derivation
from seeding.catalog.datasets import ViewColumn
from seeding.catalog.domains import ENGINEERS, domain_of, owner_of
from seeding.catalog.glossary.areas import TERMS_OF_COLUMN
from seeding.catalog.pack_urns import domain_urn, group_urn, tag_urn, term_urn, user_urn
from seeding.catalog.personal_data import CLASSIFICATIONS_OF_COLUMN
from seeding.catalog.proposals import Aspect, Proposal, owned_by, tagged
from seeding.catalog.timestamps import stamp

Labels = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""The URNs of the tags and of the terms of columns, by the URN of the column."""


def annotations(facts: BankFacts) -> Iterator[Proposal]:
    """Yield the domain, the owners and the labels of the columns of each dataset."""
    head_of = heads(facts)
    labels = column_labels(facts)
    for dataset in facts.datasets:
        domain, owner = domain_of(dataset.database), owner_of(dataset.database, dataset.name)
        yield Proposal(dataset.urn, "domains", {"domains": [domain_urn(domain.name)]})
        owners = [(group_urn(owner), "BUSINESS_OWNER"), (group_urn(ENGINEERS), "TECHNICAL_OWNER")]
        if owner in head_of:
            owners.append((user_urn(head_of[owner]), "DATA_STEWARD"))
        yield Proposal(dataset.urn, "ownership", owned_by(*owners))
        fields = [
            field
            for column in dataset.columns
            if (field := field_labels(dataset.field(column), column, labels, facts.close))
        ]
        if fields:
            # Not in schemaMetadata, which the next ingestion would write anew.
            yield Proposal(dataset.urn, "editableSchemaMetadata", {"editableSchemaFieldInfo": fields})


def column_labels(facts: BankFacts) -> Labels:
    """Return the labels of all columns; a view's column has those of the columns that it shows.

    Columns computed over several rows, such as a number of names, have none; those computed from one row keep the tags.
    """
    labels: Labels = {}
    for table in facts.datasets.tables.values():
        for column in table.columns:
            name = f"{table.name}.{column}"
            tags = tuple(tag_urn(tag.id) for tag in CLASSIFICATIONS_OF_COLUMN.get(name, ()))
            terms = tuple(term_urn(area, term) for area, term in TERMS_OF_COLUMN.get(name, ()))
            labels[table.field(column)] = tags, terms
    for _ in facts.datasets.views:  # as often as views may be built on views
        for view in facts.datasets.views:
            if view.view:
                columns = {view.field(name): column for name, column in view.view.columns.items()}
                labels |= labels_of_columns(columns, labels)
    return labels


def labels_of_columns(columns: Mapping[str, ViewColumn], labels: Labels) -> Labels:
    """Return the labels that columns, by their URNs, have from those that they come from."""
    found: Labels = {}
    for urn, column in columns.items():
        upstream = [labels[source] for source in column.upstream if source in labels]
        tags = [tag for tags, _ in upstream for tag in tags if column.derivation is not Derivation.AGGREGATE]
        terms = [term for _, terms in upstream for term in terms if column.derivation is Derivation.IDENTITY]
        found[urn] = tuple(dict.fromkeys(tags)), tuple(dict.fromkeys(terms))
    return found


def field_labels(urn: str, column: str, labels: Labels, moment: int) -> Aspect | None:
    """Return the labels of a column, given its URN and its name, as an aspect has them; None if it has none."""
    tags, terms = labels.get(urn, ((), ()))
    if not tags and not terms:
        return None
    field: dict[str, object] = {"fieldPath": column}
    if tags:
        field["globalTags"] = tagged(tags)
    if terms:
        field["glossaryTerms"] = {"terms": [{"urn": urn} for urn in terms], "auditStamp": stamp(moment)}
    return field
