"""Lineage of the views, down to columns."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.datasets import Dataset, View
from seeding.catalog.proposals import Aspect, Proposal
from seeding.catalog.timestamps import stamp


def view_lineage(facts: BankFacts) -> Iterator[Proposal]:
    """Yield the definition of each view, the datasets that it reads, and the columns that its columns come from."""
    for dataset in facts.datasets.views:
        if dataset.view:
            yield Proposal(dataset.urn, "viewProperties", _view_properties(dataset.view))
            yield Proposal(dataset.urn, "upstreamLineage", _view_upstream(dataset, dataset.view, facts.close))


def upstream_lineage(
    datasets: Iterable[str], kind: str, columns: Iterable[tuple[str, Iterable[str], str]], moment: int
) -> Aspect:
    """Return an aspect of lineage from URNs of datasets; `columns` are of a column, those it comes from, and how."""
    fine: list[Mapping[str, Any]] = [
        {
            "upstreamType": "FIELD_SET",
            "upstreams": list(upstream),
            "downstreamType": "FIELD",
            "downstreams": [column],
            "transformOperation": derivation.upper(),
            "confidenceScore": 1.0,
        }
        for column, upstream, derivation in columns
        if upstream
    ]
    upstreams = [{"dataset": urn, "type": kind, "auditStamp": stamp(moment)} for urn in datasets]
    return {"upstreams": upstreams, **({"fineGrainedLineages": fine} if fine else {})}


def _view_properties(view: View) -> Aspect:
    return {"materialized": view.materialized, "viewLogic": view.definition, "viewLanguage": "SQL"}


def _view_upstream(dataset: Dataset, view: View, moment: int) -> Aspect:
    columns = [(dataset.field(name), column.upstream, column.derivation) for name, column in view.columns.items()]
    return upstream_lineage(view.reads, "VIEW", columns, moment)
