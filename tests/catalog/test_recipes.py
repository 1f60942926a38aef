"""Recipes are complete but for the password, which stays out of what is printed."""

import subprocess
from typing import Any

import pytest
import yaml
from django.conf import settings

from config.reader import existing_reader
from config.server import known_login
from datahub.databases import BANK_DATABASES
from seeding.catalog import ingestion_recipes
from seeding.catalog.ingestion_recipes import RECIPES, ServerAddress
from seeding.storage.tables import table_names
from tests.commandline import manage_here

ELSEWHERE = ServerAddress(
    "::1", 5433, "reader", (("sslmode", "require"),), {name: f"demo_{name}" for name in BANK_DATABASES}
)


@pytest.mark.parametrize("catalog", RECIPES)
def test_a_recipe_is_yaml_without_the_password_and_the_line_beside_it_sets_it(catalog: str) -> None:
    printed = manage_here("catalog_recipe", catalog)
    assert printed.code == 0
    assert yaml.safe_load(printed.out)
    reader = existing_reader(settings.BANK_SERVER, known_login(settings.BANK_SERVER))
    assert reader.password not in printed.out + printed.err
    shell = f'{printed.errors[-1]}; printf %s "$BANK_READER_PASSWORD"'
    assert subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout == reader.password


def test_the_recipe_is_for_this_server() -> None:
    source = yaml.safe_load(manage_here("catalog_recipe").out)["source"]["config"]
    reader = existing_reader(settings.BANK_SERVER, known_login(settings.BANK_SERVER))
    assert source["host_port"] == reader.address
    assert source["username"] == reader.user
    assert source["database_pattern"]["allow"] == [
        f"^{settings.BANK_SERVER.database_name(database)}$" for database in BANK_DATABASES
    ]
    assert source["schema_pattern"] == {"allow": ["^public$", "^analytics$"]}
    assert source["profiling"] == {"enabled": True}


def test_a_file_takes_the_servers_place_for_datahub_only() -> None:
    assert yaml.safe_load(manage_here("catalog_recipe", "--sink", "out.json").out)["sink"]["type"] == "file"
    refused = manage_here("catalog_recipe", "dbt", "--sink", "out.json")
    assert (refused.code, refused.err) == (1, "CommandError: --sink applies to datahub, not to dbt\n")
    empty = manage_here("catalog_recipe", "--sink", "")
    assert (empty.code, empty.out) == (1, "")
    assert empty.err.startswith("CommandError: --sink is empty; give the name of the file")


def test_another_server_with_its_options() -> None:
    config: dict[str, Any] = yaml.safe_load(ingestion_recipes.datahub(ELSEWHERE))["source"]["config"]
    assert config["host_port"] == "[::1]:5433"
    assert config["initial_database"] == "demo_accounts_db"
    assert config["options"]["connect_args"] == {"sslmode": "require", "options": "-c search_path="}
    profile = yaml.safe_load(ingestion_recipes.dbt(ELSEWHERE))["bank"]["outputs"]["loans_db"]
    assert (profile["host"], profile["dbname"], profile["sslmode"]) == ("::1", "demo_loans_db", "require")
    service = yaml.safe_load(ingestion_recipes.openmetadata(ELSEWHERE))["source"]["serviceConnection"]["config"]
    assert (service["hostPort"], service["connectionArguments"]) == ("[::1]:5433", {"sslmode": "require"})


def test_dbt_sources_have_every_table_with_its_columns_described() -> None:
    sources = yaml.safe_load(ingestion_recipes.dbt_sources(ELSEWHERE))["sources"]
    assert [source["name"] for source in sources] == list(BANK_DATABASES)
    for source in sources:
        assert tuple(table["name"] for table in source["tables"]) == table_names(source["name"])
        assert all(column["description"] for table in source["tables"] for column in table["columns"])
        assert all(any("data_tests" in column for column in table["columns"]) for table in source["tables"])
