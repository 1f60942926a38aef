"""Invalid options of seed_all are refused."""

import pytest
from django.core.management import CommandError

from seeding.models import Run
from tests.commandline import manage, manage_here
from tests.seeded import command, digests, small_bank


@pytest.fixture(scope="module")
def untouched() -> dict[str, str]:
    """Return the digests of the tables of a bank that no test here changes."""
    return small_bank()


@pytest.mark.parametrize(
    "options",
    [
        *({"scale": scale} for scale in ("0", "-1", "nan", "inf", "-inf", "half", "", "1_0", "1e9999999")),
        *({"customers": number} for number in ("0", "-5", "1.5", "many", "100000000", "9" * 5_000)),
        *({"employees": number} for number in ("4", "100000", "x")),
        *({"seed": number} for number in ("-1", "x", str(2**63))),
        *({"as_of": day} for day in ("2026-02-30", "last week", "20260101", "1999-12-31", "2101-01-01", "2099-01-01")),
    ],
    ids=lambda options: "=".join(*options.items())[:30],
)
def test_an_invalid_option_is_an_error_of_one_line_and_changes_nothing(
    untouched: dict[str, str], options: dict[str, str]
) -> None:
    with pytest.raises(CommandError) as raised:
        command("seed_all", **options)
    (line,) = str(raised.value).splitlines()
    assert next(iter(options.values())).lower() in line.lower().replace(",", "")
    assert digests() == untouched
    assert Run.objects.count() == 1


def test_an_invalid_option_on_the_command_line_prints_only_that_line() -> None:
    outcome = manage("seed_all", "--scale", "nan")
    assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1)


def test_an_unknown_option_has_exit_code_2() -> None:
    assert manage_here("seed_all", "--size", "3").code == 2
