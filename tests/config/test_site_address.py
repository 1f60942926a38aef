"""Commands print the address of the site that runs, and the default one where none does."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from config.site_address import DEFAULT_ADDRESS, NOTE, admin_address, note_address

ELSEWHERE = "http://localhost:8123/admin/"


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a state directory of its own."""
    monkeypatch.setattr(settings, "BANK_SERVER", replace(settings.BANK_SERVER, state=tmp_path))
    return tmp_path


def test_the_address_is_noted_while_the_site_runs() -> None:
    assert admin_address() == DEFAULT_ADDRESS
    lock = note_address(ELSEWHERE)
    assert lock
    assert admin_address() == ELSEWHERE
    lock.release()
    assert admin_address() == DEFAULT_ADDRESS


def test_the_note_of_a_site_that_was_killed_says_nothing(state: Path) -> None:
    (state / NOTE).write_text(ELSEWHERE)
    assert admin_address() == DEFAULT_ADDRESS


def test_a_second_site_leaves_the_note_of_the_first(state: Path) -> None:
    lock = note_address(ELSEWHERE)
    assert note_address("http://localhost:8124/admin/") is None
    assert admin_address() == ELSEWHERE
    assert lock


def test_without_a_state_directory_nothing_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BANK_SERVER", replace(settings.BANK_SERVER, state=Path("/dev/null/state")))
    assert note_address(ELSEWHERE) is None
    assert admin_address() == DEFAULT_ADDRESS
