"""The names that users of the catalog commands choose from and set."""

CATALOGS = ("datahub", "openmetadata", "openmetadata-profiler", "dbt", "dbt-sources")
"""The recipes that `ingestion_recipes` makes."""

PASSWORD = "BANK_READER_PASSWORD"
"""The environment variable from which every recipe takes the password."""

TOKEN = "DATAHUB_GMS_TOKEN"
"""The environment variable with the token of the server, by its name in DataHub's client."""
