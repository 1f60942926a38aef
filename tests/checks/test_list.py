"""The list of checks that people read is the list of checks that there are."""

import re

from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.row_counts import ROW_COUNTS
from seeding.checks.suite import CHECKS, GROUPS
from seeding.storage.tables import table_names
from tests.commandline import CHECKOUT

OF_THE_GENERATOR = {"G6": "tests/bank/test_determinism.py", "G7": "tests/bank/test_prefix.py"}


def listed() -> list[str]:
    return re.findall(r"^\* ([A-Z]\d+) ", (CHECKOUT / "docs/checks.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_check_that_is_listed_is_there_and_the_other_way_round() -> None:
    of_tables = {check.id for check in ROW_COUNTS}
    assert of_tables == {f"T.{table}" for database in BANK_DATABASES for table in table_names(database)}
    assert set(listed()) == {check.id for check in CHECKS} - of_tables | OF_THE_GENERATOR.keys()
    assert len(listed()) == len(set(listed()))


def test_what_is_about_the_generator_is_tested_there() -> None:
    for check, file in OF_THE_GENERATOR.items():
        assert check in (CHECKOUT / "docs/checks.md").read_text(encoding="utf-8")
        assert (CHECKOUT / file).exists()


def test_a_check_is_called_by_its_group_and_a_number() -> None:
    assert all(re.fullmatch(f"[{''.join(GROUPS)}][1-9][0-9]?|T[.][a-z_]+", check.id) for check in CHECKS)


def test_every_check_says_what_it_means_and_how_it_can_be_broken() -> None:
    for check in CHECKS:
        for said in (check.title, check.databases, check.fault.description, check.fault.statements):
            assert said, check.id
        assert not check.title.endswith("."), check.id
