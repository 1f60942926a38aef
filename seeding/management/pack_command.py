"""The base class of the commands that make a catalog pack of the current bank."""

from config.prompt import invocation
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.pack import Pack, make_pack
from seeding.engine.plan import Plan
from seeding.management.catalog_facts import gathered_facts
from seeding.management.reading import BankReadCommand
from seeding.models import Run


class PackCommand(BankReadCommand):
    """A command that needs the pack of the bank."""

    def made_pack(self) -> Pack:
        """Return the pack of the current bank, and say what it lacks. Raises CommandError as `read_whole` does."""
        return self.read_whole(self._pack)

    def _pack(self, plan: Plan, run: Run | None) -> Pack:
        with gathered_facts(plan, run) as facts:
            pack = make_pack(facts)
            self._say_what_is_missing(facts)
        return pack

    def _say_what_is_missing(self, facts: BankFacts) -> None:
        if not facts.verifications:
            self.say(f"no verification is on record, so all runs of checks are simulated; {invocation('seed_verify')}")
        if not facts.stops:
            self.say("the bank is too small for storylines, so there are no queries")
