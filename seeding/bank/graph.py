"""The graph of the bank: every node and recipe in this package, connected and checked at import."""

from collections.abc import Collection, Sequence

import seeding.bank
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS, PostingKind
from seeding.bank.accounts.postings import EverydayFlow, Postings
from seeding.discovery import modules_of
from seeding.engine.graph import Graph, GraphError


def check_posting_kinds(kinds: Sequence[PostingKind], streams: Collection[str]) -> None:
    """Raise GraphError, which names the odd one, unless each kind names nodes that post it and each node has a kind.

    `streams` are those of the nodes that return postings.
    """
    for kind in kinds:
        if not kind.posted_by:
            raise GraphError(f"no node posts the kind {kind.name}")
        for stream in sorted(set(kind.posted_by) - set(streams)):
            raise GraphError(f'the kind {kind.name} is posted by "{stream}", which is no node that returns postings')
    for stream in sorted(set(streams) - {stream for kind in kinds for stream in kind.posted_by}):
        raise GraphError(f'the node "{stream}" returns postings, but no kind of posting names it')


BANK = Graph.of(modules_of(seeding.bank))

check_posting_kinds(
    POSTING_KINDS, [node.stream for node in BANK.nodes if node.returns in (Postings, EverydayFlow, Ledger)]
)
