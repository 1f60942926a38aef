"""A storyline as JSON, for scripts."""

from typing import Any

from seeding.bank.storylines import Storyline


def storyline_record(storyline: Storyline) -> dict[str, Any]:
    """Return the key and the title of a storyline, and its customers with their parts."""
    return {
        "key": storyline.key,
        "title": storyline.title,
        "customers": [{"customer": role.customer_id, "part": role.title} for role in storyline.roles],
    }
