"""Who may see the answer key, in the tables, in stories that give it away, and as marks in networks."""

from typing import Any

from django.http import HttpRequest

ANSWERS = "seeding.view_plantedtransaction"
"""The permission to see the answer key, which users of `demo_user --no-answers` do not have."""


def may_see_answers(request: HttpRequest) -> bool:
    """Return whether the user may see which transactions are planted."""
    user: Any = request.user
    return user.has_perm(ANSWERS)
