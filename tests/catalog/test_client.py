"""DataHub's own client reads the databases with the printed recipe, and takes the pack."""

import json
import os
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from config.reader import existing_reader
from config.server import known_login
from datahub.databases import BANK_DATABASES
from seeding.catalog.ingestion_recipes import PASSWORD
from seeding.catalog.pack import Pack
from seeding.catalog.push import PushError, client_command, push
from seeding.catalog.warehouse import LINEAGE
from seeding.storage.tables import column_names, tables_of
from tests.catalog.conftest import INSTALLED, proposals_of
from tests.catalog.server import fake_server
from tests.commandline import CHECKOUT, manage_here
from tests.seeded import value

pytestmark = pytest.mark.hard

TIMEOUT_S = 300
TABLES = [model for database in BANK_DATABASES for model in tables_of(database)]
VIEWS = "SELECT count(*) FROM pg_views WHERE schemaname = 'analytics'"
FOREIGN_KEYS = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
COLUMNS_OF_VIEWS = "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'analytics'"


@dataclass(frozen=True)
class Ingestion:
    """What the client wrote into its file, by aspect and URN, and what it printed."""

    aspects: dict[str, dict[str, dict[str, Any]]]
    printed: str


def datahub(client: Path, *arguments: str, **environment: str) -> str:
    """Run a command of the client and return what it printed, logs included."""
    done = subprocess.run(
        [str(client), "-I", "-m", "datahub", *arguments],
        env={**os.environ, "DATAHUB_TELEMETRY_ENABLED": "false", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    return done.stdout


def aspects_of(events: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the aspects of events by name and URN; events are proposals, or snapshots of several aspects."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for event in events:
        if "aspectName" in event:
            found[event["aspectName"]][event["entityUrn"]] = event["aspect"]["json"]
            continue
        (snapshot,) = event["proposedSnapshot"].values()
        for aspect in snapshot["aspects"]:
            for name, content in aspect.items():
                short = name.rpartition(".")[2]
                found[short[0].lower() + short[1:]][snapshot["urn"]] = content
    return found


@pytest.fixture(scope="module")
def ingestion(client: Path, tmp_path_factory: pytest.TempPathFactory) -> Ingestion:
    """Ingest the six databases with the recipe as it is printed."""
    directory = tmp_path_factory.mktemp("ingestion")
    events, recipe = directory / "events.json", directory / "recipe.yml"
    printed = manage_here("catalog_recipe", "--sink", str(events))
    assert printed.code == 0, printed.err
    recipe.write_text(printed.out, encoding="utf-8")
    password = existing_reader(settings.BANK_SERVER, known_login(settings.BANK_SERVER)).password
    options = ("--no-default-report", "--no-progress", "--strict-warnings")  # a warning is a failure
    printed = datahub(client, "ingest", "run", "-c", str(recipe), *options, **{PASSWORD: password})
    return Ingestion(aspects_of(json.loads(events.read_text(encoding="utf-8"))), printed)


def summed(query: str) -> int:
    return sum(value(database, query) for database in BANK_DATABASES)


def test_the_recipe_reads_every_table_and_view_without_a_warning(ingestion: Ingestion) -> None:
    assert "Pipeline finished successfully" in ingestion.printed
    tables, views = len(TABLES), summed(VIEWS)
    assert tables == 34
    assert f"'tables_scanned': {tables}," in ingestion.printed
    assert f"'views_scanned': {views}," in ingestion.printed
    assert len(ingestion.aspects["schemaMetadata"]) == tables + views


def test_every_table_view_and_column_is_described(ingestion: Ingestion) -> None:
    properties, schemas = ingestion.aspects["datasetProperties"], ingestion.aspects["schemaMetadata"]
    assert [urn for urn in schemas if not properties[urn].get("description")] == []
    fields = [(urn, field) for urn, schema in schemas.items() for field in schema["fields"]]
    assert [(urn, field["fieldPath"]) for urn, field in fields if not field.get("description")] == []
    assert len(fields) == sum(len(column_names(model)) for model in TABLES) + summed(COLUMNS_OF_VIEWS)


def test_every_key_is_found(ingestion: Ingestion) -> None:
    schemas = ingestion.aspects["schemaMetadata"].values()
    assert sum(len(schema.get("foreignKeys") or ()) for schema in schemas) == summed(FOREIGN_KEYS)
    keyed = [schema for schema in schemas if any(field.get("isPartOfKey") for field in schema["fields"])]
    assert len(keyed) == len(TABLES)


def test_every_table_is_profiled_with_its_rows(ingestion: Ingestion) -> None:
    rows = {
        urn.split(".public.")[1].split(",")[0]: profile for urn, profile in ingestion.aspects["datasetProfile"].items()
    }
    assert rows.keys() == {model._meta.db_table for model in TABLES}
    for model in TABLES:
        profile = rows[model._meta.db_table]
        assert profile["rowCount"] == model._default_manager.count()
        assert len(profile["fieldProfiles"]) == len(column_names(model))


def columns_from(lineages: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    """Return the columns that each column comes from."""
    found: dict[str, set[str]] = defaultdict(set)
    for lineage in lineages.values():
        for fine in lineage.get("fineGrainedLineages", ()):
            for column in fine["downstreams"]:
                found[column] |= set(fine["upstreams"])
    return found


def test_the_pack_traces_views_as_the_client_does(ingestion: Ingestion, pack: Pack) -> None:
    """The client parses the SQL of the views, the pack reads PostgreSQL's parse tree."""
    lineage = aspects_of(proposals_of(pack, "lineage"))["upstreamLineage"]
    assert columns_from(lineage) == columns_from(ingestion.aspects["upstreamLineage"])
    assert len(lineage) == summed(VIEWS)


def test_the_lineage_of_the_warehouse_is_that_of_its_models(client: Path) -> None:
    script = CHECKOUT / "docs" / "trace_warehouse.py"
    traced = subprocess.run([str(client), "-I", str(script)], capture_output=True, text=True, check=True).stdout
    assert traced == LINEAGE.read_text(encoding="utf-8"), "run make lineage"


def test_the_client_knows_every_aspect_of_the_pack(client: Path, pack: Pack, tmp_path: Path) -> None:
    everything = tmp_path / "pack.json"
    everything.write_text(json.dumps(proposals_of(pack)), encoding="utf-8")
    printed = datahub(client, "check", "metadata-file", str(everything))
    assert f"{pack.proposals} MCEs found - all valid" in printed


def test_the_client_finds_the_files_of_the_pack(client: Path, pack: Pack, tmp_path: Path) -> None:
    pack.write(tmp_path / "pack")
    index = (tmp_path / "pack" / "index.json").as_uri()
    printed = datahub(
        client, "datapack", "load", "bank", "--url", index, "--trust-custom", "--no-cache", "--dry-run",
        HOME=str(tmp_path), DATAHUB_GMS_URL="http://127.0.0.1:9",
    )  # fmt: skip
    for name in pack.counts:
        assert name in printed


def test_the_client_takes_the_glossary(client: Path, pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "glossary.yml").write_text(pack.texts["glossary.yml"], encoding="utf-8")
    events, recipe = tmp_path / "events.json", tmp_path / "recipe.yml"
    source = {"type": "datahub-business-glossary", "config": {"file": str(tmp_path / "glossary.yml")}}
    sink = {"type": "file", "config": {"filename": str(events)}}
    recipe.write_text(yaml.safe_dump({"source": source, "sink": sink}), encoding="utf-8")
    datahub(client, "ingest", "run", "-c", str(recipe), "--no-default-report", "--no-progress")
    terms = aspects_of(json.loads(events.read_text()))["glossaryTermInfo"]
    ours = aspects_of(proposals_of(pack, "glossary"))["glossaryTermInfo"]
    assert {urn: term["definition"] for urn, term in terms.items()} == {
        urn: term["definition"] for urn, term in ours.items()
    }


def aspects_by_entity(proposals: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the names of the aspects of each entity in their order; the client may send two entities in another."""
    found: dict[str, list[str]] = defaultdict(list)
    for proposal in proposals:
        found[proposal["entityUrn"]].append(proposal["aspectName"])
    return found


def some_of(pack: Pack, *files: str) -> Pack:
    """Return a pack with some of the files of another, for the client takes minutes for a month of runs."""
    names = [name for name in pack.counts if any(file in name for file in files)]
    return Pack({name: pack.texts[name] for name in names}, {name: pack.counts[name] for name in names})


@pytest.fixture(scope="module")
def sender(client: Path) -> list[str]:
    """Return how to run the client; that it has what it needs is found out once."""
    return client_command(client, INSTALLED)


def test_the_client_sends_a_pack_in_order(sender: list[str], pack: Pack) -> None:
    some = some_of(pack, "organization", "property", "keys", "products")
    with fake_server() as server:
        push(some, sender, server.url)
    expected = proposals_of(some)
    assert aspects_by_entity(server.proposals) == aspects_by_entity(expected)
    sent = [proposal["aspectName"] for proposal in server.proposals]
    assert sent.index("propertyDefinition") < sent.index("structuredProperties")


def test_a_server_that_refuses_is_said(sender: list[str], pack: Pack) -> None:
    with fake_server(refuses=True) as server, pytest.raises(PushError, match=r"^the client failed: "):
        push(some_of(pack, "property"), sender, server.url)
