"""All settings are documented, and loading them changes nothing."""

import re
import subprocess
import sys
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from config.inspection import migrations_on_disk
from tests.commandline import CHECKOUT, manage_here


def test_every_setting_is_in_the_example() -> None:
    read = set(re.findall(r'(?:env\.\w+|switch)\("(\w+)"', _settings()))
    documented = set(re.findall(r"^#(\w+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))
    in_compose = set(re.findall(r"\$\{(\w+)", (CHECKOUT / "docker-compose.yml").read_text()))
    assert documented == read | in_compose


def test_loading_settings_creates_no_file(tmp_path: Path) -> None:
    state = tmp_path / "state"
    program = "import django; django.setup(); from django.conf import settings; assert not settings.DEBUG"
    subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, env={**_environment(state)}, check=True)
    assert not state.exists()


def test_the_secret_key_is_created_once_and_kept_in_the_state_directory(tmp_path: Path) -> None:
    program = (
        "from django.conf import settings; from django.core import signing; print(signing.dumps('x', key=None)[:0])"
    )
    program += "; print(settings.SECRET_KEY)"
    keys = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=CHECKOUT, env=_environment(tmp_path), check=True, capture_output=True
        ).stdout
        for _ in range(2)
    }
    assert len(keys) == 1
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_djangos_checks_pass() -> None:
    outcome = manage_here("check")
    assert (outcome.code, outcome.err) == (0, "")


def test_migrations_are_found_by_their_file_names() -> None:
    assert migrations_on_disk() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _environment(state: Path) -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "config.settings", "POSTGRES_STATE": str(state), "PATH": ""}


def _settings() -> str:
    return "".join((CHECKOUT / "config" / name).read_text() for name in ("bank_settings.py", "settings.py"))
