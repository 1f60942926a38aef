"""The models of the dbt project in `analytics/`: what each reads, and where each column comes from.

This is known from a file that `make lineage` writes, for parsing the models' SQL needs DataHub's client.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from seeding.bank.employees.numbers import DEPARTMENTS
from seeding.catalog.column_origins import Derivation
from seeding.catalog.datasets import Datasets, ViewColumn
from seeding.catalog.urns import ENVIRONMENT, field_urn

LINEAGE = Path(__file__).with_name("warehouse_lineage.json")
WAREHOUSE = "warehouse"
"""The name of the warehouse's database, after its file."""

BUSINESS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "alerts_with_money": ("compliance_db", "Compliance"),
        "customer_360": ("customer_db", "Customer Service"),
        "exposure_by_household": ("loans_db", "Risk Management"),
        "households": ("customer_db", "Customer Service"),
        "profitability_by_segment": ("accounts_db", "Finance"),
    }
)
"""The database whose domain each model belongs to, and the department that owns it."""


@dataclass(frozen=True)
class WarehouseModel:
    """A model: its URN as DataHub's dbt source makes it, the URNs of what it reads, and its columns."""

    name: str
    description: str
    reads: tuple[str, ...]
    columns: Mapping[str, ViewColumn]

    @property
    def urn(self) -> str:
        """The URN of the model."""
        return _model_urn(f"{WAREHOUSE}.analytics.{self.name}")

    def field(self, column: str) -> str:
        """Return the URN of a column."""
        return field_urn(self.urn, column)


def warehouse_models(datasets: Datasets) -> Iterator[WarehouseModel]:
    """Yield the models; the tables and views that they read have the names of a server's databases."""
    urns = {f"{found.database}.{found.schema}.{found.name}": found.urn for found in datasets}
    traced = traced_models()
    urns |= {name: _model_urn(name) for name in (f"{WAREHOUSE}.analytics.{model}" for model in traced)}
    for name, model in traced.items():
        columns = {column: _column(origin, urns) for column, origin in model["columns"].items()}
        yield WarehouseModel(name, model["description"], tuple(urns[read] for read in model["reads"]), columns)


@cache
def traced_models() -> Mapping[str, Any]:
    """Return what the file says about each model."""
    models: Mapping[str, Any] = json.loads(LINEAGE.read_text(encoding="utf-8"))
    return models


def _model_urn(name: str) -> str:
    return f"urn:li:dataset:(urn:li:dataPlatform:dbt,{name},{ENVIRONMENT})"


def _column(origin: Mapping[str, Any], urns: Mapping[str, str]) -> ViewColumn:
    upstream = []
    for name in origin["from"]:
        dataset, _, column = name.rpartition(".")
        upstream.append(field_urn(urns[dataset], column))
    return ViewColumn(tuple(upstream), Derivation.IDENTITY if origin["copied"] else Derivation.EXPRESSION)


for _, _department in BUSINESS.values():
    if _department not in DEPARTMENTS:
        raise ValueError(f"the bank has no department {_department}")
