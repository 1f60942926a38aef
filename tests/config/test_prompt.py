"""A command suggests another command the way the user can type it."""

import sys
from pathlib import Path

import pytest

from config.prompt import invocation


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to a checkout, whose virtualenv's Python is running, with an empty PATH; return the checkout."""
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    for program in (python, python.with_name("dhub")):
        program.touch(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_an_active_virtualenv_the_line_has_the_path_of_its_python(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", "demo"])
    assert invocation("demo_user") == ".venv/bin/python manage.py demo_user"


def test_in_an_active_virtualenv_the_line_has_python(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", "demo"])
    monkeypatch.setenv("PATH", str(environment / ".venv/bin"))
    assert invocation("demo_user") == "python manage.py demo_user"


def test_from_another_directory_paths_are_absolute(
    environment: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [f"{environment}/manage.py", "demo"])
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert invocation("demo_user") == f"{environment}/.venv/bin/python {environment}/manage.py demo_user"


def test_dhub_suggests_dhub(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dhub", "demo"])
    assert invocation("demo_user") == "./dhub demo user"
    monkeypatch.setenv("PATH", str(environment / ".venv/bin"))
    assert invocation("demo_user") == "dhub demo user"
