"""The pack as a whole: its files, what it may contain, and that it is the same for the same bank."""

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError

from datahub.databases import BANK_DATABASES
from seeding.catalog.glossary.areas import AREAS, all_terms
from seeding.catalog.openmetadata_glossary import HEADER
from seeding.catalog.pack import FILES, Pack
from seeding.models import Verification
from seeding.storage.bank_state import BankState
from seeding.storage.tables import table_names
from tests.catalog.conftest import current_pack, proposals_of, write_pack
from tests.commandline import manage
from tests.seeded import command, value

OPEN_SOURCE = {
    "domainProperties", "domains", "corpGroupInfo", "corpUserInfo", "groupMembership", "ownership", "glossaryNodeInfo",
    "glossaryTermInfo", "tagProperties", "editableDatasetProperties", "editableSchemaMetadata",
    "erModelRelationshipProperties",
    "propertyDefinition", "structuredProperties", "viewProperties", "upstreamLineage", "queryProperties",
    "querySubjects", "datasetUsageStatistics", "operation", "assertionInfo", "dataPlatformInstance",
    "assertionRunEvent", "incidentInfo", "dataProductProperties", "dataContractProperties", "dataContractStatus",
}  # fmt: skip
"""The aspects that the open-source server keeps; it drops those of the cloud without a word."""


def moments(json_value: Any) -> list[int]:
    """Return every point in time in a JSON value, in milliseconds."""
    found = []
    for name, inner in json_value.items() if isinstance(json_value, dict) else enumerate(json_value):
        if name in ("time", "timestampMillis", "lastUpdatedTimestamp", "startedAt"):
            found.append(inner)
        elif isinstance(inner, dict | list):
            found += moments(inner)
    return found


def test_the_index_lists_the_files_that_exist_in_their_order(pack: Pack) -> None:
    index = json.loads(pack.texts["index.json"])
    listed = [entry["path"] for entry in index["files"]]
    assert listed == sorted(pack.counts) == [name for name in pack.texts if name[0].isdigit()]
    awaited = {entry["path"] for entry in index["files"] if entry.get("wait_for_completion")}
    assert awaited == {file.name for file in FILES if file.awaited}


def test_only_aspects_of_the_open_source_server(pack: Pack) -> None:
    assert {proposal["aspectName"] for proposal in proposals_of(pack)} <= OPEN_SOURCE


def test_an_aspect_is_said_once(pack: Pack) -> None:
    """A second one would replace the first, or in a series of the same moment be lost."""
    said = Counter(
        (proposal["entityUrn"], proposal["aspectName"], proposal["aspect"]["json"].get("timestampMillis"))
        for proposal in proposals_of(pack)
    )
    assert [key for key, count in said.items() if count > 1] == []


def test_every_table_has_a_domain_owners_and_a_product(pack: Pack) -> None:
    tables = {table for database in BANK_DATABASES for table in table_names(database)}
    for file, aspect in (("annotations", "domains"), ("annotations", "ownership"), ("operations", "operation")):
        found = {
            proposal["entityUrn"].split(".public.")[1].split(",")[0]
            for proposal in proposals_of(pack, file)
            if proposal["aspectName"] == aspect and ".public." in proposal["entityUrn"]
        }
        assert found == tables, aspect
    products = [
        asset["destinationUrn"].split(".public.")[1].split(",")[0]
        for proposal in proposals_of(pack, "products")
        for asset in proposal["aspect"]["json"].get("assets", ())
    ]
    assert sorted(products) == sorted(tables)


def test_nothing_is_later_than_the_banks_day(pack: Pack) -> None:
    close = datetime(2026, 7, 1, tzinfo=UTC).timestamp() * 1000 - 1
    times = moments(proposals_of(pack))
    assert max(times) == close
    assert min(times) > close - 31 * 24 * 3600 * 1000


def test_operations_count_the_rows_of_a_day(pack: Pack) -> None:
    found = {
        proposal["aspect"]["json"]["timestampMillis"]: proposal["aspect"]["json"]["numAffectedRows"]
        for proposal in proposals_of(pack, "operations")
        if "public.transactions," in proposal["entityUrn"]
    }
    day = int(datetime(2026, 6, 16, tzinfo=UTC).timestamp() * 1000) - 1
    query = "SELECT count(*) FROM transactions WHERE (transaction_date AT TIME ZONE 'UTC')::date = '2026-06-15'"
    assert found[day] == value("accounts_db", query) > 0


