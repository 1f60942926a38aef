"""`manage.py demo_user`: a login for the admin that may look at everything and change nothing."""

import secrets
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from config.command import BankCommand
from config.prompt import ADMIN, invocation

VIEWERS = "viewers"
GROUPS = 4
GROUP_LENGTH = 4
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Typed from a screen, by people who are being watched: nothing that looks like something else. 80 bits in all."""


class Command(BankCommand):
    """Make a login and show its password, this once."""

    help = (
        "Make a login for the admin that may look at everything and change nothing, and show its generated password. "
        "It is shown this once: only its hash is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="demo", metavar="NAME", help="name of the login (default: demo)")
        parser.add_argument(
            "--new-password",
            action="store_true",
            help="give the login that is there another password; whoever is logged in by the old one is logged out",
        )

    def handle(self, *, name: str, new_password: bool, **options: Any) -> None:
        """Make the login; raise CommandError for one that is there already or is not ours to change."""
        password = generated_password()
        with transaction.atomic():
            viewer = _viewer(_accepted(name), new_password=new_password)
            viewer.set_password(password)
            viewer.save()
            viewer.groups.set([_viewers()])
        self.stdout.write(f"login     {viewer.username}")
        self.stdout.write(f"password  {password}   (shown this once)")
        self.stdout.write(f"admin     {ADMIN}   (served by: {invocation('runserver')})")


def generated_password() -> str:
    """Return a password that nobody has seen yet, in groups that are easy to type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


def _accepted(name: str) -> str:
    try:
        return str(User._meta.get_field("username").clean(name, None))
    except ValidationError as error:
        raise CommandError(f"{name!r} cannot be the name of a login: {' '.join(error.messages)}") from None


def _viewer(name: str, *, new_password: bool) -> User:
    """Return the login to give a password to, made unless it is there; it is no superuser's and no other person's."""
    viewer, made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if made:
        return viewer
    if viewer.is_superuser or not viewer.groups.filter(name=VIEWERS).exists():
        raise CommandError(f"there is a login {name} that this command did not make; choose another name")
    if not new_password:
        raise CommandError(f"there is a login {name} already; give it another password with --new-password")
    return viewer


def _viewers() -> Group:
    """Return the group that may look at all there is, as of now: a model may have come since it was made."""
    group, _ = Group.objects.get_or_create(name=VIEWERS)
    group.permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return group
