"""dhub runs the project's commands by the words of their names, from any directory."""

import os
import re
import shlex
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from config import dhub
from config.command_line import PROJECT_APPS
from config.prompt import as_words
from seeding.models import Run
from tests.commandline import CHECKOUT, Outcome, run
from tests.seeded import kept_bank, start_afresh

QUERY = re.compile(r'dhub (db query ".*?"[^\n|>]*)', re.DOTALL)
EXAMPLES = [
    *QUERY.findall((CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")),
    'db query "SELECT e.first_name, e.role, d.department_name FROM employees e '
    'JOIN departments d ON e.department = d.department_name LIMIT 5" -d employees_db',
    'db query "SELECT c.first_name, a.account_type, a.balance FROM customers c '
    'JOIN accounts a ON c.customer_id = a.customer_id LIMIT 5" -d accounts_db',
    'db query "SELECT customer_id, full_name, assigned_agent_id FROM customer_profiles '
    'WHERE assigned_agent_id IS NOT NULL LIMIT 5" -d customer_db',
]


def script(*arguments: str, place: Path) -> Outcome:
    """Run ./dhub of the checkout in another directory."""
    return run(sys.executable, str(CHECKOUT / "dhub"), *arguments, place=place)


@pytest.fixture(autouse=True)
def _command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a command line of its own, because dhub changes it."""
    monkeypatch.setattr(sys, "argv", ["dhub"])


class TestTheCommand:
    def test_is_the_one_with_the_most_words(self) -> None:
        names = {"demo", "demo_user", "seed_all", "postgres"}
        for typed, name, rest in [
            ("demo", "demo", []),
            ("demo user", "demo_user", []),
            ("demo user ada", "demo_user", ["ada"]),
            ("demo ada", "demo", ["ada"]),
            ("postgres url accounts_db", "postgres", ["url", "accounts_db"]),
            ("seed_all", "seed_all", []),
            ("seed", "", ["seed"]),
        ]:
            found, used = dhub.longest_match(typed.split(), names)
            assert (found, typed.split()[used:]) == (name, rest)

    def test_is_one_of_the_projects_own(self) -> None:
        files = {
            path.stem
            for room in PROJECT_APPS
            for path in CHECKOUT.glob(f"{room}/**/management/commands/*.py")
            if path.stem != "__init__"
        }
        assert set(dhub.bank_commands()) == files - dhub.DJANGO_COMMANDS
        assert files >= {"db_query", "db_tables", "seed_all", "postgres", "demo"}

    @pytest.mark.parametrize("name", dhub.bank_commands())
    def test_has_help_under_the_name_that_was_typed(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            dhub.run([*name.split("_"), "--help"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: dhub {as_words(name)} ")


class TestWithoutACommand:
    @pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
    def test_all_commands_are_listed_with_their_help(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert dhub.run(arguments) == 0
        listed = dict(re.findall(r"^  (\w+(?: \w+)*)  +(\S.*)$", capsys.readouterr().out, re.MULTILINE))
        assert set(listed) == {as_words(name) for name in dhub.bank_commands()}
        assert listed["seed all"] == "Fill the six databases with a bank."

    @pytest.mark.parametrize("arguments", [["seed"], ["seed", "--help"], ["help", "seed"]])
    def test_commands_that_start_with_the_words_are_listed(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert dhub.run(arguments) == 0
        _, _, *lines = capsys.readouterr().out.splitlines()
        assert lines
        assert all(line.startswith("  seed ") for line in lines)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("seed al", "there is no command seed al; did you mean dhub seed all?"),
            ("sed all --scale 1", "there is no command sed all; did you mean dhub seed all?"),
            ("db qury SELECT", "there is no command db qury; did you mean dhub db query?"),
            ("seeed", "there is no command seeed; did you mean dhub seed?"),
            ("xyzzy", "there is no command xyzzy; dhub lists the commands"),
            ("--scale 1", "there is no command --scale; dhub lists the commands"),
            ("seed --scale 1", "seed is not a complete command; dhub seed lists the commands that start with it"),
            ("check", "check is Django's own command: python manage.py check"),
        ],
    )
    def test_the_most_similar_command_is_suggested(
        self, typed: str, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert dhub.run(typed.split()) == 2
        assert capsys.readouterr() == ("", f"dhub: {said}\n")


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    package = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    assert dhub.run(["--version"]) == 0
    assert capsys.readouterr().out == f"dhub {package['project']['version']}\n"


def test_a_run_records_its_command_line() -> None:
    start_afresh()
    dhub.run(["seed", "all", "--customers", "70", "--employees", "6", "--as-of", "2026-06-30"])
    assert Run.objects.latest("started_at").command == ("seed_all --customers 70 --employees 6 --as-of 2026-06-30")


@pytest.fixture(scope="class")
def bank() -> None:
    """Seed a bank in which every query of the documentation finds rows."""
    kept_bank({"scale": "0.5", "as_of": "2026-06-30"})


@pytest.mark.usefixtures("bank")
class TestTheQueriesOfTheDocumentation:
    @pytest.mark.parametrize("example", EXAMPLES)
    def test_are_run(self, example: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert dhub.run(shlex.split(example)) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert "(5 rows)" in out or "LIMIT 5" not in example

    def test_are_run_by_the_script_in_any_directory(self, tmp_path: Path) -> None:
        outcome = script(*shlex.split(EXAMPLES[-1]), place=tmp_path)
        assert (outcome.code, outcome.err) == (0, "")
        assert "(5 rows)" in outcome.out


class TestTheScript:
    def test_ends_with_the_exit_code_of_the_command(self, tmp_path: Path) -> None:
        assert script("db", "query", "SELECT 1; SELECT 2", "-d", "loans_db", place=tmp_path).code == 1
        assert script("db", "query", place=tmp_path).code == 2

    def test_reports_a_missing_django(self, tmp_path: Path) -> None:
        copy = _copied(tmp_path)
        done = _run_without_django(copy)
        assert (done.code, done.out, len(done.errors)) == (1, "", 1)
        assert "Django is not installed" in done.err

    def test_uses_the_virtualenv_beside_it_if_there_is_no_django(self, tmp_path: Path) -> None:
        copy = _copied(tmp_path)
        python = tmp_path / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.write_text('#!/bin/sh\necho "$@"\n')
        python.chmod(0o755)
        done = _run_without_django(copy, "seed", "all", "--scale", "0.1 0.2")
        assert (done.code, done.out) == (0, f"{copy} seed all --scale 0.1 0.2\n")


def _copied(place: Path) -> Path:
    copy = place.resolve() / "dhub"
    copy.write_bytes((CHECKOUT / "dhub").read_bytes())
    copy.chmod(0o755)
    return copy


def _run_without_django(script: Path, *arguments: str) -> Outcome:
    """Run the script with a Python that sees the standard library only."""
    return run(sys.executable, "-S", str(script), *arguments, environment={"PATH": os.defpath})


def test_the_package_installs_the_same_program() -> None:
    package = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    (name, value), *others = package["project"]["scripts"].items()
    assert (name, others) == ("dhub", [])
    assert EntryPoint(name, value, "console_scripts").load() is dhub.main
