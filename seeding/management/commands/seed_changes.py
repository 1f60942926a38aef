"""`manage.py seed_changes`: what changes in a bank from day to day, as events."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from config.output_files import STANDARD_OUTPUT, is_in_place, refuse_unwritable
from config.provision import prepare_databases
from seeding.engine.days import day_number
from seeding.engine.layout import AsOf
from seeding.engine.options import Options, OutOfRangeError, PlanError, resolve
from seeding.engine.plan import Plan
from seeding.engine.table import RecipeError
from seeding.management.arguments import read_interval, read_options
from seeding.management.change_feed import feed_writer, write_feed
from seeding.management.options.seed_changes import Arguments
from seeding.management.reading import BankReadCommand
from seeding.management.wording import in_one_line
from seeding.storage.changes.feed_format import FeedFormat


class Command(Arguments, BankReadCommand):
    """Write the change feed."""

    requires_databases = False

    def handle(self, *, first: Any, last: Any, feed_format: str, output: str, **given: Any) -> None:
        """Write the events. Raises CommandError for a target that cannot be written, and days that are not possible."""
        today = timezone.localdate()
        written_as = FeedFormat(feed_format)
        target = None if output == STANDARD_OUTPUT else Path(output)
        _refuse_target(target, written_as)
        try:
            interval = read_interval(first, last, today)
            plan = self._plan(read_options(given, today), interval, today)
            from_day, to_day = _days(plan, *interval)
            with feed_writer(written_as, target, self.stdout) as writer:
                count = write_feed(plan, _as_of(from_day), _as_of(to_day), writer, self.stderr)
        except (PlanError, RecipeError) as error:
            raise CommandError(in_one_line(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or output} cannot be written: {error.strerror}") from None
        self.say(f"{count:,} events from {from_day} to {to_day} of {plan}")

    def _plan(self, options: Options, interval: tuple[date | None, date | None], today: date) -> Plan:
        """Return the plan of the options, or that of the current bank if there are none."""
        if options == Options():
            prepare_databases(self.say)
            plan, _ = self.complete_bank()
            return plan
        first, last = interval
        as_of = options.as_of or options.start or first
        return resolve(replace(options, as_of=as_of, until=options.until or last), None, today, allow_future=True)


def _as_of(day: date) -> AsOf:
    return AsOf(day_number(day))


def _days(plan: Plan, first: date | None, last: date | None) -> tuple[date, date]:
    """Return the day before the first changes and the day of the last ones. Raises PlanError if there are none."""
    first, last = first or plan.as_of, last or plan.until
    for part, day in (("from", first), ("to", last)):
        if not plan.start <= day <= plan.until:
            raise OutOfRangeError(part, day, plan.start, plan.until)
    if last <= first:
        raise PlanError(f"--to {last} is not after --from {first}; the history goes from {plan.start} to {plan.until}")
    return first, last


def _refuse_target(target: Path | None, written_as: FeedFormat) -> None:
    """Raise CommandError or TargetError before any change is made in vain."""
    if target is None:
        if written_as is FeedFormat.PARQUET:
            raise CommandError("parquet is a directory of files; name it with --output")
        return
    in_place = is_in_place(target) and written_as is not FeedFormat.PARQUET
    if os.path.lexists(target) and not in_place:
        raise CommandError(f"{target} already exists; name a new one")
    refuse_unwritable(target)
