"""What pages and lists need to know of a table's admin.

`BankAdmin` imports the pages and lists that it shows; they see it through this protocol and need not import it back.
"""

from collections.abc import Iterable
from typing import ClassVar, Protocol

from django.contrib.admin import AdminSite
from django.db.models import Model

from datahub.browsing.columns import TableColumn


class TableAdmin(Protocol):
    """The admin of one table; `BankAdmin` documents the attributes."""

    excerpts_shown: ClassVar[int]
    newest_first: ClassVar[bool]
    index_only: ClassVar[bool]
    admin_site: AdminSite
    columns: list[TableColumn]
    list_columns: list[TableColumn]

    def keys_to_prefetch(self, columns: Iterable[TableColumn]) -> list[str]:
        """Return the foreign keys whose rows some columns need."""

    def admin_of(self, model: type[Model]) -> "TableAdmin | None":
        """Return the admin of another table of the same site; None if it has none."""
