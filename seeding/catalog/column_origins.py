"""The origins of a view's columns: the columns of tables from which they come, read from the view's parse tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from seeding.catalog.parse_tree import Node, Value

_AGGREGATES = ("AGGREF", "WINDOWFUNC")
_CASTS = ("RELABELTYPE",)
"""Nodes that change the type of a value between text types, and nothing else."""


class Entry(StrEnum):
    """Kinds of entries of a query's range table, by PostgreSQL's RTEKind."""

    RELATION = "0"
    SUBQUERY = "1"
    JOIN = "2"
    FUNCTION = "3"
    COMMON_TABLE = "6"
    GROUP = "9"


class Derivation(StrEnum):
    """The derivation of a column: it is the same as another, or computed row by row, or computed over rows."""

    IDENTITY = "identity"
    EXPRESSION = "expression"
    AGGREGATE = "aggregate"


@dataclass(frozen=True)
class Origin:
    """The origin of a view's column: pairs of a relation's number (OID) and the number of its column."""

    columns: frozenset[tuple[int, int]] = frozenset()
    derivation: Derivation = Derivation.IDENTITY

    @classmethod
    def all_of(cls, origins: "Iterable[Origin]", least: Derivation = Derivation.EXPRESSION) -> "Origin":
        """Return the origin of a value that is made of others; it is at least as derived as `least`."""
        found = list(origins)
        order = list(Derivation)
        derivation = max([least, *(origin.derivation for origin in found)], key=order.index)
        return cls(frozenset().union(*(origin.columns for origin in found)), derivation)


Scopes = tuple[Node, ...]
"""A query and the queries that it is nested in, the innermost first."""


def origins_of(query: Node) -> dict[str, Origin]:
    """Return the origin of each column of a query by the column's name. Its WHERE and JOIN conditions do not count."""
    targets = [target for target in query.nodes("targetList") if target.text("resjunk") == "false"]
    return {target.text("resname"): _column(query, target.number("resno"), (query,)) for target in targets}


def _column(query: Node, number: int, scopes: Scopes) -> Origin:
    """Return the origin of a column of a query by its number; that of a UNION comes from each of its branches."""
    if query.node("setOperations"):
        branches = [entry.node("subquery") for entry in query.nodes("rtable")]
        found = [_column(branch, number, (branch, *scopes)) for branch in branches if branch]
        return Origin.all_of(found, Derivation.IDENTITY)
    for target in query.nodes("targetList"):
        if target.number("resno") == number:
            return _value(target.fields["expr"], scopes)
    return Origin()


def _value(value: Value, scopes: Scopes) -> Origin:
    """Return the origin of an expression."""
    if isinstance(value, str):
        return Origin(derivation=Derivation.EXPRESSION)
    if isinstance(value, list):
        return Origin.all_of(_value(item, scopes) for item in value)
    if value.type == "VAR":
        return _variable(value, scopes[value.number("varlevelsup") :])
    if value.type in _CASTS:
        return _value(value.fields["arg"], scopes)
    if value.type == "QUERY":
        targets = value.nodes("targetList")
        return Origin.all_of(_value(target.fields["expr"], (value, *scopes)) for target in targets)
    parts = list(value.fields.values())
    if value.type == "WINDOWFUNC":
        parts += _window(scopes[0], value.text("winref"))
    least = Derivation.AGGREGATE if value.type in _AGGREGATES else Derivation.EXPRESSION
    return Origin.all_of((_value(part, scopes) for part in parts), least)


def _window(query: Node, number: str) -> list[Value]:
    """Return the expressions that a window of a query partitions and orders by."""
    (window,) = (found for found in query.nodes("windowClause") if found.text("winref") == number)
    clauses = window.nodes("partitionClause") + window.nodes("orderClause")
    named = {clause.text("tleSortGroupRef") for clause in clauses}
    return [target.fields["expr"] for target in query.nodes("targetList") if target.text("ressortgroupref") in named]


def _variable(variable: Node, scopes: Scopes) -> Origin:
    """Return the origin of a variable, which names an entry of its query's range table and a column of that."""
    entry = scopes[0].nodes("rtable")[variable.number("varno") - 1]
    number = variable.number("varattno")
    match entry.text("rtekind"):
        case Entry.RELATION:
            return Origin(frozenset({(entry.number("relid"), number)}))
        case Entry.SUBQUERY:
            subquery = entry.node("subquery")
            return _column(subquery, number, (subquery, *scopes)) if subquery else Origin()
        case Entry.JOIN:
            return _value(entry.nodes("joinaliasvars")[number - 1], scopes)
        case Entry.FUNCTION:
            return _value(entry.fields["functions"], scopes)
        case Entry.COMMON_TABLE:
            return _common_table_column(entry, number, scopes[entry.number("ctelevelsup") :])
        case Entry.GROUP:
            return _value(entry.nodes("groupexprs")[number - 1], scopes)
    return Origin(derivation=Derivation.EXPRESSION)


def _common_table_column(entry: Node, number: int, scopes: Scopes) -> Origin:
    """Return the origin of a column of a WITH query; of one that refers to itself, that of its other branch."""
    if entry.text("self_reference") == "true":
        return Origin()
    for table in scopes[0].nodes("cteList"):
        query = table.node("ctequery")
        if table.text("ctename") == entry.text("ctename") and query:
            return _column(query, number, (query, *scopes))
    return Origin()
