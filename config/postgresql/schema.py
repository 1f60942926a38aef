"""Names of keys and indexes in PostgreSQL's own style, because people read them in a catalog.

Django adds a hash to each, so that names stay distinct where it shortens them. Here a name that is too long is refused.
"""

from collections.abc import Sequence

from django.db import NotSupportedError
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

MAX_NAME_BYTES = 63
"""PostgreSQL truncates longer names without an error."""

_ENDINGS = {"": "idx", "_idx": "idx", "_uniq": "key", "_pk": "pkey"}
"""The ending of a name by Django's suffix; the suffix of a foreign key also names its target."""


class SchemaEditor(DatabaseSchemaEditor):
    """Creates tables whose keys and indexes have readable names."""

    def _create_index_name(self, table_name: str, column_names: Sequence[str], suffix: str = "") -> str:
        ending = "fkey" if suffix.startswith("_fk_") else _ENDINGS.get(suffix, suffix.removeprefix("_"))
        columns = [] if ending == "pkey" else column_names
        name = "_".join((table_name.replace('"', ""), *columns, ending))
        if len(name.encode()) > MAX_NAME_BYTES:
            raise NotSupportedError(
                f"{name} is longer than the {MAX_NAME_BYTES} bytes of a PostgreSQL name; choose a shorter one"
            )
        return name
