"""The pack's README: what is in it, and how to load it."""

from collections.abc import Sequence

from seeding.catalog.bank_facts import BankFacts

_TEXT = """\
# A DataHub pack of a synthetic bank

{plan}.

The tables come from the databases: first ingest them with the recipe that `dhub catalog recipe` prints, then load this
pack, which adds what the databases do not say. Everything in it is understood by the open-source server.

| file | proposals | |
|---|---|---|
{files}
| glossary.yml | | the same glossary for DataHub's source `datahub-business-glossary` |
| openmetadata-glossary.csv | | the same glossary for OpenMetadata: make a glossary named {glossary}, then import |

## Load it

With the client (`pip install acryl-datahub`, in a virtualenv of its own: its package is called `datahub`, as the bank's
is), from this directory:

    export DATAHUB_GMS_URL=http://localhost:8080 DATAHUB_GMS_TOKEN=...
    datahub datapack load bank --url "file://$PWD/index.json" --trust-custom --no-cache

`--no-cache` matters: without it the client loads the files that it kept of the pack before. Or send it from the bank,
which makes the pack again: `dhub catalog push --server http://localhost:8080 --client /path/to/the/client/bin/python`.

A single file, with any version of the client:

    printf 'source: {{type: file, config: {{path: 04-annotations.json}}}}' > recipe.yml && datahub ingest -c recipe.yml

Relationships show with `ER_MODEL_RELATIONSHIP_FEATURE_ENABLED=true` on the server. Terms and tags of columns are in
`editableSchemaMetadata`: ingesting again keeps them, loading the pack again replaces what was edited by hand.

## What is real

Names, owners, keys, definitions, lineage, rows of each day and what `seed_verify` found are the bank's own. The use of
the queries is made up. Runs of checks on days on which nobody verified the bank repeat the verification before, and are
marked `simulated`.
"""


def readme(facts: BankFacts, files: Sequence[tuple[str, str, int]]) -> str:
    """Return the README, given the name, the contents and the number of proposals of each file."""
    lines = "\n".join(f"| {name} | {count:,} | {contents} |" for name, contents, count in files)
    plan = f"Made from the bank of {facts.plan}"
    return _TEXT.format(plan=plan, files=lines, glossary="Bank")
