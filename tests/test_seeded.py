"""The small bank that tests share is kept only while nothing has changed it."""

from contextlib import closing

import psycopg
import pytest

from seeding.models import Run
from seeding.storage.connection import connect
from tests.seeded import SMALL, execute, kept_bank, small_bank, start_afresh, traces

pytestmark = pytest.mark.hard

CHANGES = {
    "a row": ("accounts_db", "UPDATE accounts SET branch_code = 'BR999' WHERE account_id = 'ACC-00000001-1'"),
    "a table": ("customer_db", "TRUNCATE satisfaction_surveys"),
    "a sequence": ("accounts_db", "SELECT nextval(pg_get_serial_sequence('account_relationships', 'relationship_id'))"),
    "the mark": ("loans_db", "COMMENT ON SCHEMA public IS NULL"),
    "the answer key": ("default", "DELETE FROM seeding_planted_transaction"),
}


def test_what_nobody_changed_is_kept() -> None:
    rows = small_bank()
    run = Run.objects.get()
    assert small_bank() == rows
    assert Run.objects.get() == run


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed_and_undone(change: str) -> None:
    rows = small_bank()
    before = traces()
    execute(*CHANGES[change])
    assert traces() != before
    assert small_bank() == rows
    # The tables of `default` are not replaced: to empty and fill them leaves their files.
    assert traces() == before


def test_a_bank_is_copied_although_a_session_was_left_open() -> None:
    """Fixtures of other tests keep connections until the end of the run."""
    with closing(connect("loans_db", "test")) as left_open:
        left_open.execute("SELECT 1")
        rows = kept_bank({**SMALL, "seed": "11"})
        assert small_bank() != rows
        assert kept_bank({**SMALL, "seed": "11"}) == rows
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")


def test_a_key_that_is_added_is_noticed() -> None:
    small_bank()
    before = traces()
    execute("loans_db", "ALTER TABLE loans ADD CONSTRAINT of_a_test CHECK (true)")
    assert traces() != before
    execute("loans_db", "ALTER TABLE loans DROP CONSTRAINT of_a_test")


def test_an_empty_bank_without_records_is_not_emptied_again() -> None:
    small_bank()
    start_afresh()
    start_afresh()
    assert not Run.objects.exists()
    small_bank()
    assert Run.objects.count() == 1
