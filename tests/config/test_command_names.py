"""Pages and messages name a command as their reader can type it: an installed project has `dhub` and no `manage.py`."""

import ast
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.template.loader import render_to_string

from config.dhub import unknown_command
from config.prompt import invocation, invocation_on_a_page
from datahub.browsing.outage import _explanation
from tests.commandline import CHECKOUT
from tests.source_code import MODULES, ROOMS, tree_of


class TestAnInstalledProject:
    @pytest.fixture(autouse=True)
    def installed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        python = tmp_path / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        monkeypatch.setattr(sys, "executable", str(python))
        monkeypatch.setenv("PATH", "/nowhere")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("config.prompt.is_checkout", lambda: False)
        monkeypatch.setattr("config.dhub.is_checkout", lambda: False)

    @pytest.mark.parametrize("program", ["gunicorn", "/usr/bin/celery", "-c"])
    def test_has_dhub_whatever_program_runs_it(self, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", [program])
        assert invocation("demo_user") == ".venv/bin/dhub demo user"

    def test_that_was_started_by_its_path_suggests_that_path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        monkeypatch.setattr(sys, "argv", [f"{tmp_path}/.venv/bin/dhub", "demo"])
        monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
        assert invocation("demo_user") == f"{tmp_path}/.venv/bin/dhub demo user"

    def test_says_dhub_on_its_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert invocation_on_a_page("postgres start") == "dhub postgres start"
        assert "<code>dhub demo user</code>" in render_to_string("403.html")
        monkeypatch.setattr(settings, "BANK_SERVER", replace(settings.BANK_SERVER, url=""))
        assert _explanation(OperationalError("refused"))["remedy"] == "dhub postgres start"

    def test_names_django_s_commands_by_django_itself(self) -> None:
        assert re.search(r"python -m django check --settings config.settings$", unknown_command(["check"], []))


def test_a_checkout_says_manage_py_on_its_pages() -> None:
    assert invocation_on_a_page("demo_user") == "python manage.py demo_user"
    assert "<code>python manage.py demo_user</code>" in render_to_string("403.html")


KNOW_BOTH = ("config.prompt", "config.source", "config.dhub", "config.management.options.postgres")
"""They say `manage.py` in a checkout and `dhub` elsewhere; the help of a command is adapted where it is shown."""


def test_no_other_text_names_manage_py() -> None:
    """An installed project has no such file."""
    texts = {name: _texts(name) for name in MODULES if name not in KNOW_BOTH}
    assert [name for name, found in texts.items() if any("manage.py" in text for text in found)] == []
    templates = [path for room in ROOMS for path in (CHECKOUT / room).rglob("*.html")]
    assert templates
    assert [path for path in templates if "manage.py" in path.read_text()] == []


def _texts(module: str) -> list[str]:
    """Return the texts in the code of a module, without its docstrings."""
    tree = tree_of(module)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]
