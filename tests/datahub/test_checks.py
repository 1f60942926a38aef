"""The system checks find errors in models that no database would report."""

from collections.abc import Iterator

import pytest
from django.core.checks import run_checks
from django.db import models
from django.db.models.functions import Lower
from django.test.utils import isolate_apps

from datahub.accounts.models import Account, Customer
from datahub.checks import errors_of
from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne
from tests.datahub.contract import bank_models


@pytest.fixture(autouse=True)
def _apart() -> Iterator[None]:
    with isolate_apps("datahub.loans", "datahub.accounts", "datahub.employees"):
        yield


def ids(model: type[models.Model]) -> list[str | None]:
    return [error.id for error in errors_of(model)]


def ordered_by(*ordering: object) -> type[models.Model]:
    """Return a model with keys into its own and another database, and with this ordering."""

    class Borrower(models.Model):
        customer = CrossDatabaseKey(Customer, related_name="+")

        class Meta:
            app_label = "loans"

    class Loan(models.Model):
        customer = CrossDatabaseKey(Customer, related_name="+")
        borrower = models.ForeignKey(Borrower, models.PROTECT, related_name="+")
        signed = models.DateField()

        class Meta:
            app_label = "loans"

    Loan._meta.ordering = ordering  # type: ignore[assignment]
    return Loan


def test_the_models_of_the_bank_have_no_errors() -> None:
    assert [error for _, model in bank_models() for error in errors_of(model)] == []


def test_a_plain_key_into_another_database_is_an_error() -> None:
    class Loan(models.Model):
        customer = models.ForeignKey(Customer, models.DO_NOTHING, db_constraint=False, related_name="+")

        class Meta:
            app_label = "loans"

    (error,) = errors_of(Loan)
    assert error.id == "datahub.E001"
    assert "customer refers from loans_db to accounts_db" in error.msg
    assert "CrossDatabaseKey" in str(error.hint)
    assert error.obj is Loan._meta.get_field("customer")


def test_a_plain_one_to_one_key_into_another_database_is_an_error() -> None:
    class Rating(models.Model):
        customer = models.OneToOneField(Customer, models.PROTECT, related_name="+")

        class Meta:
            app_label = "loans"

    assert ids(Rating) == ["datahub.E001"]


def test_a_many_to_many_key_into_another_database_is_an_error() -> None:
    class Loan(models.Model):
        accounts = models.ManyToManyField(Account, related_name="+")

        class Meta:
            app_label = "loans"

    assert ids(Loan) == ["datahub.E001"]


@pytest.mark.parametrize("field", [CrossDatabaseKey, CrossDatabaseOneToOne])
def test_a_cross_database_key_within_one_database_is_an_error(field: type[models.Field]) -> None:  # type: ignore[type-arg]
    class Card(models.Model):
        account = field(Account, related_name="+")

        class Meta:
            app_label = "accounts"

    (error,) = errors_of(Card)
    assert error.id == "datahub.E002"
    assert "accounts_db" in error.msg


@pytest.mark.parametrize(
    "ordering",
    [
        "customer",
        "-customer",
        "customer__last_name",
        "borrower__customer",
        models.F("customer__last_name"),
        models.F("customer").desc(nulls_last=True),
        Lower("customer__email"),
    ],
)
def test_an_ordering_across_databases_is_an_error(ordering: object) -> None:
    (error,) = errors_of(ordered_by(ordering))
    assert error.id == "datahub.E003"
    assert "'customer_id' instead of 'customer'" in str(error.hint)


@pytest.mark.parametrize(
    "ordering",
    ["customer_id", "-signed", "pk", "borrower", "borrower__customer_id", "signed__year", "?", models.F("customer_id")],
)
def test_an_ordering_within_one_database_is_no_error(ordering: object) -> None:
    assert ids(ordered_by(ordering)) == []


def test_a_model_without_an_ordering_has_no_error() -> None:
    assert ids(ordered_by()) == []


def test_django_runs_the_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account._meta, "ordering", ("transactions__processed_by",))
    assert "datahub.E003" in {error.id for error in run_checks(tags=["models"])}
