"""`demo` seeds a bank and says how to open the admin."""

import re

import pytest

from tests.commandline import manage_here
from tests.seeded import status


@pytest.mark.usefixtures("empty_bank")
def test_it_seeds_a_bank_at_half_scale_and_ends_with_instructions() -> None:
    outcome = manage_here("demo")
    assert outcome.code == 0
    assert status()["plan"]["scale"] == "0.5"
    login, site = outcome.out.splitlines()[-2:]
    assert login.endswith("manage.py demo_user")
    assert re.search(r"manage.py runserver, then http://127\.0\.0\.1:\d+/admin/$", site)


@pytest.mark.usefixtures("seeded")
def test_an_existing_bank_is_kept() -> None:
    before = status()["plan"]
    assert manage_here("demo").code == 0
    assert status()["plan"] == before
