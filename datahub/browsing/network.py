"""A network of people and accounts: nodes, and edges for money, ownership, households, relationships, guarantees."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from datahub.browsing.added_pages import Mark
from datahub.browsing.amounts import ZERO
from datahub.browsing.formats import plain_amount


class NodeKind(StrEnum):
    """A kind of node."""

    CUSTOMER = "customer"
    COMPANY = "company"
    ACCOUNT = "account"
    OUTSIDE = "outside"
    PERSON = "person"
    CASH = "cash"

    @property
    def label(self) -> str:
        """What the legend says."""
        return _NODE_LABELS[self]


class EdgeKind(StrEnum):
    """A kind of edge."""

    TRANSFER = "transfer"
    OWNS = "owns"
    HOUSEHOLD = "household"
    RELATIONSHIP = "relationship"
    GUARANTEE = "guarantee"

    @property
    def label(self) -> str:
        """What the legend and the table say."""
        return _EDGE_LABELS[self]


_NODE_LABELS = {
    NodeKind.CUSTOMER: "Customer",
    NodeKind.COMPANY: "Company",
    NodeKind.ACCOUNT: "Account of this bank",
    NodeKind.OUTSIDE: "Account of another bank",
    NodeKind.PERSON: "Guarantor",
    NodeKind.CASH: "Cash",
}
_EDGE_LABELS = {
    EdgeKind.TRANSFER: "Money",
    EdgeKind.OWNS: "Owns",
    EdgeKind.HOUSEHOLD: "Household",
    EdgeKind.RELATIONSHIP: "Accounts related",
    EdgeKind.GUARANTEE: "Guarantees a loan",
}


@dataclass(frozen=True)
class Node:
    """A person or an account; `is_center` is for those that the network is about."""

    key: str
    kind: NodeKind
    label: str
    address: str = ""
    is_center: bool = False
    mark: Mark | None = None


@dataclass(frozen=True)
class Edge:
    """A connection of two nodes. Money has an amount, a number of transactions, and the days of the first and the last.

    `address` leads to what the edge stands for, if that has a page.
    """

    source: Node
    target: Node
    kind: EdgeKind
    label: str
    amount: Decimal | None = None
    currency: str = ""
    number: int = 0
    first_day: date | None = None
    last_day: date | None = None
    address: str = ""
    mark: Mark | None = None

    @property
    def days(self) -> str:
        """The day, or the first and the last one; empty for what is not money."""
        if self.first_day is None:
            return ""
        last = self.last_day or self.first_day
        return f"{self.first_day}" if last == self.first_day else f"{self.first_day} to {last}"

    @property
    def shown_amount(self) -> str:
        """The amount with its currency; empty for what has none."""
        return "" if self.amount is None else f"{plain_amount(self.amount)} {self.currency}".strip()


@dataclass(frozen=True)
class Network:
    """A network as its page draws it. `left_out` says what is not drawn; `by_day` offers a slider of its days.

    `element_id` is unique on the page.
    """

    element_id: str
    title: str
    nodes: list[Node]
    edges: list[Edge]
    left_out: str = ""
    by_day: bool = False

    @property
    def days(self) -> list[date]:
        """The days on which money moved, in order."""
        return sorted({edge.first_day for edge in self.edges if edge.first_day})

    @property
    def last_day_number(self) -> int:
        """The position of the last day, from 0."""
        return max(len(self.days) - 1, 0)

    @property
    def money(self) -> list[Edge]:
        """The edges that are money, the first day first."""
        moved = [edge for edge in self.edges if edge.kind is EdgeKind.TRANSFER]
        return sorted(moved, key=lambda edge: (edge.first_day or date.min, edge.source.key, edge.target.key))

    @property
    def ties(self) -> list[Edge]:
        """The edges that are not money."""
        return [edge for edge in self.edges if edge.kind is not EdgeKind.TRANSFER]

    @property
    def tables(self) -> list[tuple[str, list[Edge], bool, bool]]:
        """The edges as tables, none empty: the title, the edges, and whether any has an amount, and any a mark."""
        return [
            (title, edges, any(edge.amount is not None for edge in edges), any(edge.mark for edge in edges))
            for title, edges in (("Money", self.money), ("Ties", self.ties))
            if edges
        ]

    @property
    def marks(self) -> list[Mark]:
        """The marks of nodes and edges."""
        found = [*(node.mark for node in self.nodes), *(edge.mark for edge in self.edges)]
        return [mark for mark in found if mark]

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """The entries of the legend: "node", "edge" or "mark", the CSS class, and the title."""
        node_kinds = {node.kind for node in self.nodes}
        edge_kinds = {edge.kind for edge in self.edges if not edge.mark}
        marks = {mark.is_bad for mark in self.marks}
        return [
            *(("node", kind.value, kind.label) for kind in NodeKind if kind in node_kinds),
            *(("edge", kind.value, kind.label) for kind in EdgeKind if kind in edge_kinds),
            *([("mark", "bad", "Planted")] if True in marks else []),
            *([("mark", "twin", "Innocent twin")] if False in marks else []),
        ]

    @property
    def data(self) -> dict[str, Any]:
        """The network for the script that draws it; amounts in cents, days as positions in the list of days."""
        places = {day: place for place, day in enumerate(self.days)}
        return {
            "nodes": [_node_data(node) for node in self.nodes],
            "edges": [_edge_data(edge, number, places) for number, edge in enumerate(self.edges)],
            "days": [day.isoformat() for day in self.days],
        }


@dataclass
class NetworkDraft:
    """Collects nodes and edges: each node is added once, and an edge needs both of its nodes."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def add(self, node: Node) -> Node:
        """Return the node of the key, added unless it is there."""
        return self.nodes.setdefault(node.key, node)

    def connect(self, source: str, target: str, kind: EdgeKind, label: str, **more: Any) -> None:
        """Add an edge between the nodes of two keys, unless one of them is missing."""
        if source in self.nodes and target in self.nodes:
            self.edges.append(Edge(self.nodes[source], self.nodes[target], kind, label, **more))


def mark_class(mark: Mark | None) -> str:
    """Return the CSS class of a mark; empty without one."""
    return "" if mark is None else "bad" if mark.is_bad else "twin"


def _node_data(node: Node) -> dict[str, Any]:
    return {
        "id": node.key,
        "kind": node.kind.value,
        "label": node.label,
        "address": node.address,
        "center": node.is_center,
        "mark": mark_class(node.mark),
    }


def _edge_data(edge: Edge, number: int, places: dict[date, int]) -> dict[str, Any]:
    return {
        "id": f"edge-{number}",
        "source": edge.source.key,
        "target": edge.target.key,
        "kind": edge.kind.value,
        "label": edge.label,
        "address": edge.address,
        "cents": int((edge.amount or ZERO) * 100),
        "currency": edge.currency,
        "day": places[edge.first_day] if edge.first_day else -1,
        "mark": mark_class(edge.mark),
    }
