"""The graph of the bank: every node and recipe in this package, connected and checked at import."""

import seeding.bank
from seeding.discovery import modules_of
from seeding.engine.graph import Graph

BANK = Graph.of(modules_of(seeding.bank))
