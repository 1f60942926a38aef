"""The answer key has a page per case that agrees with the ledger, and a login without answers sees none of it."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from datahub.browsing.formats import plain_amount
from datahub.browsing.network import EdgeKind, Network, NodeKind
from datahub.compliance.models import SuspiciousActivityReport
from seeding.models import PlantedTransaction
from seeding.pages.answers import CASES_PER_PAGE
from seeding.pages.case_network import load_case_network
from seeding.pages.cases import load_case, other_of_pair
from seeding.tours.registry import TOURS
from tests.admin.filled import fill_bank
from tests.admin.pages import get, list_url, page_url
from tests.admin.test_read_only import addresses
from tests.sampling import first
from tests.seeded import command, kept_bank

RING, TWIN = "CASE-00000-900", "CASE-00000-900-T"
ANSWERS_TOLD = re.compile(r"CASE-\d|planted|innocent twin|answer key", re.IGNORECASE)
TOURS_WITH_ANSWERS = {"structuring-ring", "innocent-twin"}


@pytest.fixture(scope="module")
def solver() -> Iterator[Client]:
    """Return the client of a user of `demo_user --no-answers`."""
    command("demo_user", "solver", no_answers=True)
    browser = Client()
    browser.force_login(User.objects.get(username="solver"))
    yield browser
    User.objects.filter(username="solver").delete()


def case_ids() -> list[str]:
    return sorted(set(PlantedTransaction.objects.values_list("case_id", flat=True)))


def network_of(case_id: str) -> Network:
    case = load_case(case_id)
    assert case
    return load_case_network(case)


def page(case_id: str, name: str = "answer_case") -> str:
    return reverse(f"admin:{name}", args=[case_id])


def test_a_case_shows_who_what_and_when(client: Client) -> None:
    keys = list(PlantedTransaction.objects.filter(case_id=RING).values_list("pk", flat=True))
    rows = Transaction.objects.filter(pk__in=keys)
    text = get(client, page(RING)).text
    for row in rows:
        assert page_url(Transaction, row.pk) in text
        assert plain_amount(row.transaction_amount) in text
    for customer in Customer.objects.filter(pk__in=["CUST-00000007", "CUST-00000008", "CUST-00000009"]):
        assert str(customer) in unescape(text)
    assert page_url(SuspiciousActivityReport, "SAR-00000007-1") in text
    assert page(TWIN) in text
    assert page(RING, "answer_network") in text


def test_a_twin_was_never_reported(client: Client) -> None:
    text = get(client, page(TWIN)).text
    assert page_url(SuspiciousActivityReport, "SAR-")[: -len("/change/")] not in text
    assert page(RING) in text


@pytest.mark.parametrize("name", ["answer_case", "answer_network"])
def test_a_case_that_does_not_exist_is_not_found(client: Client, name: str) -> None:
    assert client.get(page("CASE-99999-999", name)).status_code == 404


def test_the_ring_deposits_cash_and_the_money_leaves_the_bank() -> None:
    network = network_of(RING)
    assert {edge.source.kind for edge in network.money} == {NodeKind.CASH, NodeKind.ACCOUNT}
    assert {edge.target.kind for edge in network.money} == {NodeKind.ACCOUNT, NodeKind.OUTSIDE}
    assert network.by_day
    assert network.days == sorted(network.days)
    assert [data["day"] for data in network.data["edges"] if data["kind"] == "transfer"]


def test_a_case_stands_beside_its_twin(client: Client) -> None:
    for case_id in (RING, TWIN):
        pair = get(client, page(case_id, "answer_network")).context["pair"]
        assert [each.case_id for each, _, _ in pair] == [RING, TWIN]


@pytest.fixture(scope="class")
def every_kind(filled_bank: None) -> Iterator[None]:
    """Seed a bank with cases of every kind."""
    kept_bank({"scale": "0.5", "as_of": "2026-06-30"})
    yield
    fill_bank()


@pytest.mark.usefixtures("every_kind", "without_frame")
class TestCasesOfEveryKind:
    def test_the_list_has_every_case_beside_its_twin(self, client: Client) -> None:
        found: list[str] = []
        for number in range(1, 2 + len(case_ids()) // CASES_PER_PAGE):
            found += [case.case_id for case in get(client, reverse("admin:answers"), p=number).context["cases"]]
        assert found == case_ids()
        assert all(other_of_pair(case_id) in found for case_id in found)

    def test_the_list_can_be_limited_to_a_kind(self, client: Client) -> None:
        cases = get(client, reverse("admin:answers"), kind="structuring").context["cases"]
        assert {case.kind for case in cases} == {"Structuring"}
        assert len(cases) == len(set(PlantedTransaction.objects.filter(kind="structuring").values_list("case_id")))

    def test_every_case_has_a_page_and_a_network(self, client: Client) -> None:
        assert set(PlantedTransaction.objects.values_list("kind", flat=True)) == set(PlantedTransaction.Kind.values)
        for case_id in case_ids():
            assert get(client, page(case_id)).status == 200, case_id
            assert get(client, page(case_id, "answer_network")).status == 200, case_id

    def test_the_network_of_a_case_moves_each_amount_once(self) -> None:
        """A transfer between two accounts of the bank is two rows of the ledger and one edge."""
        for case_id in case_ids():
            case = load_case(case_id)
            assert case
            numbers = {account.account_number for account in case.accounts.values()}
            paid_twice = [
                row for row in case.transactions if row.counterparty_account in numbers and row.transaction_amount > 0
            ]
            money = network_of(case_id).money
            assert len(money) == len(case.transactions) - len(paid_twice)
            amount = sum(abs(row.transaction_amount) for row in case.transactions)
            assert sum(edge.amount for edge in money) == amount - sum(row.transaction_amount for row in paid_twice)
            assert all(edge.mark and edge.mark.is_bad == case.planted for edge in money)

    def test_a_cycle_comes_back_to_its_subject(self) -> None:
        cycles = [case_id for case_id in case_ids() if (case := load_case(case_id)) and case.kind == "cycle"]
        assert cycles
        for case_id in cycles:
            way = {edge.source.key: edge.target.key for edge in network_of(case_id).money}
            start = place = next(iter(way))
            for _ in way:
                place = way[place]
            assert place == start


class TestTheNetworkOfACustomer:
    def network(self, client: Client, customer: str) -> Network:
        found = get(client, page_url(Customer, customer, "network")).context["network"]
        assert isinstance(found, Network)
        return found

    def test_shows_the_household_its_accounts_and_the_joint_account(self, client: Client) -> None:
        network = self.network(client, "CUST-00000003")
        keys = {node.key for node in network.nodes}
        accounts = Account.objects.filter(customer_id__in=["CUST-00000003", "CUST-00000004"])
        assert {"CUST-00000003", "CUST-00000004", *accounts.values_list("pk", flat=True)} <= keys
        ties = {(edge.source.key, edge.target.key, edge.label) for edge in network.ties}
        assert ("CUST-00000003", "CUST-00000004", "same household") in ties
        joint = AccountRelationship.objects.filter(
            relationship_type="joint_owner", primary_account__in=accounts, related_account__in=accounts
        ).earliest("pk")
        assert (joint.primary_account_id, joint.related_account_id, "joint owner") in ties
        assert next(node.key for node in network.nodes if node.is_center) == "CUST-00000003"

    def test_shows_who_guarantees_a_loan(self, client: Client) -> None:
        edges = self.network(client, "CUST-00000005").edges
        guarantees = [edge for edge in edges if edge.kind is EdgeKind.GUARANTEE]
        assert guarantees
        assert all(edge.target.key == "CUST-00000005" and "LOAN-00000005-1" in edge.label for edge in guarantees)

    def test_adds_up_what_went_to_each_counterparty(self, client: Client) -> None:
        key = "ACC-00000001-1"
        sums: dict[tuple[str, bool], object] = {}
        for row in Transaction.objects.filter(account_id=key, counterparty_account__isnull=False):
            place = (row.counterparty_account or "", row.transaction_amount < 0)
            sums[place] = sums.get(place, 0) + abs(row.transaction_amount)  # type: ignore[operator]
        numbers = dict(Account.objects.values_list("pk", "account_number"))
        money = [
            edge for edge in self.network(client, "CUST-00000001").money if key in (edge.source.key, edge.target.key)
        ]
        shown = {}
        for edge in money:
            is_paid = edge.source.key == key
            other = edge.target.key if is_paid else edge.source.key
            shown[numbers.get(other, other), is_paid] = edge.amount
        assert shown == sums

    def test_shows_money_between_others_too(self, client: Client) -> None:
        """Who takes part in a cycle sees all of it from two steps away: the neighbors' transfers are drawn."""
        network = self.network(client, "CUST-00000003")
        inside = {node.key for node in network.nodes if node.kind is NodeKind.ACCOUNT}
        own = set(Account.objects.filter(customer_id="CUST-00000003").values_list("pk", flat=True))
        assert any(edge.source.key in inside - own and edge.target.key in inside - own for edge in network.money)

    def test_draws_a_transfer_inside_the_bank_once_from_payer_to_payee(self, client: Client) -> None:
        network = self.network(client, "CUST-00000003")
        accounts = {node.key for node in network.nodes if node.kind is NodeKind.ACCOUNT}
        numbers = dict(Account.objects.filter(pk__in=accounts).values_list("account_number", "pk"))
        paid = Transaction.objects.filter(
            account_id__in=accounts, counterparty_account__in=list(numbers), transaction_amount__lt=0
        )
        pairs = {(row.account_id, numbers[row.counterparty_account or ""]) for row in paid}
        inside = [edge for edge in network.money if {edge.source.key, edge.target.key} <= accounts]
        assert pairs
        assert sorted((edge.source.key, edge.target.key) for edge in inside) == sorted(pairs)
        assert sum(edge.amount or 0 for edge in inside) == -sum(row.transaction_amount for row in paid)

    def test_leaves_out_the_smallest_sums_and_says_so(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = self.network(client, "CUST-00000001")
        assert whole.left_out == ""
        monkeypatch.setattr("datahub.browsing.customer_network.MAX_COUNTERPARTIES", 2)
        bounded = self.network(client, "CUST-00000001")
        outside = [node for node in bounded.nodes if node.kind is NodeKind.OUTSIDE]
        assert len(outside) <= 2
        assert re.fullmatch(r"\d+ accounts of others with smaller sums are left out\.", bounded.left_out)
        assert bounded.left_out in get(client, page_url(Customer, "CUST-00000001", "network")).text

    def test_is_a_table_too(self, client: Client) -> None:
        response = get(client, page_url(Customer, "CUST-00000003", "network"))
        rows = re.findall(r'<tr><td class="network-end">', response.text)
        assert len(rows) == len(response.context["network"].edges)

    def test_takes_a_number_of_queries_that_does_not_grow(self, client: Client) -> None:
        numbers = {len(get(client, page_url(Customer, f"CUST-{n:08}", "network")).queries) for n in (1, 3, 7, 20)}
        assert max(numbers) <= 30

    def test_is_linked_from_the_customers_page(self, client: Client) -> None:
        customer = "CUST-00000003"
        assert page_url(Customer, customer, "network") in get(client, page_url(Customer, customer)).text

    def test_marks_what_is_planted_for_those_who_may_know(self, client: Client, solver: Client) -> None:
        wires = PlantedTransaction.objects.filter(kind="high_risk_wires", planted=True)
        customer = wires.earliest("pk").customer_id
        assert any(edge.mark and edge.mark.is_bad for edge in self.network(client, customer).edges)
        assert self.network(solver, customer).marks == []

    def test_needs_the_right_to_see_its_tables(self, solver: Client) -> None:
        newcomer = User.objects.create_user("novice", is_staff=True)
        browser = Client()
        browser.force_login(newcomer)
        assert browser.get(page_url(Customer, "CUST-00000003", "network")).status_code == 403


def one_of_each_kind() -> Iterator[tuple[str, str]]:
    """Yield the name and an address of a page of each kind, among those of the answer key and among the others."""
    shown = set()
    for name, address in addresses():
        kind = name.rpartition("_")[2], "answer" in name or "planted" in name
        if kind not in shown:
            yield name, address
        shown.add(kind)


class TestALoginWithoutAnswers:
    @pytest.mark.usefixtures("without_frame")
    @pytest.mark.parametrize("pages", first([one_of_each_kind, addresses]))
    def test_sees_the_answers_on_no_page(self, solver: Client, pages: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """The page of a run says how many rows the table has; that is all that a solver may know of it."""
        for name, address in pages():
            response = solver.get(address)
            if "answer" in name or "plantedtransaction" in name:
                assert response.status_code == 403, name
            elif response.status_code == 200:
                text = response.getvalue().decode().replace(PlantedTransaction._meta.db_table, "")
                assert not ANSWERS_TOLD.search(text), name

    def test_sees_them_not_around_a_page_either(self, solver: Client) -> None:
        """The header and the sidebar are the same on all pages."""
        for address in (reverse("admin:index"), list_url(Customer)):
            assert not ANSWERS_TOLD.search(solver.get(address).content.decode()), address

    @pytest.mark.usefixtures("without_frame")
    @pytest.mark.parametrize("stops", first([1, 99]))
    def test_sees_no_tour_that_reveals_them(self, solver: Client, stops: int) -> None:
        assert {key for key, tour in TOURS.items() if tour.storyline.reveals_answers} == TOURS_WITH_ANSWERS
        for key, tour in TOURS.items():
            for number in range(1, min(stops, len(tour.stops)) + 1):
                status = solver.get(reverse("admin:tour_stop", args=[key, number])).status_code
                assert status == (403 if key in TOURS_WITH_ANSWERS else 200), (key, number)
        for name in ("index", "tours"):
            text = solver.get(reverse(f"admin:{name}")).content.decode()
            assert not any(reverse("admin:tour_stop", args=[key, 1]) in text for key in TOURS_WITH_ANSWERS), name

    def test_cannot_search_or_filter_them(self, solver: Client) -> None:
        for lookups in ({"q": RING}, {"case_id__exact": RING}, {"customer_id__exact": "CUST-00000007"}):
            assert solver.get(list_url(PlantedTransaction, **lookups)).status_code == 403
        asked = {"app_label": "seeding", "model_name": "plantedtransaction", "field_name": "customer_id", "term": "C"}
        assert solver.get(reverse("admin:autocomplete"), asked).status_code == 403

    @pytest.mark.parametrize("page", ["search", "admin:search"])
    def test_does_not_find_them(self, solver: Client, client: Client, page: str) -> None:
        """Neither the page of the search nor Unfold's palette leads to the answer key."""
        answers = list_url(PlantedTransaction)
        for term in ("planted", RING, "CUST-00000007"):
            text = solver.get(reverse(page), {"q": term, "s": term}).content.decode()
            assert answers not in text
            assert reverse("admin:answers") not in text
        assert answers in client.get(reverse(page), {"q": "planted", "s": "planted"}).content.decode()

    def test_sees_the_rest_of_the_bank(self, solver: Client) -> None:
        for address in (list_url(Transaction), page_url(Customer, "CUST-00000007"), reverse("admin:bank_charts")):
            assert solver.get(address).status_code == 200


def test_a_viewer_sees_the_answers_in_a_section_of_the_menu(viewer_client: Client) -> None:
    text = get(viewer_client, reverse("admin:index")).text
    assert "Answer key" in text
    assert text.count(reverse("admin:answers")) >= 2
