"""`manage.py demo_user`: a user of the admin site who can view everything and change nothing."""

import secrets
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from config.command import BankCommand
from config.management.options.demo_user import Arguments
from config.prompt import invocation
from config.site_address import admin_address
from datahub.browsing.sections import hidden_from_solvers

VIEWERS, SOLVERS = "viewers", "solvers"
"""The groups of users: who sees everything, and who is to find the planted cases and does not see the answer key."""
QUERIERS = "queriers"
"""The group of users who may also ask the databases in SQL on the site."""
GROUPS = 4
GROUP_LENGTH = 4
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""People type them from a screen, so none looks like another. Four groups of four make 80 bits."""


class Command(Arguments, BankCommand):
    """Create a user and show the password once."""

    def handle(self, *, name: str, new_password: bool, no_answers: bool, no_sql: bool = False, **options: Any) -> None:
        """Create the user; raise CommandError for an invalid name and for an existing user that it may not change."""
        password = generated_password()
        with transaction.atomic():
            viewer, created = _viewer(_valid_name(name), new_password=new_password)
            viewer.set_password(password)
            viewer.save()
            hides_answers = no_answers or viewer.groups.filter(name=SOLVERS).exists()
            asks_in_sql = not no_sql and (created or viewer.groups.filter(name=QUERIERS).exists())
            viewer.groups.set([_solvers() if hides_answers else _viewers(), *([_queriers()] if asks_in_sql else [])])
        self.stdout.write(f"user      {viewer.username}{'   (does not see the answer key)' if hides_answers else ''}")
        self.stdout.write(f"password  {password}   (shown only once)")
        self.stdout.write(f"SQL page  {'yes' if asks_in_sql else 'no'}")
        self.stdout.write(f"admin     {admin_address()}   (served by: {invocation('runserver')})")


def generated_password() -> str:
    """Return a random password in groups that are easy to type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


def _valid_name(name: str) -> str:
    try:
        return str(User._meta.get_field("username").clean(name, None))
    except ValidationError as error:
        raise CommandError(f"{name!r} cannot be a user's name: {' '.join(error.messages)}") from None


def _viewer(name: str, *, new_password: bool) -> tuple[User, bool]:
    """Return the user of that name and whether it was created; raise CommandError where it is not a demo user."""
    viewer, created = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if created:
        return viewer, created
    if viewer.is_superuser or not viewer.groups.filter(name__in=(VIEWERS, SOLVERS)).exists():
        raise CommandError(f"The user {name} exists, but demo_user did not create it; choose another name")
    if not new_password:
        raise CommandError(f"The user {name} already exists; --new-password gives it a new password")
    return viewer, created


def _viewers() -> Group:
    """Return the group that can view every model, including models added since the group was created."""
    group, _ = Group.objects.get_or_create(name=VIEWERS)
    group.permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return group


def _solvers() -> Group:
    """Return the group that can view every model but those that are hidden from solvers."""
    group, _ = Group.objects.get_or_create(name=SOLVERS)
    hidden = [ContentType.objects.get_for_model(model) for model in apps.get_models() if hidden_from_solvers(model)]
    group.permissions.set(Permission.objects.filter(codename__startswith="view_").exclude(content_type__in=hidden))
    return group


def _queriers() -> Group:
    """Return the group that may ask the databases in SQL: its permissions begin with query_, as others with view_."""
    group, _ = Group.objects.get_or_create(name=QUERIERS)
    group.permissions.set(Permission.objects.filter(codename__startswith="query_"))
    return group
