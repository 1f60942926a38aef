"""PostgreSQL's own parse tree of a view, as the server stores it: the text of a `pg_node_tree` as nodes and lists.

The server has resolved every name in it, so that no SQL has to be parsed here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "Node | list[Value] | str"

_TOKEN = re.compile(r'[{}()]|"(?:[^"\\]|\\.)*"|(?:[^\s(){}\\"]|\\.)+', re.DOTALL)


@dataclass(frozen=True)
class Node:
    """A node: its type such as VAR, and its fields by name. A field of several words keeps them in a list."""

    type: str
    fields: dict[str, Value]

    def number(self, name: str) -> int:
        """Return a field that is a number."""
        value = self.fields[name]
        assert isinstance(value, str)
        return int(value)

    def text(self, name: str) -> str:
        """Return a field that is a word, without the backslashes that hide special characters."""
        value = self.fields.get(name, "")
        return re.sub(r"\\(.)", r"\1", value) if isinstance(value, str) else ""

    def node(self, name: str) -> "Node | None":
        """Return a field that is a node, or None for a null."""
        value = self.fields.get(name)
        return value if isinstance(value, Node) else None

    def nodes(self, name: str) -> "list[Node]":
        """Return the nodes of a field that is a list; none for a null."""
        value = self.fields.get(name)
        return [item for item in value if isinstance(item, Node)] if isinstance(value, list) else []


def parse(text: str) -> Value:
    """Return the value that a text stands for."""
    tokens = (token.group() for token in _TOKEN.finditer(text))
    return _value(next(tokens), tokens)


def _node(tokens: Iterator[str]) -> Node:
    kind, fields = next(tokens), dict[str, Value]()
    name, values = "", list[Value]()
    for token in tokens:
        if token.startswith(":") or token == "}":
            if name:
                fields[name] = values[0] if len(values) == 1 else values
            if token == "}":
                break
            name, values = token[1:], []
        else:
            values.append(_value(token, tokens))
    return Node(kind, fields)


def _items(tokens: Iterator[str]) -> list[Value]:
    items = list[Value]()
    for token in tokens:
        if token == ")":
            break
        items.append(_value(token, tokens))
    return items


def _value(token: str, tokens: Iterator[str]) -> Value:
    """Return the value that begins with a token."""
    if token == "{":
        return _node(tokens)
    return _items(tokens) if token == "(" else token
