"""The permissions to use the SQL page, and to see the answer key: in tables, in stories, as marks in networks."""

from typing import Any

from django.http import HttpRequest

ANSWERS = "seeding.view_plantedtransaction"
"""The permission to see the answer key, which users of `demo_user --no-answers` do not have."""
QUERIES = "seeding.query_bank"
"""The permission to ask the databases on the SQL page, which users of `demo_user --no-sql` do not have."""


def may_see_answers(request: HttpRequest) -> bool:
    """Return whether the user may see which transactions are planted."""
    user: Any = request.user
    return user.has_perm(ANSWERS)
