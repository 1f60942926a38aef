"""The options of `manage.py catalog_recipe`."""

from argparse import ArgumentParser

from config.options import CommandOptions
from seeding.catalog.choices import CATALOGS, PASSWORD

DESCRIPTION = f"""\
Print a recipe with which a catalog reads this bank: all six databases, tables and views, with profiles.

  datahub                for DataHub's client
  openmetadata           for OpenMetadata's client; openmetadata-profiler adds the profiles
  dbt                    the profiles.yml of dbt-postgres
  dbt-sources            the tables as sources of dbt

The recipe takes the password of the read-only role from {PASSWORD}; stderr says how to set it.
"""


class Arguments(CommandOptions):
    """The help, the examples and the options of `catalog_recipe`."""

    help = DESCRIPTION

    examples = (
        ("> recipe.yml", "write a recipe for DataHub"),
        ("openmetadata > recipe.yml", "one for OpenMetadata"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the catalog, and a file to try a recipe without one."""
        parser.add_argument("catalog", nargs="?", choices=CATALOGS, default="datahub", help="default: datahub")
        parser.add_argument("--sink", metavar="FILE", help="for datahub, let it write a file instead of sending")
