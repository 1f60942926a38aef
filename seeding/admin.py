"""The admins of runs and of the answer key, and the start page's panels on the plan and the storylines."""

from datetime import date

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.chart_data import Chart
from datahub.browsing.formats import NO_VALUE
from datahub.browsing.links import link, list_url, page_url
from datahub.browsing.overview import Panel
from datahub.browsing.site import site
from datahub.browsing.soft_keys import KeyTo
from seeding.charts.gallery import bank_charts
from seeding.charts.site_rows import site_rows
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from seeding.models import PlantedTransaction, Run
from seeding.pages.answers import ANSWER_PAGES
from seeding.pages.cases import planted_marks
from seeding.pages.current_bank import current_bank
from seeding.pages.permissions import may_see_answers
from seeding.pages.queries import QUERY_PAGES
from seeding.pages.tours import TOUR_PAGES, may_see_tour, stop_url
from seeding.tours.registry import TOURS
from seeding.tours.tour import Tour

HISTORIES = {
    History.BRIEF: "Brief: loans, policies and claims are in the ledger over their whole life, "
    "everyday transactions since the start of the third-last full month",
    History.FULL: "Full: every account has everyday transactions since it was opened",
}
"""What the ledger contains, by the plan's history."""


@admin.register(Run, site=site)
class RunAdmin(BankAdmin):
    """Runs of the commands that change the bank."""

    list_exclude = ("run_id", "expected", "progress", "plan", "error", "pid", "generator")


@admin.register(PlantedTransaction, site=site)
class PlantedTransactionAdmin(BankAdmin):
    """The answer key of the planted cases."""

    soft_keys = {
        "transaction_id": KeyTo(Transaction),
        "account_id": KeyTo(Account),
        "customer_id": KeyTo(Customer),
    }


@site.show_day
def day_seen() -> date | None:
    """Return the day on which the bank is seen; None if no run is recorded."""
    current = current_bank()
    return current[1].as_of if current else None


@site.show_progress
def progress() -> str:
    """Return what the command that changes the bank has written so far; an empty string if none runs."""
    run = Run.objects.filter(state=Run.State.RUNNING).first()
    if run is None:
        return ""
    written = sum(rows for database in run.progress.values() for rows in database["rows"].values())
    expected = sum(most for _, most in run.expected.values())
    of_expected = f" of about {expected:,}" if expected else ""
    # Without its options: the seed reveals who takes part in which planted case.
    return f"{run.command.partition(' ')[0]} has written {written:,}{of_expected} rows."


@site.add_panel
def plan_panel(request: HttpRequest) -> Panel | None:
    """Return a panel on the plan of the last run that filled the bank; None if no run is recorded."""
    current = current_bank()
    if current is None:
        return None
    run, plan = current
    shows_seed = may_see_answers(request)  # anyone who knows the seed can make the bank, and its answer key
    facts: list[tuple[str, SafeString | str]] = [
        ("As of", plan.as_of.isoformat()),
        *_other_days(plan),
        ("Customers", f"{plan.customers:,}"),
        ("Employees", f"{plan.employees:,}"),
        ("Scale", NO_VALUE if plan.scale is None else f"{plan.scale.normalize():f}"),
        *([("Seed", str(plan.seed))] if shows_seed else []),
        ("History", HISTORIES[plan.history]),
        *([("Command", format_html("<code>{}</code>", run.command))] if shows_seed else []),
        ("Seeded", f"{run.started_at:%Y-%m-%d %H:%M} UTC, version {run.generator}"),
    ]
    return Panel("How this bank was made", facts, "The same plan always makes the same bank, byte for byte.")


def _other_days(plan: Plan) -> list[tuple[str, str]]:
    """Return the other days of a plan where they are not the day on which the bank is seen."""
    days = [("First seen", plan.start), ("Laid out until", plan.until)]
    return [(title, day.isoformat()) for title, day in days if day != plan.as_of]


@site.add_panel
def storylines_panel(request: HttpRequest) -> Panel | None:
    """Return a panel on the stories that the user may see, with links to tours and customers; None without any."""
    tours = [tour for tour in TOURS.values() if may_see_tour(request, tour)]
    customers = [role.customer_id for tour in tours for role in tour.storyline.roles]
    names = {customer.pk: str(customer) for customer in Customer.objects.filter(pk__in=customers)}
    facts = [(link(stop_url(tour), tour.storyline.title), _links(tour, names)) for tour in tours]
    return Panel("Stories", [(title, links) for title, links in facts if links]) if names else None


@site.add_charts
def charts() -> list[Chart]:
    """Return the charts of the bank that is in the databases; none of an empty bank."""
    return bank_charts(site_rows, list_url)


site.add_pages(TOUR_PAGES)
site.add_pages(QUERY_PAGES)
site.add_pages(ANSWER_PAGES)
site.add_marks(planted_marks)


def _links(tour: Tour, names: dict[str, str]) -> SafeString:
    present = [role.customer_id for role in tour.storyline.roles if role.customer_id in names]
    return format_html_join(", ", "{}", ((link(page_url(Customer, key), names[key], key),) for key in present))
