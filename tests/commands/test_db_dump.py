"""db_dump writes a bank into files, and db_restore brings the same bank back, or changes nothing."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError

from seeding.models import Run
from seeding.storage.manifest import MANIFEST
from seeding.storage.planted_faults import planted_faults
from tests.sampling import first
from tests.seeded import command, digests, execute, open_transaction, small_bank, status, value

pytestmark = pytest.mark.usefixtures("empty_bank")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a dump of the small bank, which nobody changes."""
    directory = tmp_path_factory.mktemp("dumps") / "june"
    small_bank()
    command("db_dump", str(directory))
    return directory


@pytest.fixture
def dump(original: Path, seeded: dict[str, str], tmp_path: Path) -> Path:
    """Return the directory of a dump of the seeded bank."""
    return Path(shutil.copytree(original, tmp_path / "june"))


@pytest.mark.parametrize("dump_format", first(["custom", "plain"]))
def test_a_dump_brings_every_row_back(seeded: dict[str, str], tmp_path: Path, dump_format: str) -> None:
    directory = tmp_path / "june"
    fingerprint = command("seed_fingerprint")
    command("db_dump", str(directory), dump_format=dump_format)
    cases = value("default", "SELECT count(*) FROM seeding_planted_transaction")
    command("seed_all", customers="70", employees="6", as_of="2026-06-30", seed="5", replace=True)
    assert digests() != seeded
    command("db_restore", str(directory), replace=True)
    assert digests() == seeded
    assert command("seed_fingerprint") == fingerprint
    assert value("default", "SELECT count(*) FROM seeding_planted_transaction") == cases


@pytest.mark.hard
def test_a_restored_bank_is_one_that_was_seeded(dump: Path, seeded: dict[str, str]) -> None:
    command("seed_clear", confirm=True)
    command("db_restore", str(dump))
    assert status()["state"] == "complete"
    assert Run.objects.first().kind == Run.Kind.RESTORE  # type: ignore[union-attr]
    execute("accounts_db", "UPDATE customers SET last_name = 'Vandal'")
    command("seed_reset")
    assert digests() == seeded


def test_sequences_and_keys_come_back(dump: Path) -> None:
    last = value("accounts_db", "SELECT max(relationship_id) FROM account_relationships")
    keys = "SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f')"
    before = value("accounts_db", keys)
    command("db_restore", str(dump), replace=True)
    following = "SELECT nextval(pg_get_serial_sequence('account_relationships', 'relationship_id'))"
    assert value("accounts_db", following) == last + 1
    assert value("accounts_db", keys) == before


@pytest.mark.hard
def test_a_dump_keeps_planted_faults(seeded: dict[str, str], tmp_path: Path) -> None:
    command("seed_break", check="A1")
    command("db_dump", str(tmp_path / "broken"))
    command("seed_reset")
    command("db_restore", str(tmp_path / "broken"), replace=True)
    assert digests() != seeded
    assert [fault.check_id for fault in planted_faults()] == ["A1"]


def test_a_directory_that_exists_is_refused(dump: Path) -> None:
    with pytest.raises(CommandError, match="already exists; name a new directory"):
        command("db_dump", str(dump))


def test_without_a_bank_there_is_nothing_to_dump(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no bank to dump"):
        command("db_dump", str(tmp_path / "nothing"))
    assert list(tmp_path.iterdir()) == []


def test_a_bank_is_replaced_only_after_asking(dump: Path) -> None:
    execute("accounts_db", "UPDATE customers SET last_name = 'Vandal'")
    changed = digests()
    with pytest.raises(CommandError, match="--replace"):
        command("db_restore", str(dump))
    assert digests() == changed


@pytest.mark.parametrize("file", first(["loans_db.dump", MANIFEST]))
def test_a_damaged_dump_changes_nothing(dump: Path, seeded: dict[str, str], file: str) -> None:
    damaged = dump / file
    damaged.write_bytes(damaged.read_bytes().replace(b"0", b"1", 1))
    with pytest.raises(CommandError, match="damaged"):
        command("db_restore", str(dump), replace=True)
    assert digests() == seeded


def test_a_missing_file_changes_nothing(dump: Path, seeded: dict[str, str]) -> None:
    (dump / "loans_db.dump").unlink()
    with pytest.raises(CommandError, match=r"loans_db\.dump is missing"):
        command("db_restore", str(dump), replace=True)
    assert digests() == seeded


def test_a_directory_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=f"there is no file {MANIFEST} in it"):
        command("db_restore", str(tmp_path))


@pytest.mark.hard
def test_a_locked_table_stops_a_restore_before_any_change(dump: Path, seeded: dict[str, str]) -> None:
    with (
        open_transaction("loans_db", "LOCK TABLE loans IN ACCESS SHARE MODE"),
        pytest.raises(CommandError, match="forgotten browser"),
    ):
        command("db_restore", str(dump), replace=True)
    assert digests() == seeded
