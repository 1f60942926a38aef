"""Metadata change proposals: what DataHub takes, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seeding.catalog.urns import entity_type

Aspect = Mapping[str, Any]


@dataclass(frozen=True)
class Proposal:
    """An aspect of an entity, which a catalog creates or replaces."""

    urn: str
    aspect: str
    value: Aspect

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as DataHub's file format has it."""
        return {
            "entityType": entity_type(self.urn),
            "entityUrn": self.urn,
            "changeType": "UPSERT",
            "aspectName": self.aspect,
            "aspect": {"json": self.value},
        }


def owned_by(*owners: tuple[str, str]) -> Aspect:
    """Return an aspect of ownership from pairs of an owner's URN and the kind of ownership."""
    return {"owners": [{"owner": owner, "type": kind} for owner, kind in owners]}


def tagged(urns: Iterable[str]) -> Aspect:
    """Return an aspect of tags."""
    return {"tags": [{"tag": urn} for urn in urns]}
