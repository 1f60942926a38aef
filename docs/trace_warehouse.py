"""Print where each column of the warehouse comes from, as JSON for `seeding/catalog/warehouse_lineage.json`.

`make lineage` runs this in .venv-catalog, because DataHub's client parses the SQL of the models in `analytics/models`.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml
from datahub.sql_parsing.schema_resolver import SchemaResolver
from datahub.sql_parsing.sqlglot_lineage import SqlParsingResult, sqlglot_lineage

MODELS = Path(__file__).resolve().parent.parent / "analytics" / "models"
WAREHOUSE = "warehouse.analytics"
_SOURCE = re.compile(r"\{\{ source\('(\w+)', '(\w+)'\) \}\}")
_MODEL = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")
_NAME = re.compile(r"urn:li:dataset:\(urn:li:dataPlatform:postgres,(.*),PROD\)")


def trace() -> dict[str, Any]:
    """Return each model with its description, the datasets that it reads, and its columns with those they come from.

    A column that is `copied` has the values of the column it comes from. Datasets are named as on a server without a
    prefix, such as "accounts_db.public.accounts".
    """
    schemas = SchemaResolver(platform="postgres")
    for file in sorted((MODELS / "sources").glob("*.yml")):
        for source in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]:
            for table in source["tables"]:
                _make_known(schemas, f"{_database(source['name'])}.{source['schema']}.{table['name']}", table)
    models = yaml.safe_load((MODELS / "models.yml").read_text(encoding="utf-8"))["models"]
    for model in models:
        _make_known(schemas, f"{WAREHOUSE}.{model['name']}", model)
    return {model["name"]: _traced(model, schemas) for model in sorted(models, key=lambda model: model["name"])}


def _make_known(schemas: SchemaResolver, name: str, described: dict[str, Any]) -> None:
    urn = f"urn:li:dataset:(urn:li:dataPlatform:postgres,{name},PROD)"
    schemas.add_raw_schema_info(urn, {column["name"]: "VARCHAR" for column in described["columns"]})


def _database(source: str) -> str:
    return source.removesuffix("_analytics")


def _schema(source: str) -> str:
    return "public" if source == _database(source) else "analytics"


def _sql(model: str) -> str:
    """Return the query of a model with the names of its tables as the warehouse sees them."""
    text = (MODELS / f"{model}.sql").read_text(encoding="utf-8")
    text = _MODEL.sub(rf"{WAREHOUSE}.\1", text)
    return _SOURCE.sub(lambda found: f"{_database(found[1])}.{_schema(found[1])}.{found[2]}", text)


def _traced(model: dict[str, Any], schemas: SchemaResolver) -> dict[str, Any]:
    result = sqlglot_lineage(_sql(model["name"]), schemas, override_dialect="duckdb")
    if result.debug_info.error:
        raise ValueError(f"{model['name']}: {result.debug_info.error}")
    traced = _columns(result)
    return {
        "description": model["description"],
        "reads": sorted(_name(urn) for urn in result.in_tables),
        "columns": {column["name"]: traced[column["name"]] for column in model["columns"]},
    }


def _columns(result: SqlParsingResult) -> dict[str, dict[str, Any]]:
    return {
        lineage.downstream.column: {
            "from": sorted(f"{_name(column.table)}.{column.column}" for column in lineage.upstreams),
            "copied": bool(lineage.logic and lineage.logic.is_direct_copy),
        }
        for lineage in result.column_lineage or ()
    }


def _name(urn: str) -> str:
    found = _NAME.fullmatch(urn)
    if found is None:
        raise ValueError(f"{urn} is no table of the bank or of the warehouse")
    return found[1]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(trace(), indent=1) + "\n")
