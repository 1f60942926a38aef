"""seed_clear empties the bank, but only after confirmation."""

import pytest
from django.core.management import CommandError

from seeding.bank.graph import BANK
from seeding.models import Run
from tests.seeded import command, digests, execute, status, value

pytestmark = pytest.mark.usefixtures("empty_bank")


def test_without_confirmation_it_lists_what_it_would_delete(seeded: dict[str, str]) -> None:
    with pytest.raises(CommandError, match=r"this would delete [\d,]+ rows; to do it: seed_clear --confirm") as raised:
        command("seed_clear")
    assert raised.value.returncode == 1
    assert digests() == seeded


def test_it_empties_every_table_and_the_plan_is_gone(seeded: dict[str, str]) -> None:
    answer_key = 1
    assert f"rows of {len(BANK.recipes) - answer_key} tables" in command("seed_clear", confirm=True)
    assert not any(digests().values())
    report = status()
    assert (report["state"], report["plan"], report["run"]["kind"]) == ("empty", None, "clear")


def test_it_resets_sequences(seeded: dict[str, str]) -> None:
    command("seed_clear", confirm=True)
    first = "SELECT nextval(pg_get_serial_sequence('account_relationships', 'relationship_id'))"
    assert value("accounts_db", first) == 1


def test_it_clears_rows_that_no_run_wrote() -> None:
    execute("employees_db", "INSERT INTO training_programs VALUES ('MINE', 'of my own')")
    command("seed_clear", confirm=True)
    assert status()["state"] == "empty"


def test_an_empty_bank_can_be_cleared() -> None:
    assert "deleted 0 rows" in command("seed_clear", confirm=True)
    assert Run.objects.filter(state=Run.State.COMPLETE, kind=Run.Kind.CLEAR).exists()