def test_usage_adds_up(pack: Pack) -> None:
    for proposal in proposals_of(pack, "usage"):
        used = proposal["aspect"]["json"]
        assert sum(user["count"] for user in used["userCounts"]) == used["totalSqlQueries"] > 0
        assert len(used["userCounts"]) == used["uniqueUserCount"]
        assert used["fieldCounts"]


@pytest.mark.hard
def test_files_that_are_made_again_have_the_same_bytes(pack: Pack) -> None:
    again = current_pack("property", "operations")
    assert len(again.counts) == 2
    assert {name: again.texts[name] for name in again.counts} == {name: pack.texts[name] for name in again.counts}


@pytest.mark.hard
def test_the_same_bank_gives_the_same_bytes(pack: Pack, tmp_path: Path) -> None:
    """Hashes of texts, which decide the order of sets, are those of a seed here and of chance in `pack`."""
    command("seed_reset")
    done = manage("catalog_pack", str(tmp_path / "again"), PYTHONHASHSEED="1")
    assert done.code == 0, done.err
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "again").iterdir()} == pack.texts


def test_an_earlier_pack_is_replaced_with_all_its_files(made_pack: Pack, tmp_path: Path) -> None:
    directory = tmp_path / "packs" / "bank"
    write_pack(directory)
    (directory / "15-incidents.json").write_text("[]")
    assert f"wrote {made_pack.proposals:,} proposals" in write_pack(directory)
    assert {path.name for path in directory.iterdir()} == made_pack.texts.keys()
    assert [path.name for path in directory.parent.iterdir()] == ["bank"]


@pytest.mark.usefixtures("made_pack")
@pytest.mark.parametrize("others", [("notes.txt",), ("index.json", "notes.txt"), ("README.md",)])
def test_a_directory_with_other_files_is_left_alone(tmp_path: Path, others: tuple[str, ...]) -> None:
    for name in others:
        (tmp_path / name).write_text("mine")
    with pytest.raises(
        CommandError, match=rf"^{tmp_path} is left as it is: it is not empty .* such as {others[-1]}; name"
    ):
        write_pack(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(others, "mine")


def test_a_pack_that_cannot_be_written_leaves_the_earlier_one(
    made_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "bank"
    made_pack.write(directory)
    written = []

    def fail_later(path: Path, text: str, encoding: str) -> None:
        written.append(path.name)
        if len(written) > 3:
            raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail_later)
    with pytest.raises(CommandError, match="bank cannot be written: No space left on device"):
        write_pack(directory)
    monkeypatch.undo()
    assert {path.name: path.read_text(encoding="utf-8") for path in directory.iterdir()} == made_pack.texts
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]


@pytest.mark.usefixtures("made_pack")
def test_a_directory_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"file/pack cannot be written: Not a directory"):
        write_pack(tmp_path / "file" / "pack")


def test_without_a_bank_there_is_no_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seeding.management.reading.read_bank_state", lambda databases: BankState(()))
    with pytest.raises(CommandError, match=r"^there is no bank to read; make one with seed_all$"):
        write_pack(tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


def test_without_verifications_all_runs_are_simulated_and_say_so(pack: Pack) -> None:
    assert not Verification.objects.exists()
    runs = [proposal["aspect"]["json"] for proposal in proposals_of(pack, "runs")]
    assert len(runs) == 30 * len(proposals_of(pack, "assertions")) / 2
    assert {run["runtimeContext"]["simulated"] for run in runs} == {"true"}
    assert {run["result"]["type"] for run in runs} == {"SUCCESS"}


def test_the_readme_names_every_file(pack: Pack) -> None:
    readme = pack.texts["README.md"]
    for name in pack.texts.keys() - {"README.md", "index.json"}:
        assert f"| {name} |" in readme
    assert "datahub datapack load" in readme


def test_the_glossary_of_openmetadata_has_parents_before_their_terms(pack: Pack) -> None:
    rows = list(csv.DictReader(io.StringIO(pack.texts["openmetadata-glossary.csv"])))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == len(AREAS) + len(list(all_terms()))
    known = {"Bank"}
    for row in rows:
        parent = row["parent"] or "Bank"
        assert parent in known
        known.add(f"{parent}.{row['name*']}")


def test_the_business_glossary_has_every_term(pack: Pack) -> None:
    (root,) = yaml.safe_load(pack.texts["glossary.yml"])["nodes"]
    ids = {f"urn:li:glossaryTerm:{term['id']}" for node in root["nodes"] for term in node["terms"]}
    urns = {proposal["entityUrn"] for proposal in proposals_of(pack, "glossary")}
    assert ids == {urn for urn in urns if ":glossaryTerm:" in urn}
