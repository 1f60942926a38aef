"""The admin of runs and of the answer key, and the panels of the start page on the plan and the storylines."""

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
    """The admin of the runs of commands that changed the bank."""

    unlisted = ("run_id", "progress", "plan", "error", "pid", "generator")


@admin.register(PlantedTransaction, site=site)
class PlantedTransactionAdmin(BankAdmin):
    """The admin of the answer key of the planted cases, for those who set the cases as an exercise."""

    text_keys = {
        "transaction_id": NamedByKey(Transaction),
        "account_id": NamedByKey(Account),
        "customer_id": NamedByKey(Customer),
    }


@site.add_panel
def plan_panel() -> Facts | None:
    """Return the plan of the last run that filled the bank, or None without such a run."""
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
        ("Seeded", f"{run.started_at:%Y-%m-%d %H:%M} UTC, version {run.generator}"),
    ]
    return Facts("How this bank was made", facts, "The same plan always gives the same bank, to the byte.")


@site.add_panel
def storylines_panel() -> Facts | None:
    """Return the storylines whose customers are in the bank, with links to them, or None without any."""
    keys = [role.customer_id for storyline in STORYLINES for role in storyline.cast]
    names = {customer.pk: str(customer) for customer in Customer.objects.filter(pk__in=keys)}
    links = [(storyline.title, _customer_links(storyline, names)) for storyline in STORYLINES]
    return Facts("Stories", [(title, customers) for title, customers in links if customers]) if names else None


def _customer_links(storyline: Storyline, names: dict[str, str]) -> SafeString:
    present = [role.customer_id for role in storyline.cast if role.customer_id in names]
    return format_html_join(", ", "{}", ((link(page_url(Customer, key), names[key], key),) for key in present))
