"""The glossary, and the tags of protected data."""

from collections.abc import Iterator

from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.glossary.areas import AREAS, all_terms
from seeding.catalog.glossary.term import Term
from seeding.catalog.pack_urns import group_urn, node_urn, tag_urn, term_urn
from seeding.catalog.personal_data import CLASSIFICATIONS
from seeding.catalog.proposals import Aspect, Proposal, owned_by

GLOSSARY_NAME = "Bank Glossary"
GLOSSARY_DEFINITION = "The words of the bank's business, by area, with the columns that hold them."


def vocabulary(facts: BankFacts) -> Iterator[Proposal]:
    """Yield tags, and the nodes and terms of the glossary, parents first."""
    for tag in CLASSIFICATIONS:
        properties = {"name": tag.name, "description": tag.description, "colorHex": tag.color}
        yield Proposal(tag_urn(tag.id), "tagProperties", properties)
    yield Proposal(node_urn(), "glossaryNodeInfo", {"name": GLOSSARY_NAME, "definition": GLOSSARY_DEFINITION})
    for area in AREAS:
        info = {"name": area.name, "definition": area.description, "parentNode": node_urn()}
        yield Proposal(node_urn(area), "glossaryNodeInfo", info)
        yield Proposal(node_urn(area), "ownership", owned_by((group_urn(area.owner), "BUSINESS_OWNER")))
    for area, term in all_terms():
        urn = term_urn(area, term)
        yield Proposal(urn, "glossaryTermInfo", {**_term_info(term), "parentNode": node_urn(area)})
        yield Proposal(urn, "ownership", owned_by((group_urn(area.owner), "BUSINESS_OWNER")))


def _term_info(term: Term) -> Aspect:
    info = {"name": term.name, "definition": term.definition, "termSource": "EXTERNAL" if term.source else "INTERNAL"}
    if term.source:
        info["sourceRef"] = term.source
    return {**info, "customProperties": {"synonyms": ", ".join(term.synonyms)}} if term.synonyms else info
