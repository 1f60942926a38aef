"""The diagram of docs/bank.md shows the databases as they are; after adding a table or a key, run `make erd`."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from datahub.databases import BANK_DATABASES, DATABASE_OF_APP
from tests.commandline import CHECKOUT

SVG = "{http://www.w3.org/2000/svg}"
MODELS = [model for app in DATABASE_OF_APP for model in apps.get_app_config(app).get_models()]


def _titles(kind: str) -> dict[str, ElementTree.Element]:
    """Return the elements of a kind (node, edge, cluster) by Graphviz's name of each."""
    drawing = ElementTree.parse(CHECKOUT / "docs/erd.svg")
    groups = [group for group in drawing.iter(f"{SVG}g") if group.get("class") == kind]
    return {group.findtext(f"{SVG}title", ""): group for group in groups}


def _keys(model: type[Model]) -> list[ForeignKey]:
    return [field for field in model._meta.local_fields if isinstance(field, ForeignKey)]


def _drawn(key: ForeignKey) -> str:
    return f"{key.model._meta.db_table}:{key.column}->{key.remote_field.model._meta.db_table}"


def test_the_site_shows_the_same_diagram() -> None:
    of_site = CHECKOUT / "datahub/static/browsing/erd.svg"
    assert of_site.read_bytes() == (CHECKOUT / "docs/erd.svg").read_bytes()


def test_every_table_is_drawn_and_nothing_else() -> None:
    assert set(_titles("node")) == {model._meta.db_table for model in MODELS}


def test_every_database_is_drawn_as_a_group() -> None:
    assert set(_titles("cluster")) == {f"cluster_{database}" for database in BANK_DATABASES}


def test_every_key_is_drawn_from_its_column_to_its_table() -> None:
    assert set(_titles("edge")) == {_drawn(key) for model in MODELS for key in _keys(model)}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_a_table_shows_its_keys(model: type[Model]) -> None:
    shown = {text.text for text in _titles("node")[model._meta.db_table].iter(f"{SVG}text")}
    assert shown == {model._meta.db_table, model._meta.pk.column, *(key.column for key in _keys(model))}


def test_keys_that_cross_databases_look_different() -> None:
    edges = _titles("edge")
    for model in MODELS:
        for key in _keys(model):
            lines = edges[_drawn(key)].iter(f"{SVG}path")
            crosses = key.remote_field.model._meta.app_label != model._meta.app_label
            assert {"stroke-dasharray" in line.attrib for line in lines} == {crosses}, _drawn(key)
