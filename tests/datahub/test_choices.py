"""Status values and their tones: declared with the value, required by the system checks, shown as colors."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.test.utils import isolate_apps

from datahub.browsing.badges import status_badge, tone_of, value_badge
from datahub.checks import errors_of
from datahub.choices import Tone, TonedChoices
from datahub.fields import TextColumn
from datahub.loans.models import Loan
from tests.datahub.contract import bank_models


class Status(TonedChoices):
    OPEN = "open", Tone.WARNING
    PAID_OFF = "paid_off", Tone.GOOD
    SOLD = "sold", Tone.NEUTRAL, "sold to an investor"
    LOST = "lost"


@pytest.fixture
def _isolated() -> Iterator[None]:
    with isolate_apps("datahub.loans"):
        yield


def test_a_member_has_a_value_a_label_and_a_tone() -> None:
    assert Status.choices[:3] == [("open", "Open"), ("paid_off", "Paid Off"), ("sold", "sold to an investor")]
    assert [member.tone for member in (Status.OPEN, Status.PAID_OFF, Status.SOLD)] == [
        Tone.WARNING,
        Tone.GOOD,
        Tone.NEUTRAL,
    ]
    assert Status("paid_off") is Status.PAID_OFF
    assert Status.OPEN == "open"


def test_a_missing_tone_is_an_error_where_it_is_needed() -> None:
    with pytest.raises(ValueError, match=r"Status\.LOST declares no tone"):
        _ = Status.LOST.tone


@pytest.mark.usefixtures("_isolated")
def test_the_system_checks_name_model_field_and_value_without_a_tone() -> None:
    class Contract(models.Model):
        contract_state = TextColumn(max_length=20, choices=Status)

        class Meta:
            app_label = "loans"

    (error,) = errors_of(Contract)
    assert error.id == "datahub.E004"
    assert "Contract.contract_state has the value 'lost' without a tone" in error.msg
    assert error.obj is Contract._meta.get_field("contract_state")


@pytest.mark.usefixtures("_isolated")
@pytest.mark.parametrize("column", ["status", "contract_status"])
def test_the_values_of_a_status_column_need_tones(column: str) -> None:
    field = TextColumn(max_length=20, choices=[("running", "Running"), ("ended", "Ended")])
    contract = type("Contract", (models.Model,), {
        "__module__": __name__, column: field, "Meta": type("Meta", (), {"app_label": "loans"})
    })  # fmt: skip
    assert [error.msg.partition(" without")[0] for error in errors_of(contract)] == [
        f"Contract.{column} has the value 'running'",
        f"Contract.{column} has the value 'ended'",
    ]


@pytest.mark.usefixtures("_isolated")
def test_other_value_lists_need_no_tones() -> None:
    class Contract(models.Model):
        contract_type = TextColumn(max_length=20, choices=[("fixed", "Fixed"), ("variable", "Variable")])

        class Meta:
            app_label = "loans"

    assert errors_of(Contract) == []


def test_every_column_of_the_bank_with_toned_choices_has_a_tone_per_value() -> None:
    toned = [
        field
        for _, model in bank_models()
        for field in model._meta.concrete_fields
        if isinstance(field, TextColumn) and field.toned_choices
    ]
    assert len(toned) > 10
    for field in toned:
        for value, _ in field.flatchoices:
            assert isinstance(tone_of(field, value), Tone)


def test_migrations_know_nothing_of_tones() -> None:
    _, _, _, options = Loan._meta.get_field("loan_status").deconstruct()
    assert options["choices"] == [(member.value, member.label) for member in Loan.Status]


def test_a_badge_has_the_label_and_the_color_of_the_tone() -> None:
    assert status_badge(Loan(loan_status="paid_off"), "loan_status") == (
        '<span class="bank-badge bank-good">Paid Off</span>'
    )
    assert status_badge(Loan(loan_status="restructured"), "loan_status", "loan {}") == (
        '<span class="bank-badge bank-warning">Loan restructured</span>'
    )
    assert status_badge(Loan(), "loan_status") == "\N{EN DASH}"


def test_a_value_that_is_not_on_the_list_is_shown_as_bad() -> None:
    badge = value_badge(Loan._meta.get_field("loan_status"), "<sold>")
    assert badge == '<span class="bank-badge bank-bad">&lt;sold&gt;</span>'


def test_a_column_without_tones_has_no_badge() -> None:
    with pytest.raises(ValueError, match="have no tones"):
        tone_of(Loan._meta.get_field("loan_type"), "auto")
