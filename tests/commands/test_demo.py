"""`demo` goes from nothing to a bank, and says how to look at it."""

import pytest

from tests.commandline import manage
from tests.seeded import status


@pytest.mark.usefixtures("empty_bank")
def test_it_seeds_half_a_bank_and_ends_with_the_way_to_it() -> None:
    outcome = manage("demo")
    assert outcome.code == 0
    assert status()["plan"]["scale"] == "0.5"
    login, site = outcome.out.splitlines()[-2:]
    assert login.endswith("manage.py demo_user")
    assert site.endswith("manage.py runserver, then http://127.0.0.1:8000/admin/")


@pytest.mark.usefixtures("seeded")
def test_another_bank_is_left_alone() -> None:
    before = status()["plan"]
    assert manage("demo").code == 0
    assert status()["plan"] == before
