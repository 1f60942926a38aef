"""The part of a table's admin that pages and lists use.

`BankAdmin` imports the pages and lists that it shows; they see it through this protocol and need not import it back.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Protocol

from django.db.models import Model

from datahub.browsing.charts import TableChart
from datahub.browsing.columns import TableColumn
from datahub.browsing.lookups import Lookup
from datahub.browsing.model_fields import AnyField
from datahub.browsing.sections import Section


class TableAdmin(Protocol):
    """The admin of one table; `BankAdmin` documents the attributes."""

    excerpts_shown: ClassVar[int]
    newest_first: ClassVar[bool]
    index_only: ClassVar[bool]
    size_on_top: ClassVar[bool]
    columns: list[TableColumn]
    list_columns: list[TableColumn]
    newest_by: AnyField | None

    @property
    def milestones(self) -> Mapping[str, str]:
        """Date columns that are milestones of a customer, with their titles."""

    @property
    def found_by(self) -> Sequence[Lookup]:
        """The lookups of the search of all databases."""

    @property
    def summary(self) -> Sequence[str]:
        """Columns that distinguish a found row from others."""

    @property
    def charts(self) -> Sequence[TableChart]:
        """Charts of the table on the start page."""

    def keys_to_prefetch(self, columns: Iterable[TableColumn]) -> list[str]:
        """Return the foreign keys whose rows some columns need."""

    def sections(self) -> list[Section]:
        """Return the sections of the site's sidebar."""

    def admin_of(self, model: type[Model]) -> "TableAdmin | None":
        """Return the admin of another table of the same site; None if it has none."""
