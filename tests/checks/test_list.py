"""docs/checks.md lists the checks that exist."""

import re

from seeding.checks.all_tables.row_counts import ROW_COUNTS
from seeding.checks.suite import CHECKS, GROUPS
from seeding.storage.tables import FILLED, table_names
from tests.bank.share_checks import SHARE_CHECKS
from tests.commandline import CHECKOUT

OF_THE_GENERATOR = {"G6": "tests/bank/test_determinism.py", "G7": "tests/bank/test_prefix.py"}
DOCUMENT = (CHECKOUT / "docs/checks.md").read_text(encoding="utf-8")


def listed() -> dict[str, str]:
    lines = re.findall(r"^\* ([A-Z]\d+) (.*)$", DOCUMENT, re.MULTILINE)
    assert len(lines) == len(dict(lines))
    return dict(lines)


def test_the_document_lists_every_check_and_no_other() -> None:
    row_counts = {check.id for check in ROW_COUNTS}
    assert row_counts == {f"N.{table}" for database in FILLED for table in table_names(database)}
    assert listed().keys() == {check.id for check in CHECKS} - row_counts | OF_THE_GENERATOR.keys()


def test_the_document_states_shares_as_the_checks_do() -> None:
    document = listed()
    assert [check.id for check in SHARE_CHECKS if document[check.id] != f"~ {check.title}"] == []


def test_tests_of_the_generator_exist() -> None:
    for check, file in OF_THE_GENERATOR.items():
        assert check in DOCUMENT
        assert (CHECKOUT / file).exists()


def test_an_id_is_the_letter_of_a_group_and_a_number_or_a_table() -> None:
    assert all(re.fullmatch(f"[{''.join(GROUPS)}][1-9][0-9]?|N[.][a-z_]+", check.id) for check in CHECKS)


def test_every_check_has_a_title_and_a_fault() -> None:
    for check in CHECKS:
        for given in (check.title, check.databases, check.fault.description, check.fault.statements):
            assert given, check.id
        assert not check.title.endswith("."), check.id
