"""seed_tour walks through the storylines: the printed queries run, and every bank returns the same rows."""

import json
import re
import shlex
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.utils import unquote
from django.core.management import CommandError
from django.urls import resolve

from config.query import run_query
from config.reader import existing_reader
from config.server import known_login
from config.site_address import DEFAULT_ADDRESS
from datahub.databases import BANK_DATABASES
from seeding.bank.storylines import STORYLINES
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.bank_lock import only_run
from seeding.storage.tables import table_names
from seeding.tours import walk
from seeding.tours.registry import TOURS, tours_by_storyline
from seeding.tours.tour import TourError
from seeding.tours.tour import tour as make_tour
from seeding.tours.walk import ROWS_SHOWN, SQL_WIDTH
from tests.commandline import manage, manage_here
from tests.sampling import first
from tests.seeded import command, execute, kept_bank, start_afresh

SMALLEST = {"scale": "0.05", "as_of": "2026-06-30"}
"""The options of the smallest bank with storylines."""
OTHER_SEEDS = ("7", pytest.param("2026", marks=pytest.mark.hard))
STOP = re.compile(r"^\d+\. ", re.MULTILINE)


def seed_another(**options: str) -> None:
    """Seed a bank that differs from the smallest in some options."""
    command("seed_all", replace=True, **{**SMALLEST, **options})


def tour_record(key: str) -> dict[str, Any]:
    """Return the tour of a storyline as the command writes it in JSON."""
    record: dict[str, Any] = json.loads(command("seed_tour", storyline=key, as_json=True))
    return record


def count_rows(sql: str, database: str) -> int:
    """Return the number of rows that a query returns to the login that can only SELECT."""
    server = settings.BANK_SERVER
    reader = existing_reader(server, known_login(server))
    with run_query(reader, server.database_name(database), sql, timeout_s=30) as result:
        return len(list(result.rows))


def refusal(**options: Any) -> str:
    with pytest.raises(CommandError) as raised:
        command("seed_tour", **options)
    (line,) = str(raised.value).splitlines()
    return line


@pytest.fixture(scope="class", params=first(["0.1", "1"]))
def banks(request: pytest.FixtureRequest) -> list[dict[str, dict[str, Any]]]:
    """Return the tours of the smallest and of a larger bank."""
    kept_bank(SMALLEST)
    small = {key: tour_record(key) for key in TOURS}
    seed_another(scale=request.param)
    return [small, {key: tour_record(key) for key in TOURS}]


@pytest.fixture(scope="class")
def bank() -> None:
    kept_bank(SMALLEST)


@pytest.mark.hard
class TestAtEveryScale:
    @pytest.mark.parametrize("key", TOURS)
    def test_each_query_returns_rows_but_not_too_many(self, banks: list[dict[str, Any]], key: str) -> None:
        for bank in banks:
            for stop in bank[key]["stops"]:
                assert 1 <= len(stop["rows"]) <= ROWS_SHOWN, stop
                assert not stop["more"], stop

    @pytest.mark.parametrize("key", TOURS)
    def test_the_rows_are_the_same(self, banks: list[dict[str, Any]], key: str) -> None:
        small, large = (bank[key]["stops"] for bank in banks)
        for one, other in zip(small, large, strict=True):
            assert one == other


@pytest.mark.hard
@pytest.mark.parametrize("number", OTHER_SEEDS)
def test_the_tours_of_other_banks_have_rows_at_every_stop(number: str) -> None:
    seed_another(seed=number)
    for key in TOURS:
        assert all(stop["rows"] for stop in tour_record(key)["stops"]), key


