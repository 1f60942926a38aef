"""What reads the whole bank tells of the rows of one run, also when another run commits between two databases."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from seeding.management import pack_command, survey
from seeding.management.commands import seed_verify
from seeding.storage import fingerprint
from tests.commandline import manage, manage_here
from tests.seeded import SMALL, command, status

OTHER = {**SMALL, "seed": "7"}

pytestmark = [pytest.mark.hard, pytest.mark.usefixtures("seeded")]


def replaced(*, times: int = 1) -> Callable[[], None]:
    """Return a function that replaces the bank, in another process, at its first calls."""
    left = list(range(times))

    def replace() -> None:
        if left:
            options = [part for name, text in OTHER.items() for part in (f"--{name.replace('_', '-')}", text)]
            done = manage("seed_all", *options[:-1], str(7 + left.pop()), "--replace")
            assert done.code == 0, done.errors

    return replace


def then(replace: Callable[[], None], read: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that reads something before the bank is replaced."""

    def read_and_replace(*arguments: Any, **options: Any) -> Any:
        found = read(*arguments, **options)
        replace()
        return found

    return read_and_replace


def test_a_fingerprint_is_of_the_new_bank_if_a_run_commits_between_two_databases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fingerprint, "CONCURRENT_DATABASES", 1)
    monkeypatch.setattr(fingerprint, "_read_digests", then(replaced(), fingerprint._read_digests))
    done = manage_here("seed_fingerprint", "--json")
    assert done.errors == ["The bank was changed meanwhile; reading it again"]
    monkeypatch.undo()
    shown = json.loads(done.out)
    assert shown["plan"]["seed"] == 7
    assert shown == json.loads(manage_here("seed_fingerprint", "--json").out)


def test_the_state_is_that_of_the_new_bank_if_a_run_commits_between_two_databases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(survey, "_counts", then(replaced(), survey._counts))
    report = status()
    assert (report["state"], report["plan"]["seed"]) == ("complete", 7)
    monkeypatch.undo()
    assert report["databases"] == status()["databases"]


def test_checks_start_over_if_a_run_commits_between_two_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    replace, run_checks = replaced(), seed_verify.run_checks

    def run_and_replace(bank: Any, *arguments: Any) -> Any:
        outcomes = list(run_checks(bank, *arguments))
        bank.close()  # an open transaction would keep the run from emptying the tables
        replace()
        return outcomes

    monkeypatch.setattr(seed_verify, "run_checks", run_and_replace)
    done = manage_here("seed_verify", "--check", "A1", "L4", "--json", "-")
    assert done.errors.count("The bank was changed meanwhile; reading it again") == 1
    assert json.loads(done.out)["plan"]["seed"] == 7


def test_a_pack_is_made_again_if_a_run_commits_while_it_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    replace, gathered_facts = replaced(), pack_command.gathered_facts
    plans = []

    @contextmanager
    def gathered_and_replaced(plan: Any, run: Any) -> Iterator[Any]:
        with gathered_facts(plan, run) as facts:
            plans.append(plan.seed)
            yield facts
        replace()

    monkeypatch.setattr(pack_command, "gathered_facts", gathered_and_replaced)
    done = manage_here("catalog_pack", str(tmp_path / "pack"))
    assert done.code == 0
    assert plans[1:] == [7]


def test_a_reader_gives_up_in_one_line_if_the_bank_keeps_changing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "CONCURRENT_DATABASES", 1)
    databases = fingerprint.BANK_DATABASES
    monkeypatch.setattr(fingerprint, "BANK_DATABASES", databases[:1])
    monkeypatch.setattr(fingerprint, "_read_digests", then(replaced(times=3), fingerprint._read_digests))
    with pytest.raises(CommandError, match="was changed 3 times while it was read; try again"):
        command("seed_fingerprint")
