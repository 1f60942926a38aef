"""An export shows its rows, their rate and the time left, also while a part is being made."""

from seeding.management.export_progress import ExportProgress
from seeding.management.lake import PartMade


class Screen:
    """Keeps what was shown last, with a clock that a test sets."""

    def __init__(self) -> None:
        self.seconds, self.done, self.text = 0.0, 0, ""

    def show(self, done: int, text: str) -> None:
        self.done, self.text = done, text

    def progress(self, parts: int, expected: int) -> ExportProgress:
        return ExportProgress(self.show, parts, expected, lambda: self.seconds)


def test_rows_within_a_part_count_and_give_an_estimate() -> None:
    screen = Screen()
    progress = screen.progress(parts=2, expected=1_000)
    screen.seconds = 10
    progress.rows_made(1, 250)
    assert screen.text == "0 of 2 parts, 250 rows, 25 rows/s, about 30 s left"
    screen.seconds = 20
    progress.rows_made(2, 250)
    assert screen.text == "0 of 2 parts, 500 rows, 25 rows/s, about 20 s left"
    assert screen.done == 500


def test_a_part_that_is_made_again_begins_anew() -> None:
    screen = Screen()
    progress = screen.progress(parts=1, expected=1_000)
    screen.seconds = 10
    progress.rows_made(1, 400)
    progress.rows_made(1, 100)
    assert "0 of 1 parts, 100 rows, 10 rows/s" in screen.text
    progress.part_made(PartMade(1, 990))
    assert screen.text == "1 of 1 parts, 990 rows, 99 rows/s"


def test_nothing_is_estimated_from_the_first_rows() -> None:
    screen = Screen()
    progress = screen.progress(parts=3, expected=1_000_000)
    screen.seconds = 40
    progress.part_made(PartMade(0, 24))
    assert screen.text == "1 of 3 parts, 24 rows, 1 rows/s"
