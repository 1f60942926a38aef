"""Fixtures for the tests of the commands: an empty bank, or a small bank."""

import pytest

from tests.seeded import small_bank, start_afresh


@pytest.fixture
def empty_bank(request: pytest.FixtureRequest) -> None:
    """Empty the bank and forget earlier runs; what a test of a kept bank begins with is up to `seeded` or `ahead`."""
    if not {"seeded", "ahead"} & set(request.fixturenames):
        start_afresh()


@pytest.fixture
def seeded() -> dict[str, str]:
    """Return the digests of the tables of a small bank that has just been seeded, or not been changed since."""
    return small_bank()