@pytest.mark.usefixtures("bank")
class TestOneBank:
    @pytest.mark.parametrize("key", first(TOURS))
    def test_the_printed_query_and_the_shell_line_run_the_same_query(self, key: str) -> None:
        stops = tour_record(key)["stops"]
        _, *printed = STOP.split(command("seed_tour", storyline=key))
        assert len(printed) == len(stops)
        for text, stop in zip(printed, stops, strict=True):
            (shell,) = [part for part in text.split("\n\n") if "db_query" in part]
            *_, name, flag, database, query = shlex.split(shell)
            assert (name, flag, database) == ("db_query", "-d", stop["database"])
            assert " ".join(query.split()) == " ".join(stop["sql"].split())
            *_, name, sql, flag, database = shlex.split(stop["shell"])
            assert (name, sql, flag, database) == ("db_query", stop["sql"], "-d", stop["database"])
            assert count_rows(query, database) == len(stop["rows"])

    def test_a_query_is_printed_once_and_no_word_of_it_is_parted(self) -> None:
        key = "structuring-ring"
        printed = command("seed_tour", storyline=key)
        assert printed.count("string_to_array(") == 1
        shells = [part.splitlines() for part in printed.split("\n\n") if "db_query" in part]
        queries = [line for _, *lines, _ in shells for line in lines]
        assert len(queries) > 50
        assert all(line.count("'") % 2 == 0 for line in queries)
        assert max(len(line) for line in queries if "'" not in line) <= SQL_WIDTH + len("      ")

    @pytest.mark.parametrize("key", first(TOURS))
    def test_a_stop_alone_is_the_same_as_in_the_whole_tour(self, key: str) -> None:
        whole = tour_record(key)["stops"]
        for number in (1, len(TOURS[key].stops)):
            record = json.loads(command("seed_tour", storyline=key, step=number, as_json=True))
            assert record["stops"] == [whole[number - 1]]

    def test_a_stop_can_be_asked_for_alone(self) -> None:
        assert re.findall(r"^(\d+)\. ", command("seed_tour", storyline="household", step=4), re.MULTILINE) == ["4"]

    def test_keys_lead_forward_and_back_and_end_the_tour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answers = iter(["", "b", "", "", "q"])
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
        shown = re.findall(r"^(\d+)\. ", command("seed_tour", storyline="household", interactive=True), re.MULTILINE)
        assert shown == ["1", "2", "1", "2", "3"]
        assert not list(answers)

    def test_after_the_last_stop_the_tour_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda prompt: "")
        last = len(TOURS["household"].stops)
        output = command("seed_tour", storyline="household", interactive=True, step=last - 1)
        assert re.findall(r"^(\d+)\. ", output, re.MULTILINE) == [str(last - 1), str(last)]

    def test_addresses_are_those_of_pages_of_rows_that_exist(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The tests of the tours' own pages open these pages."""
        monkeypatch.setattr(walk, "admin_address", lambda: DEFAULT_ADDRESS)  # a site may run beside this test
        for key in TOURS:
            for stop in tour_record(key)["stops"]:
                assert stop["address"].startswith(DEFAULT_ADDRESS)
                page = resolve(urlsplit(stop["address"]).path)
                app, model, _ = str(page.url_name).split("_", 2)
                row = unquote(page.kwargs["object_id"])
                assert apps.get_model(app, model)._default_manager.filter(pk=row).exists(), stop["address"]

    def test_every_table_of_the_six_databases_is_visited(self) -> None:
        visited = {(stop.database, table) for tour in TOURS.values() for stop in tour.stops for table in stop.tables}
        assert visited == {(database, table) for database in BANK_DATABASES for table in table_names(database)}
        for tour in TOURS.values():
            assert all(stop.table in stop.tables for stop in tour.stops)

    def test_each_tour_visits_three_databases_and_the_model_customers_all_six(self) -> None:
        crossed = {key: {stop.database for stop in tour.stops} for key, tour in TOURS.items()}
        assert crossed["model-customer"] == set(BANK_DATABASES)
        assert all(len(databases) >= 3 for databases in crossed.values())

    def test_the_settlement_is_the_approved_amount_to_the_cent(self) -> None:
        by_table = {stop["table"]: stop["rows"] for stop in tour_record("storm-claim")["stops"][:6]}
        (claim,), (settlement, repair) = by_table["claims"], by_table["transactions"]
        assert claim["approved_amount"] == settlement["transaction_amount"]
        assert claim["settlement_date"] == settlement["day"]
        assert repair["transaction_amount"] == f"-{claim['approved_amount']}"

    def test_the_rings_report_adds_up_and_the_twin_has_no_report(self) -> None:
        amounts = {
            row["amount_involved"]
            for stop in tour_record("structuring-ring")["stops"]
            for row in stop["rows"]
            if "amount_involved" in row
        }
        assert len(amounts) == 1
        (reports,) = [
            stop["rows"]
            for stop in tour_record("innocent-twin")["stops"]
            if stop["table"] == "suspicious_activity_reports"
        ]
        assert reports == [{"reports": "0"}]

    def test_a_deleted_row_does_not_stop_the_tour(self) -> None:
        execute("loans_db", "DELETE FROM loan_guarantors WHERE loan_id = 'LOAN-00000005-1'")
        stops = tour_record("mortgage-default")["stops"]
        assert [stop["table"] for stop in stops if not stop["rows"]] == ["loan_guarantors"]
        assert "(0 rows)" in command("seed_tour", storyline="mortgage-default")
        kept_bank(SMALLEST)

    def test_special_characters_in_values_are_quoted(self) -> None:
        execute("loans_db", "UPDATE loans SET loan_number = 'O''Neil $HOME `x`' WHERE loan_id = 'LOAN-00000011-1'")
        shells = [stop["shell"] for stop in tour_record("early-payoff")["stops"]]
        assert any("O''Neil \\$HOME \\`x\\`" in shell for shell in shells)
        assert all(shlex.split(shell)[-2:][0] == "-d" for shell in shells)
        kept_bank(SMALLEST)

    def test_seed_status_names_the_command(self) -> None:
        lines = command("seed_status").splitlines()
        assert lines[-1].endswith("KEY")
        assert "seed_tour" in lines[-1]
        listed = [line.split()[0] for line in lines[-1 - len(STORYLINES) : -1]]
        assert listed == [storyline.key for storyline in STORYLINES]


def test_without_an_argument_the_storylines_are_listed_with_titles() -> None:
    output = command("seed_tour")
    for storyline in STORYLINES:
        assert re.search(rf"^  {storyline.key} +{re.escape(storyline.title)}$", output, re.MULTILINE)
    listed = json.loads(command("seed_tour", as_json=True))
    assert [(record["key"], record["title"]) for record in listed] == [
        (storyline.key, storyline.title) for storyline in STORYLINES
    ]


class TestMatchingToursWithStorylines:
    def test_a_storyline_without_a_tour_is_named(self) -> None:
        tours = [tour for tour in TOURS.values() if tour.storyline.key != "storm-claim"]
        with pytest.raises(TourError, match="the storyline storm-claim has no tour"):
            tours_by_storyline(tours, STORYLINES)

    def test_a_tour_without_a_storyline_is_named(self) -> None:
        storylines = [storyline for storyline in STORYLINES if storyline.key != "household"]
        with pytest.raises(TourError, match="the tour household has no storyline"):
            tours_by_storyline(TOURS.values(), storylines)
        with pytest.raises(TourError, match="the tour heist has no storyline"):
            make_tour("heist")

    def test_a_storyline_with_two_tours_is_named(self) -> None:
        with pytest.raises(TourError, match="the storyline household has two tours"):
            tours_by_storyline([*TOURS.values(), make_tour("household")], STORYLINES)

    def test_the_tours_are_in_the_order_of_the_storylines(self) -> None:
        tours = tours_by_storyline(reversed(TOURS.values()), STORYLINES)
        assert list(tours) == list(TOURS) == [storyline.key for storyline in STORYLINES]


class TestRefuses:
    def test_an_unknown_storyline_and_lists_the_known_ones(self) -> None:
        line = refusal(storyline="heist")
        assert line == f"there is no storyline heist; choose one of {', '.join(TOURS)}"

    def test_a_stop_that_the_tour_does_not_have(self) -> None:
        last = len(TOURS["household"].stops)
        for number in (0, -1, last + 1):
            line = refusal(storyline="household", step=number)
            assert line == f"there is no stop {number}; household has stops 1 to {last}"
        assert refusal(step=2).startswith("name the storyline; choose one of model-customer, ")

    def test_to_wait_for_keys_without_a_terminal(self) -> None:
        outcome = manage("seed_tour", "household", "--interactive")
        assert (outcome.code, outcome.out) == (1, "")
        assert "--interactive needs a terminal" in outcome.err

    def test_an_empty_bank(self) -> None:
        start_afresh()
        assert refusal(storyline="storm-claim") == "the bank is empty; fill it with seed_all"

    def test_a_bank_that_is_too_small(self) -> None:
        start_afresh()
        command("seed_all", customers="59", employees="6", as_of="2026-06-30")
        line = refusal(storyline="storm-claim")
        assert line.startswith("the bank has 59 customers, and the storylines need 60")
        assert "seed_all --scale 0.05 --replace" in line
        assert "seed_tour" not in command("seed_status")

    def test_a_torn_bank(self) -> None:
        kept_bank(SMALLEST)
        execute("customer_db", "COMMENT ON SCHEMA public IS NULL", "TRUNCATE campaign_responses")
        line = refusal(storyline="storm-claim")
        assert line.startswith("the bank is ")

    def test_while_a_run_is_under_way(self) -> None:
        kept_bank(SMALLEST)
        with only_run("seed_reset"):
            run_log.begin(Run.Kind.RESET, "seed_reset", None, {})
            assert refusal(storyline="storm-claim") == "a run is under way; seed_status shows its progress"

    def test_in_one_line_at_the_prompt(self) -> None:
        outcome = manage_here("seed_tour", "heist")
        assert (outcome.code, outcome.out, len(outcome.errors)) == (1, "", 1)
