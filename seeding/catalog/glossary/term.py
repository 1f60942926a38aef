"""The parts of a glossary: areas of terms that are linked to columns."""

from dataclasses import dataclass

from seeding.bank.employees.numbers import DEPARTMENTS
from seeding.catalog.columns import columns
from seeding.catalog.urns import slug


class GlossaryError(ValueError):
    """A definition that is not possible; the text names the term or the area."""


@dataclass(frozen=True)
class Term:
    """A word of the business: its definition, the columns that hold it, and where the definition comes from.

    `source` cites a law, a standard or a publication; without one the definition is the bank's own. Raises
    UnknownColumnError for a column that does not exist.
    """

    name: str
    definition: str
    columns: tuple[str, ...] = ()
    source: str = ""
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        columns(*self.columns)
        if not self.definition.endswith("."):
            raise GlossaryError(f"the definition of {self.name} is not a sentence")

    @property
    def id(self) -> str:
        """The term as part of an id."""
        return slug(self.name)


@dataclass(frozen=True)
class GlossaryArea:
    """The terms of an area of the business, and the department that answers for them.

    Raises GlossaryError for a term that is defined twice, or a department that does not exist.
    """

    name: str
    description: str
    owner: str
    terms: tuple[Term, ...]

    def __post_init__(self) -> None:
        ids = [term.id for term in self.terms]
        if len(ids) != len(set(ids)):
            raise GlossaryError(f"{self.name} defines a term twice")
        if self.owner not in DEPARTMENTS:
            raise GlossaryError(f"{self.name}: the bank has no department {self.owner}")

    @property
    def id(self) -> str:
        """The area as part of an id."""
        return slug(self.name)
