"""The graph of the bank: every node and recipe of this package, found, wired and checked."""

import seeding.bank
from seeding.discovery import modules_of
from seeding.engine.graph import Graph

BANK = Graph.of(modules_of(seeding.bank))
