"""A connection takes in no more than it is given, however fast the server sends and however late its reader comes."""

from contextlib import closing

import pytest
from django.conf import settings

from config.intake import PIECE, taken_in
from config.server import known_login

SENT = 3_000_000
"""Bytes of a value that comes in one message."""


def test_a_reader_that_comes_late_finds_no_more_than_a_piece_at_a_time() -> None:
    with closing(known_login(settings.BANK_SERVER).connect()) as connection:
        pgconn = connection.pgconn
        pgconn.send_query_params(f"SELECT repeat('x', {SENT})".encode(), None)
        received = []
        with taken_in(pgconn) as intake:
            while pgconn.is_busy():
                intake.restart()
                intake.wait()  # the server has sent the next bytes long ago
                pgconn.consume_input()
                received.append(intake.received)
            result = pgconn.get_result()
        assert result is not None
        assert len(result.get_value(0, 0) or b"") == SENT
    assert max(received) <= PIECE
    assert sum(received) > SENT


@pytest.mark.parametrize("rows", [0, 1, 1000])
def test_what_comes_is_what_was_sent(rows: int) -> None:
    with closing(known_login(settings.BANK_SERVER).connect()) as connection:
        pgconn = connection.pgconn
        pgconn.send_query_params(f"SELECT repeat(g::text, 200) FROM generate_series(1, {rows}) g".encode(), None)
        with taken_in(pgconn) as intake:
            while pgconn.is_busy():
                intake.wait()
                pgconn.consume_input()
            result = pgconn.get_result()
        assert result is not None
        assert [result.get_value(row, 0) for row in range(result.ntuples)] == [
            str(number).encode() * 200 for number in range(1, rows + 1)
        ]
