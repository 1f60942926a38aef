"""db_query writes rows as a table, as CSV and as JSON, so that every value can be read back."""

import csv
import io
import json

import pytest

from tests.commandline import manage_here
from tests.commands.querying import MINE, query, refusal

pytestmark = pytest.mark.usefixtures("queried_bank")


class TestATable:
    def test_is_aligned_with_numbers_to_the_right_and_counts_its_rows(self) -> None:
        assert query("SELECT * FROM (VALUES ('a', 1.50, NULL, true), ('long', 1200.00, 'x', false)) t(a, b, c, d)") == (
            "a           b  c     d\n"
            "----  -------  ----  -----\n"
            "a        1.50  NULL  true\n"
            "long  1200.00  x     false\n"
            "(2 rows)\n"
        )

    def test_is_aligned_by_the_cells_that_characters_take(self) -> None:
        accented, family = "Zoe\u0308", "\U0001f469\u200d\U0001f467"  # one character each, of two and of three
        rows = f"('Zoë', 1), ('{accented}', 20), ('東京', 300), ('{family}', 4000)"
        assert query(f'SELECT * FROM (VALUES {rows}) t(name, "高")').splitlines() == [
            "name    高",
            "----  ----",
            "Zoë      1",
            f"{accented}     20",
            "東京   300",
            f"{family}    4000",
            "(4 rows)",
        ]

    def test_without_rows_has_its_heading(self) -> None:
        assert query("SELECT customer_id FROM customers WHERE false") == "customer_id\n-----------\n(0 rows)\n"

    def test_says_that_the_limit_cut_it(self) -> None:
        *_, last, count = query("SELECT generate_series(1, 3)", limit=2).splitlines()
        assert (last.strip(), count) == ("2", "(first 2 rows; --limit 0 shows all)")
        assert query("SELECT generate_series(1, 3)", limit=3).endswith("(3 rows)\n")

    def test_shows_a_thousand_rows_by_default(self) -> None:
        assert "(first 1,000 rows; " in query("SELECT generate_series(1, 1001)")
        assert "(1,001 rows)" in query("SELECT generate_series(1, 1001)", limit=0)

    def test_escapes_line_ends_and_escape_sequences(self) -> None:
        assert r"a\nb\x1b[2J" in query(r"SELECT E'a\nb\x1b[2J'")

    def test_that_is_too_large_is_refused(self) -> None:
        assert "--format csv" in refusal("SELECT repeat('x', 3000000) FROM generate_series(1, 1000)")


class TestCsv:
    def test_is_quoted_so_that_every_value_can_be_read_back(self) -> None:
        values = ['a"b', "a,b", "a\nb", "a\rb", " a ", "é"]
        columns = ", ".join("E'{}'".format(value.replace("\n", "\\n").replace("\r", "\\r")) for value in values)
        out = query(f"SELECT {columns}, NULL, 0.10, true", output_format="csv")
        _, row = csv.reader(io.StringIO(out, newline=""))
        assert row == [*values, "", "0.10", "true"]

    def test_has_every_row_and_a_heading(self) -> None:
        assert len(query("SELECT * FROM customers", output_format="csv").splitlines()) == 71

    def test_without_rows_has_its_heading(self) -> None:
        assert query("SELECT 1 AS one, 2 AS two WHERE false", output_format="csv") == "one,two\n"

    def test_is_cut_by_a_limit_only_and_says_so_on_stderr(self) -> None:
        outcome = manage_here(
            "db_query", "SELECT generate_series(1, 5) n", "-d", MINE, "--format", "csv", "--limit", "2"
        )
        assert (outcome.code, outcome.out, outcome.err) == (
            0,
            "n\n1\n2\n",
            "There are more rows than the first 2; --limit 0 writes all\n",
        )


class TestJson:
    def test_has_every_digit(self) -> None:
        out = query(
            "SELECT 12345678901234567890.1234567890 AS a, 9007199254740993 AS b, 0.10 AS c", output_format="json"
        )
        (row,) = json.loads(out, parse_float=str)
        assert row == {"a": "12345678901234567890.1234567890", "b": 9007199254740993, "c": "0.10"}

    def test_writes_dates_as_iso_8601(self) -> None:
        days = "date '2026-02-28' a, timestamptz '2026-02-28 12:30:00.5+02' b, timestamp '0999-01-01' c"
        assert json.loads(query(f"SELECT {days}", output_format="json")) == [
            {"a": "2026-02-28", "b": "2026-02-28T10:30:00.5+00:00", "c": "0999-01-01T00:00:00"}
        ]

    def test_writes_null_booleans_documents_and_nan(self) -> None:
        values = """NULL::int a, true b, '{"x": [1]}'::jsonb c, 'NaN'::numeric d, 'infinity'::date e, '"' f"""
        assert json.loads(query(f"SELECT {values}", output_format="json")) == [
            {"a": None, "b": True, "c": {"x": [1]}, "d": "NaN", "e": "infinity", "f": '"'}
        ]

    def test_is_an_array_of_the_rows_even_without_rows(self) -> None:
        assert json.loads(query("SELECT 1 AS one WHERE false", output_format="json")) == []
        assert json.loads(query("SELECT generate_series(1, 3) AS n", output_format="json")) == [
            {"n": 1},
            {"n": 2},
            {"n": 3},
        ]

    def test_refuses_two_columns_of_the_same_name(self) -> None:
        line = refusal(
            "SELECT * FROM customers c JOIN accounts a ON c.customer_id = a.customer_id", output_format="json"
        )
        assert line == "2 columns are named customer_id; rename them with AS"
