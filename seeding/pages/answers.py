"""The pages of the answer key: the list of cases, a page per case, and its network beside its twin's."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from datahub.browsing.added_pages import AddedPages, Route
from datahub.browsing.links import list_url
from datahub.browsing.sections import ANSWER_KEY
from datahub.browsing.site import site
from seeding.models import PlantedTransaction
from seeding.pages.case_network import load_case_network
from seeding.pages.cases import PlantedCase, case_line, case_rows, case_url, load_case, load_findings, other_of_pair
from seeding.pages.permissions import ANSWERS

CASES_PER_PAGE = 50
TITLE = "Planted cases"


def cases_page(request: HttpRequest) -> TemplateResponse:
    """Show the cases with their twins; `?kind=` leaves those of a kind, `?p=` is the number of the page, from 1."""
    asked = request.GET.get("kind", "")
    kind = asked if asked in PlantedTransaction.Kind.values else ""
    page = Paginator(case_rows(kind), CASES_PER_PAGE).get_page(request.GET.get("p"))
    context = _context(
        request,
        TITLE,
        page=page,
        cases=[case_line(row) for row in page],
        kinds=[(value, label.lower().capitalize(), value == kind) for value, label in PlantedTransaction.Kind.choices],
        kind=kind,
    )
    return TemplateResponse(request, "pages/cases.html", context)


def case_page(request: HttpRequest, case_id: str) -> TemplateResponse:
    """Show a case or a twin. Raises Http404 if there is none of this id."""
    case = _case(case_id)
    context = _context(
        request,
        f"{case.title} {case.case_id}",
        case=case,
        findings=load_findings(case),
        network_address=network_url(case.case_id),
        other=load_case(other_of_pair(case.case_id)),
        other_address=case_url(other_of_pair(case.case_id)),
        rows_address=list_url(PlantedTransaction, case_id__exact=case.case_id),
    )
    return TemplateResponse(request, "pages/case.html", context)


def network_page(request: HttpRequest, case_id: str) -> TemplateResponse:
    """Show the network of a case beside that of its twin. Raises Http404 if there is no case of this id."""
    case = _case(case_id)
    other = load_case(other_of_pair(case_id))
    pair = sorted([case, *([other] if other else [])], key=lambda each: not each.planted)
    context = _context(
        request,
        f"Network of {case.case_id}",
        case=case,
        pair=[(each, case_url(each.case_id), load_case_network(each)) for each in pair],
    )
    return TemplateResponse(request, "pages/case_network.html", context)


def network_url(case_id: str) -> str:
    """Return the address of the network of a case."""
    return reverse("admin:answer_network", args=[case_id])


ANSWER_PAGES = AddedPages(
    title=TITLE,
    sentence="Which transactions belong to planted cases of money laundering and to their innocent twins: "
    "who, what, when, and what a solver should find.",
    button="Show the answers",
    routes=(
        Route("answers/", cases_page, "answers"),
        Route("answers/<slug:case_id>/", case_page, "answer_case"),
        Route("answers/<slug:case_id>/network/", network_page, "answer_network"),
    ),
    section=ANSWER_KEY,
    permission=ANSWERS,
)


def _case(case_id: str) -> PlantedCase:
    case = load_case(case_id)
    if case is None:
        raise Http404(f"there is no case {case_id}")
    return case


def _context(request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
    return {**site.each_context(request), "title": title, "answers_title": TITLE, **more}
