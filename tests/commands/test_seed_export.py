"""`seed_export` writes the same files wherever its parts are made, whole or not at all, and nothing twice."""

import json
from pathlib import Path

import dask.config
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError

from seeding.engine.digest import TableDigest
from seeding.management import lake
from seeding.management.commands import seed_export
from seeding.storage.files.columns import stored_schema
from tests.commandline import manage
from tests.lake import BANK, DEATH, LOG, PARTS, contents, export, manifest
from tests.seeded import command, start_afresh


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bank as this process alone exports it."""
    target = tmp_path_factory.mktemp("exports") / "bank"
    export(target)
    return target


def _refusal(target: Path | str, **options: str) -> str:
    with pytest.raises(CommandError) as refused:
        export(target, **options)
    line = str(refused.value)
    assert "\n" not in line
    return line


def test_every_table_has_a_file_per_part_with_rows(exported: Path) -> None:
    for table in lake.TABLES:
        names = sorted(path.name for path in exported.joinpath(*table.split(".")).iterdir())
        assert names
        assert set(names) <= {f"part-{number:05}.parquet" for number in range(PARTS)}
    ledger = exported / "accounts_db" / "transactions"
    assert len(list(ledger.iterdir())) == PARTS - 1
    # Departments belong to the bank as a whole, employees to the region of the first block.
    for table, name in (("departments", "part-00000.parquet"), ("employees", "part-00001.parquet")):
        assert [path.name for path in (exported / "employees_db" / table).iterdir()] == [name]


def test_the_answer_key_is_not_exported(exported: Path) -> None:
    assert not [name for name in contents(exported) if "planted" in name or name.startswith("default")]


def test_the_manifest_has_the_rows_and_digests_of_the_files(exported: Path) -> None:
    record, files = manifest(exported), contents(exported)
    assert (record["complete"], record["parts"], record["plan"]["customers"]) == (True, PARTS, 1000)
    digests = dict.fromkeys(lake.TABLES, TableDigest())
    for file in record["files"]:
        rows = pq.read_table(exported / file["name"])
        assert (file["rows"], file["sha256"]) == (rows.num_rows, files[file["name"]])
        assert file["digest"] == TableDigest.of(rows).hex()
        digests[file["table"]] += TableDigest.of(rows)
    assert record["digests"] == {
        name: {"rows": digest.rows, "digest": digest.hex()} for name, digest in digests.items()
    }
    assert record["rows"] == sum(digest.rows for digest in digests.values())
    assert {file["name"] for file in record["files"]} == {name for name in files if not name.startswith("_")}


def test_types_keys_and_comments_are_those_of_the_models(exported: Path) -> None:
    schema = json.loads((exported / "_schema.json").read_text())
    assert list(schema) == list(lake.TABLES)
    for name, model in lake.TABLES.items():
        file = next(exported.joinpath(*name.split(".")).iterdir())
        assert pq.read_schema(file).equals(stored_schema(model), check_metadata=False)
        fields = {field.name: field for field in pq.read_schema(file)}
        assert {column["name"]: column["comment"] for column in schema[name]["columns"]} == {
            column: field.metadata[b"comment"].decode() for column, field in fields.items()
        }
        assert schema[name]["comment"] == pq.read_schema(file).metadata[b"comment"].decode()
    assert {"column": "customer_id", "references": {"table": "accounts_db.customers", "column": "customer_id"}} in [
        {key: value for key, value in found.items() if key != "crosses_databases"}
        for found in schema["accounts_db.accounts"]["foreign_keys"]
    ]
    crossing = [key for table in schema.values() for key in table["foreign_keys"] if key["crosses_databases"]]
    assert len(crossing) == 29


@pytest.mark.hard
def test_processes_write_the_same_files(exported: Path, tmp_path: Path) -> None:
    export(tmp_path / "bank", workers="2")
    assert contents(tmp_path / "bank") == contents(exported)


@pytest.mark.hard
def test_a_process_that_is_killed_costs_no_row(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DEATH, str(tmp_path / "dead"))
    export(tmp_path / "bank", workers="2")
    assert (tmp_path / "dead").exists()
    assert contents(tmp_path / "bank") == contents(exported)


@pytest.mark.hard
def test_a_dask_worker_that_is_killed_costs_its_part_again_and_nothing_more(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DEATH, str(tmp_path / "dead"))
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    export(tmp_path / "bank", cluster="local:2")
    assert contents(tmp_path / "bank") == contents(exported)
    begun = sorted(map(int, (tmp_path / "log").read_text().split()))
    assert begun.count(2) == 2
    assert len(begun) <= PARTS + 2  # Dask may have handed a second part to the worker


@pytest.mark.hard
def test_parts_made_anywhere_join_to_the_same_export(exported: Path, tmp_path: Path) -> None:
    target = tmp_path / "bank"
    assert "4 of 6 parts" in export(target, blocks="2:6")
    assert manifest(target)["complete"] is False
    assert "2 of 6 parts" not in export(target, blocks="0:2")
    assert contents(target) == contents(exported)


def test_given_again_it_makes_nothing(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(lake.PartBaker, "bake", fail)
    assert export(exported).startswith("nothing to do")


@pytest.mark.hard
def test_it_makes_what_is_missing_and_nothing_else(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bank"
    export(target, blocks="0:5")
    (target / "loans_db/loans/part-00003.parquet").unlink()
    (target / "accounts_db/accounts/part-00001.parquet").write_bytes(b"half")
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    export(target)
    assert sorted((tmp_path / "log").read_text().split()) == ["1", "3", "5"]
    assert contents(target) == contents(exported)


@pytest.mark.parametrize(
    "options",
    [{"seed": "8"}, {"customers": "999"}, {"as_of": "2026-06-29"}, {"file_format": "csv"}, {"tables": "loans"}],
)
def test_another_export_in_the_same_place_is_refused(exported: Path, options: dict[str, str]) -> None:
    before = contents(exported)
    line = _refusal(exported, **options)
    assert f"{exported} has an export of" in line
    assert "give another place" in line
    assert contents(exported) == before


def test_some_tables_alone_have_the_same_rows(exported: Path, tmp_path: Path) -> None:
    export(tmp_path / "bank", tables="loans accounts_db.accounts employees")
    record, whole = manifest(tmp_path / "bank"), manifest(exported)
    assert list(record["digests"]) == ["employees_db.employees", "accounts_db.accounts", "loans_db.loans"]
    assert record["digests"] == {name: whole["digests"][name] for name in record["digests"]}


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"scale": "0"}, "--scale 0 is not a size"),
        ({"workers": "none"}, "--workers none is not a number of processes"),
        ({"workers": "0"}, "--workers 0 is not a number of processes"),
        ({"blocks": "3"}, "--blocks 3 is not a range; give A:B"),
        ({"blocks": "2:99"}, "--blocks 2:99 is outside 0:6; this export has 6 parts"),
        ({"blocks": "2:2"}, "--blocks 2:2 is outside 0:6"),
        ({"tables": "nonsense"}, "--tables nonsense is not a table of the bank"),
        ({"cluster": "tcp://127.0.0.1:1"}, "the cluster tcp://127.0.0.1:1 cannot be reached"),
        ({"cluster": "local:many"}, "the cluster local:many cannot be reached"),
        ({"changes_after": "2026-06-30"}, "--changes 2026-06-30 is not a day from 2026-06-30"),
        ({"changes_after": "2026-06-01", "blocks": "0:1"}, "leave out --tables and --blocks"),
    ],
)
def test_what_is_not_possible_is_refused_in_one_line(options: dict[str, str], named: str, tmp_path: Path) -> None:
    with dask.config.set({"distributed.comm.timeouts.connect": "100ms"}):  # nobody listens at the port
        assert named in _refusal(tmp_path / "bank", **options)


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("ftp://host/bank", "ftp:// is not supported; give a path, s3://, gs:// or abfs://"),
        ("s3://", "it names no bucket"),
        ("/proc/bank", "/proc/bank cannot be used: No such file or directory"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_in_one_line(target: str, named: str) -> None:
    assert named in _refusal(target)


def test_a_full_disk_ends_it_in_one_line_without_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OSError("[Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", fail)
    assert "No space left on device" in _refusal(tmp_path, tables="loans", blocks="1:2")
    assert contents(tmp_path).keys() == {"_manifest.json", "_schema.json"}


def test_a_place_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "_manifest.json").write_text('{"project": "another"}')
    assert "_manifest.json is not that of an export, or is damaged" in _refusal(tmp_path)


def test_a_cluster_without_its_packages_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    monkeypatch.delitem(__import__("sys").modules, "seeding.execution.cluster", raising=False)
    assert _refusal(tmp_path, cluster="local:2") == "--cluster needs the extra: pip install 'datahub-bank[cluster]'"


@pytest.mark.hard
def test_no_server_is_needed_if_the_options_make_the_bank(tmp_path: Path) -> None:
    options = [part for name, value in BANK.items() for part in (f"--{name.replace('_', '-')}", value)]
    outcome = manage(
        *("seed_export", *options, "--to", str(tmp_path / "bank"), "--tables", "loans"),
        POSTGRES_URL="postgresql://nobody@127.0.0.1:1/none",
    )
    assert (outcome.code, outcome.err) == (0, "")
    assert "rows of 1 table of" in outcome.out


def test_without_options_an_export_goes_on_without_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command("seed_export", to=str(tmp_path), tables=["loans"], file_format="csv", blocks="0:1", **BANK)
    monkeypatch.setattr(seed_export, "prepare_databases", None)
    assert "rows of 1 table of" in command("seed_export", to=str(tmp_path))
    record = manifest(tmp_path)
    assert (record["complete"], record["plan"]["customers"], record["format"]) == (True, 1000, "csv")


@pytest.mark.parametrize("file_format", ["parquet", "arrow"])
def test_the_fingerprint_of_files_is_that_of_the_rows_that_were_made(file_format: str, tmp_path: Path) -> None:
    export(tmp_path, tables="loans employees", file_format=file_format)
    found = json.loads(command("seed_fingerprint", url=str(tmp_path), as_json=True))
    record = manifest(tmp_path)
    assert found["tables"] == {name: facts["digest"] for name, facts in record["digests"].items()}
    assert (found["bank"], found["plan"]) == (record["fingerprint"], record["plan"])


def test_the_fingerprint_of_files_finds_a_changed_row(tmp_path: Path) -> None:
    export(tmp_path, tables="loans")
    file, part = tmp_path / "loans_db/loans/part-00002.parquet", tmp_path / "_parts/part-00002.json"
    rows = pq.read_table(file)
    pq.write_table(rows.set_column(0, rows.schema.field(0), rows[0].take(list(reversed(range(len(rows)))))), file)
    record = json.loads(part.read_text())
    record["files"][0]["bytes"] = file.stat().st_size
    part.write_text(json.dumps(record))
    with pytest.raises(CommandError, match="are not those that were written"):
        command("seed_fingerprint", url=str(tmp_path))


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "there is no export"),
        ({"blocks": "1:3"}, "4 of 6 parts are missing"),
        ({"blocks": "0:1", "file_format": "csv"}, "csv has no types; its manifest has the digests"),
    ],
)
def test_only_a_complete_export_with_types_has_a_fingerprint(
    options: dict[str, str], named: str, tmp_path: Path
) -> None:
    if options:
        export(tmp_path, tables="loans", **options)
    with pytest.raises(CommandError, match=named):
        command("seed_fingerprint", url=str(tmp_path))


@pytest.mark.hard
class TestTheCurrentBank:
    @pytest.fixture(autouse=True)
    def _afresh(self) -> None:
        start_afresh()

    def test_is_exported_without_options(self, tmp_path: Path) -> None:
        command("seed_all", **{**BANK, "customers": "130"})
        command("seed_export", to=str(tmp_path / "bank"))
        record = manifest(tmp_path / "bank")
        assert record["plan"]["customers"] == 130
        assert record["fingerprint"] == json.loads(command("seed_fingerprint", as_json=True))["bank"]
        start_afresh()

    def test_without_one_there_is_nothing_to_export(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="there is no bank to read"):
            command("seed_export", to=str(tmp_path / "bank"))


@pytest.mark.hard
def test_the_feed_beside_a_snapshot_is_that_of_seed_changes(tmp_path: Path) -> None:
    days = {"seed": "7", "customers": "130", "employees": "12", "as_of": "2026-06-28", "until": "2026-07-01"}
    lake_options = {"to": str(tmp_path / "bank"), "file_format": "jsonl", "changes_after": "2026-06-28", **days}
    command("seed_export", **lake_options)
    feed = (tmp_path / "bank" / "changes" / "changes.jsonl").read_text()
    assert feed == command("seed_changes", **days)
    record = manifest(tmp_path / "bank")["changes"]
    assert (record["from"], record["to"], record["events"]) == ("2026-06-28", "2026-07-01", len(feed.splitlines()))
    assert command("seed_export", **lake_options).startswith("nothing to do")
    with pytest.raises(CommandError, match="the changes after 2026-06-28 are there already"):
        command("seed_export", **{**lake_options, "changes_after": "2026-06-30"})
