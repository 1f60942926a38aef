"""The record of runs and the answer key in the admin; what the start page says of the plan and of the storylines."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.formats import NOTHING
from datahub.browsing.links import NamedByKey, link, page_url
from datahub.browsing.overview import Facts
from datahub.browsing.site import site
from seeding.bank.storylines import STORYLINES, Storyline
from seeding.engine.plan import Plan
from seeding.models import PlantedTransaction, Run


@admin.register(Run, site=site)
class RunAdmin(BankAdmin):
    """Runs of the commands that change the bank."""

    unlisted = ("run_id", "progress", "plan", "error", "pid", "generator")


@admin.register(PlantedTransaction, site=site)
class PlantedTransactionAdmin(BankAdmin):
    """The answer key of the planted cases, for whoever sets them as a task."""

    text_keys = {
        "transaction_id": NamedByKey(Transaction),
        "account_id": NamedByKey(Account),
        "customer_id": NamedByKey(Customer),
    }


@site.add_panel
def plan_panel() -> Facts | None:
    """Return the plan of the last run that filled the bank, if its record is there."""
    run = Run.objects.filter(state=Run.State.COMPLETE).exclude(kind=Run.Kind.BREAK).first()
    if run is None or run.plan is None:
        return None
    plan = Plan.from_record(run.plan)
    facts: list[tuple[str, SafeString | str]] = [
        ("As of", plan.as_of.isoformat()),
        ("Customers", f"{plan.customers:,}"),
        ("Employees", f"{plan.employees:,}"),
        ("Scale", NOTHING if plan.scale is None else f"{plan.scale.normalize():f}"),
        ("Seed", str(plan.seed)),
        ("Made by", format_html("<code>{}</code>", run.command)),
        ("On", f"{run.started_at:%Y-%m-%d %H:%M} UTC, version {run.generator}"),
    ]
    return Facts("The plan", facts, "The same plan gives the same bank, to the byte.")


@site.add_panel
def storylines_panel() -> Facts | None:
    """Return the storylines whose people are in the bank, with links to them."""
    cast = [role.customer_id for storyline in STORYLINES for role in storyline.roles]
    names = {customer.pk: str(customer) for customer in Customer.objects.filter(pk__in=cast)}
    told = [(storyline.title, _people(storyline, names)) for storyline in STORYLINES]
    return Facts("Stories to tell", [(title, people) for title, people in told if people]) if names else None


def _people(storyline: Storyline, names: dict[str, str]) -> SafeString:
    present = [role.customer_id for role in storyline.roles if role.customer_id in names]
    return format_html_join(", ", "{}", ((link(page_url(Customer, key), names[key], key),) for key in present))
