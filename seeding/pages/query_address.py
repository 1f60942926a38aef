"""The address of the SQL page with a statement in its form; opening it does not run the statement."""

from django.urls import reverse
from django.utils.http import urlencode

MAX_LINKED_LENGTH = 2_000
"""Characters of a statement that an address may carry: browsers and proxies cut longer addresses."""


def query_url(database: str, statement: str) -> str:
    """Return the address; empty for a statement too long for one."""
    if len(statement) > MAX_LINKED_LENGTH:
        return ""
    return f"{reverse('admin:query')}?{urlencode({'database': database, 'sql': statement})}"
