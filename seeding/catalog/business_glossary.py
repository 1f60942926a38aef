"""The glossary as a file of DataHub's source `datahub-business-glossary`, with the ids that the pack gives."""

from collections.abc import Mapping
from typing import Any

import yaml

from seeding.catalog.aspects.vocabulary import GLOSSARY_DEFINITION, GLOSSARY_NAME
from seeding.catalog.glossary.areas import AREAS
from seeding.catalog.glossary.term import GlossaryArea, Term
from seeding.catalog.pack_urns import group_urn, node_urn, term_urn

_WIDTH = 120


def business_glossary() -> str:
    """Return the glossary as YAML. Loading it after the pack changes nothing, for the ids are the same."""
    glossary = {
        "version": "1",
        "source": "DataHub Bank",
        "owners": _owners(AREAS[0]),
        "nodes": [
            {
                "id": _id(node_urn()),
                "name": GLOSSARY_NAME,
                "description": GLOSSARY_DEFINITION,
                "nodes": [_node(area) for area in AREAS],
            }
        ],
    }
    return yaml.safe_dump(glossary, sort_keys=False, width=_WIDTH)


def _node(area: GlossaryArea) -> Mapping[str, Any]:
    return {
        "id": _id(node_urn(area)),
        "name": area.name,
        "description": area.description,
        "owners": _owners(area),
        "terms": [_term(area, term) for term in area.terms],
    }


def _term(area: GlossaryArea, term: Term) -> Mapping[str, Any]:
    return {
        "id": _id(term_urn(area, term)),
        "name": term.name,
        "description": term.definition,
        "term_source": "EXTERNAL" if term.source else "INTERNAL",
        **({"source_ref": term.source} if term.source else {}),
        **({"custom_properties": {"synonyms": ", ".join(term.synonyms)}} if term.synonyms else {}),
    }


def _owners(area: GlossaryArea) -> Mapping[str, Any]:
    return {"type": "BUSINESS_OWNER", "groups": [_id(group_urn(area.owner))]}


def _id(urn: str) -> str:
    return urn.split(":", 3)[3]
