"""Executors run each task once, and again only if its worker died."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from seeding.execution.executors import MOST_DEATHS, Processes, ThisProcess, WorkersLostError


def _square(number: int) -> int:
    return number * number


def _refuse(number: int) -> int:
    raise ValueError(f"no {number}")


def _die_once(directory: Path, number: int) -> int:
    """Return the process; the first one at number 3 dies."""
    if number == 3:
        try:
            (directory / "dead").touch(exist_ok=False)
        except FileExistsError:
            return number
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_this_process_runs_tasks_in_order() -> None:
    assert list(ThisProcess().run(_square, [3, 1, 2])) == [9, 1, 4]


def test_processes_run_each_task() -> None:
    assert sorted(Processes(2).run(_square, [1, 2, 3])) == [1, 4, 9]
    assert list(Processes(2).run(_square, [])) == []


def test_the_task_of_a_process_that_died_is_run_again(tmp_path: Path) -> None:
    assert sorted(Processes(2).run(partial(_die_once, tmp_path), [1, 2, 3, 4])) == [1, 2, 3, 4]
    assert (tmp_path / "dead").exists()


def test_a_task_that_kills_every_process_is_given_up() -> None:
    with pytest.raises(WorkersLostError, match=f"worker processes died {MOST_DEATHS} times in a row"):
        list(Processes(1).run(_die, [1, 2]))


def test_the_error_of_a_task_is_raised() -> None:
    with pytest.raises(ValueError, match="no 1"):
        list(Processes(1).run(_refuse, [1]))
