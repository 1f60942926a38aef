"""The pack: files of proposals in the order in which a server takes them, an index, and papers for people."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from seeding.catalog.aspects.annotations import annotations
from seeding.catalog.aspects.assertions import assertions, runs
from seeding.catalog.aspects.incidents import incidents
from seeding.catalog.aspects.keys import definitions, keys
from seeding.catalog.aspects.lineage import view_lineage
from seeding.catalog.aspects.operations import operations
from seeding.catalog.aspects.organization import organization
from seeding.catalog.aspects.products import contracts, products
from seeding.catalog.aspects.queries import queries, usage
from seeding.catalog.aspects.vocabulary import vocabulary
from seeding.catalog.aspects.warehouse import warehouse
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.business_glossary import business_glossary
from seeding.catalog.openmetadata_glossary import openmetadata_glossary
from seeding.catalog.pack_directory import write_pack
from seeding.catalog.pack_readme import readme
from seeding.catalog.proposals import Proposal

INDEX, README = "index.json", "README.md"
GLOSSARY, OPENMETADATA_GLOSSARY = "glossary.yml", "openmetadata-glossary.csv"


@dataclass(frozen=True)
class PackFile:
    """A file of the pack: its name, what it contains in a few words, and its proposals.

    A server must have finished the files that are `awaited` before it takes the next.
    """

    name: str
    contents: str
    proposals: Callable[[BankFacts], Iterable[Proposal]]
    awaited: bool = False


FILES = (
    PackFile("01-organization.json", "domains, departments as groups, staff as users", organization, awaited=True),
    PackFile("02-glossary.json", "the glossary, and tags of protected data", vocabulary, awaited=True),
    PackFile("03-property.json", "the property by which a column names another database's", definitions, awaited=True),
    PackFile("04-annotations.json", "domain, owners, terms and tags of each table and view", annotations),
    PackFile("05-keys.json", "keys from one database into another", keys),
    PackFile("06-lineage.json", "views and where their columns come from", view_lineage),
    PackFile("07-queries.json", "the queries of the tours", queries),
    PackFile("08-usage.json", "a month of use", usage),
    PackFile("09-operations.json", "when rows came in", operations),
    PackFile("10-assertions.json", "the checks", assertions, awaited=True),
    PackFile("11-runs.json", "a month of runs of the checks", runs),
    PackFile("12-products.json", "data products", products),
    PackFile("13-contracts.json", "contracts that the checks of a table pass", contracts),
    PackFile("14-warehouse.json", "the dbt models of the warehouse: domains, owners, lineage, labels", warehouse),
    PackFile("15-incidents.json", "checks that failed: open, or resolved", incidents),
)
ALL_NAMES = frozenset({INDEX, README, GLOSSARY, OPENMETADATA_GLOSSARY, *(file.name for file in FILES)})
"""The names of all files that a pack may have."""


@dataclass(frozen=True)
class Pack:
    """The texts of all files of a pack by name, and how many proposals each file of proposals has."""

    texts: dict[str, str]
    counts: dict[str, int]

    @property
    def proposals(self) -> int:
        """The number of proposals."""
        return sum(self.counts.values())

    def write(self, directory: Path) -> None:
        """Write the files into a directory, all or nothing. Raises NotAPackError and OSError."""
        write_pack(directory, self.texts, ALL_NAMES, INDEX)


def make_pack(facts: BankFacts) -> Pack:
    """Return the pack of a bank; a file without proposals is left out."""
    by_file = {file: list(file.proposals(facts)) for file in FILES}
    filled = [(file, proposals) for file, proposals in by_file.items() if proposals]
    counts = {file.name: len(proposals) for file, proposals in filled}
    texts = {file.name: proposals_text(proposals) for file, proposals in filled}
    texts[INDEX] = _index([file for file, _ in filled], texts)
    texts[GLOSSARY] = business_glossary()
    texts[OPENMETADATA_GLOSSARY] = openmetadata_glossary()
    texts[README] = readme(facts, [(file.name, file.contents, counts[file.name]) for file, _ in filled])
    return Pack(texts, counts)


def proposals_text(proposals: Sequence[Proposal]) -> str:
    """Return proposals as a JSON array with one on each line."""
    return "[\n" + ",\n".join(json.dumps(proposal.as_json()) for proposal in proposals) + "\n]\n"


def _index(files: Sequence[PackFile], texts: dict[str, str]) -> str:
    """Return the index; its version is a digest of the files, because the client compares it to what it has cached."""
    digest = hashlib.sha256("".join(texts[file.name] for file in files).encode()).hexdigest()
    entries = [{"path": file.name, **({"wait_for_completion": True} if file.awaited else {})} for file in files]
    return json.dumps({"version": digest[:12], "files": entries}, indent=2) + "\n"
