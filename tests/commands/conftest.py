"""Fixtures for the tests of the commands: an empty bank, or a small bank."""

import pytest

from tests.seeded import SMALL, command, digests, start_afresh


@pytest.fixture
def empty_bank() -> None:
    """Empty the bank and forget earlier runs."""
    start_afresh()


@pytest.fixture
def seeded(empty_bank: None) -> dict[str, str]:
    """Return the digests of the tables of a small bank."""
    command("seed_all", **SMALL)
    return digests()
