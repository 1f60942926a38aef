"""seed_reset restores the bank, whatever was changed in it."""

import pytest
from django.core.management import CommandError

from seeding.models import Run
from tests.seeded import command, digests, execute, value

pytestmark = pytest.mark.usefixtures("empty_bank")


def test_it_restores_every_byte(seeded: dict[str, str]) -> None:
    execute(
        "accounts_db",
        "DELETE FROM transactions",
        "UPDATE customers SET last_name = 'Vandal'",
        "SELECT setval(pg_get_serial_sequence('account_relationships', 'relationship_id'), 999999)",
    )
    execute("employees_db", "INSERT INTO training_programs VALUES ('MINE', 'of my own')")
    assert digests() != seeded
    command("seed_reset")
    assert digests() == seeded
    assert Run.objects.first().kind == Run.Kind.RESET  # type: ignore[union-attr]


def test_sequences_continue_after_the_last_row(seeded: dict[str, str]) -> None:
    last = value("accounts_db", "SELECT max(relationship_id) FROM account_relationships")
    following = "SELECT nextval(pg_get_serial_sequence('account_relationships', 'relationship_id'))"
    assert value("accounts_db", following) == last + 1


def test_without_a_bank_it_is_refused() -> None:
    with pytest.raises(CommandError, match="there is no bank to load again; make one with seed_all"):
        command("seed_reset")


def test_rows_that_no_run_wrote_are_kept() -> None:
    execute("employees_db", "INSERT INTO training_programs VALUES ('MINE', 'of my own')")
    with pytest.raises(CommandError, match="no recorded run wrote"):
        command("seed_reset")
    assert value("employees_db", "SELECT count(*) FROM training_programs") == 1
