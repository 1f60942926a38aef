"""`manage.py seed_tour`: walks through a storyline, from database to database."""

import json
from typing import Any

from django.core.management.base import CommandError
from django.utils.module_loading import import_string

from config.command import BankCommand
from config.prompt import invocation
from config.startup import load_apps
from seeding.bank.storylines import STORYLINES
from seeding.management.options.seed_tour import Arguments
from seeding.management.storyline_list import storyline_record


class Command(Arguments, BankCommand):
    """Show the tour of a storyline, or list the storylines."""

    requires_databases = False  # an unknown storyline is refused before the server is started
    requires_system_checks: list[str] = []

    def handle(
        self, *, storyline: str | None, step: int | None, interactive: bool, as_json: bool, **options: Any
    ) -> None:
        """List the storylines, or walk through one. Raises CommandError if the bank does not contain it."""
        keys = [each.key for each in STORYLINES]
        if storyline is None:
            if interactive or step is not None:
                raise CommandError(f"name the storyline; choose one of {', '.join(keys)}")
            self._list(as_json=as_json)
            return
        if storyline not in keys:
            raise CommandError(f"there is no storyline {storyline}; choose one of {', '.join(keys)}")
        load_apps()
        # By name, because tours need the models, and the list of the storylines does not.
        show_tour = import_string("seeding.management.storyline_tour.show_tour")
        show_tour(self, storyline, step, interactive=interactive, as_json=as_json)

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps([storyline_record(each) for each in STORYLINES], indent=2))
            return
        width = max(len(each.key) for each in STORYLINES)
        for each in STORYLINES:
            self.stdout.write(f"  {each.key:{width}}  {each.title}")
        self.stdout.write(f"{invocation('seed_tour')} STORYLINE walks through one")
