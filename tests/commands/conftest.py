"""Fixtures for the tests of the commands: an empty bank, or a small bank."""

from collections.abc import Iterator

import pytest

from tests.advancing import bank_ahead
from tests.seeded import digests, small_bank, start_afresh


@pytest.fixture
def empty_bank(request: pytest.FixtureRequest) -> None:
    """Empty the bank and forget earlier runs; what a test of a kept bank begins with is up to `seeded` or `ahead`."""
    if not {"seeded", "ahead"} & set(request.fixturenames):
        start_afresh()


@pytest.fixture
def seeded() -> dict[str, str]:
    """Return the digests of the tables of a small bank that has just been seeded, or not been changed since."""
    return small_bank()


@pytest.fixture
def ahead(empty_bank: None) -> dict[str, str]:
    """Return the contents of a small bank that is laid out further than it is seen."""
    return bank_ahead()


@pytest.fixture(scope="module")
def queried_bank() -> Iterator[None]:
    """Seed a small bank, and check at the end that no statement of the module changed it."""
    before = small_bank()
    yield
    assert digests() == before
