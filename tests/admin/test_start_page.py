"""The start page: tables, panels and the sidebar."""

import pytest
from django.apps import apps
from django.db.models import DateField
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from datahub.accounts.models import Customer, Transaction
from datahub.browsing.sections import ANSWER_KEY, OTHER_APPS, sections_of
from datahub.browsing.site import BankSite
from datahub.databases import DATABASE_OF_APP
from seeding.bank.storylines import STORYLINES
from tests.admin.filled import fill_bank
from tests.admin.pages import ADMINS, MODELS, get, list_url, page_url
from tests.datahub.contract import bank_models
from tests.seeded import command


def test_it_shows_the_number_of_rows_of_each_table(client: Client) -> None:
    response = get(client, reverse("admin:index"))
    assert response.status == 200
    listed = {
        table.model: table.rows for database in response.context["overview"].databases for table in database.tables
    }
    assert set(listed) == set(MODELS)
    assert listed[Transaction] == pytest.approx(Transaction.objects.count(), rel=0.01)
    for model in MODELS:
        assert f'href="{list_url(model)}"' in response.text


def test_it_shows_the_plan_and_the_storylines(client: Client) -> None:
    text = get(client, reverse("admin:index")).text
    for word in ("2026-06-30", "20240229", "seed_all"):
        assert word in text
    for storyline in STORYLINES:
        for role in storyline.roles:
            assert page_url(Customer, role.customer_id) in text


def test_every_page_shows_the_day_on_which_the_bank_is_seen(client: Client) -> None:
    for address in (reverse("admin:index"), list_url(Customer), reverse("admin:bank_charts")):
        assert "s of June 30, 2026" in get(client, address).text, address


def test_an_app_has_a_page_of_its_tables(client: Client) -> None:
    response = get(client, reverse("admin:app_list", args=["loans"]))
    assert response.context["title"] == "Lending"
    for model in MODELS:
        if model._meta.app_label == "loans":
            assert f'href="{list_url(model)}"' in response.text
            assert model._meta.db_table_comment in response.text


@pytest.mark.usefixtures("without_frame")
def test_an_empty_bank_has_a_start_page_and_lists(client: Client) -> None:
    command("seed_clear", confirm=True)
    try:
        response = get(client, reverse("admin:index"))
        assert response.status == 200
        assert "The bank is empty" in response.text
        for model in MODELS:
            assert get(client, list_url(model)).status == 200
    finally:
        fill_bank()


def test_add_panel_can_be_used_as_a_decorator() -> None:
    site = BankSite("another")
    assert site.add_panel(lambda request: None)(HttpRequest()) is None


def test_every_table_of_the_bank_has_an_admin() -> None:
    assert set(MODELS) == {model for _, model in bank_models()}


def test_the_sidebar_has_a_section_per_app_of_the_bank_and_one_for_the_others(client: Client) -> None:
    sections = get(client, reverse("admin:index")).response.context["available_apps"]
    configs = sorted(map(apps.get_app_config, DATABASE_OF_APP), key=lambda config: config.sidebar_position)
    assert [section["name"] for section in sections] == [
        *(config.verbose_name for config in configs),
        ANSWER_KEY,
        OTHER_APPS,
    ]
    assert {model["model"] for section in sections for model in section["models"]} == set(ADMINS)
    for section, config in zip(sections, configs, strict=False):
        assert {model["model"] for model in section["models"]} == set(config.get_models())


def test_apps_have_different_positions_in_the_sidebar() -> None:
    positions = [apps.get_app_config(app).sidebar_position for app in DATABASE_OF_APP]
    assert len(set(positions)) == len(positions)


def test_tables_are_in_the_order_in_which_their_admins_register() -> None:
    for section in sections_of(ADMINS):
        registered = [model for model in ADMINS if model in section.models]
        assert list(section.models) == registered
    assert [model.__name__ for model in sections_of(ADMINS)[0].models][:3] == ["Customer", "Account", "Transaction"]


def test_milestones_name_date_columns() -> None:
    for model, admin in ADMINS.items():
        for column in admin.milestones:
            assert isinstance(model._meta.get_field(column), DateField)
