"""The URNs of what the pack defines: domains, groups, users, terms, tags and what refers to datasets."""

from seeding.catalog.datasets import Dataset
from seeding.catalog.glossary.term import GlossaryArea, Term
from seeding.catalog.urns import named_urn, slug

GLOSSARY = "bank"
"""The node of the glossary that holds all areas, and the first part of the ids that the pack gives."""


def domain_urn(name: str) -> str:
    """Return the URN of a domain."""
    return named_urn("domain", GLOSSARY, slug(name))


def group_urn(department: str) -> str:
    """Return the URN of a department's group."""
    return named_urn("corpGroup", slug(department))


def user_urn(employee_id: str) -> str:
    """Return the URN of an employee's user."""
    return named_urn("corpuser", employee_id)


def node_urn(area: GlossaryArea | None = None) -> str:
    """Return the URN of an area of the glossary, or of the glossary itself."""
    return named_urn("glossaryNode", *((GLOSSARY, area.id) if area else (GLOSSARY,)))


def term_urn(area: GlossaryArea, term: Term) -> str:
    """Return the URN of a term."""
    return named_urn("glossaryTerm", GLOSSARY, area.id, term.id)


def tag_urn(classification_id: str) -> str:
    """Return the URN of a classification's tag."""
    return named_urn("tag", classification_id)


def product_urn(name: str) -> str:
    """Return the URN of a data product."""
    return named_urn("dataProduct", GLOSSARY, slug(name))


def assertion_urn(dataset: Dataset, check_id: str) -> str:
    """Return the URN of the assertion that a check makes about a dataset."""
    return named_urn("assertion", dataset.server_name, dataset.name, check_id)


def incident_urn(dataset: Dataset, check_id: str) -> str:
    """Return the URN of the incident of a failed check; there is one, which opens and closes."""
    return named_urn("incident", dataset.server_name, dataset.name, check_id)


def contract_urn(dataset: Dataset) -> str:
    """Return the URN of a dataset's contract."""
    return named_urn("dataContract", dataset.server_name, dataset.name)


def relationship_urn(dataset: Dataset, column: str) -> str:
    """Return the URN of the relationship that a key across databases makes."""
    return named_urn("erModelRelationship", dataset.server_name, dataset.name, column)


def query_urn(storyline: str, number: int) -> str:
    """Return the URN of the query of a stop on a storyline's tour."""
    return named_urn("query", GLOSSARY, storyline, str(number))
