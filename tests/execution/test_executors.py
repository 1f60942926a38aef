"""Executors run each task once, and again only if its worker died."""

import os
import signal
from collections.abc import Generator
from functools import partial
from multiprocessing import active_children
from pathlib import Path

import pytest

from seeding.execution.errors import WorkersLostError
from seeding.execution.executors import MOST_DEATHS, Executor, Processes, ThisProcess
from seeding.execution.messages import ignore, report
from seeding.storage.signals import termination_interrupts
from tests.waiting import wait_until


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


def _tell_twice(number: int) -> int:
    report(number, 10)
    report(number, 20)
    return number


def _tell_and_die_once(directory: Path, number: int) -> int:
    report(number, 10)
    return _die_once(directory, number)


def _die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def _write_until_terminated(directory: Path, number: int) -> int:
    """Return the first number at once; write for ever at the others, as a sink does, and record an interrupt."""
    if number == 1:
        return number
    with termination_interrupts():
        try:
            (directory / f"{number} began").touch()
            signal.pause()
        except KeyboardInterrupt:
            (directory / "went on after SIGTERM").touch()
    return number


def test_this_process_runs_tasks_in_order() -> None:
    assert list(ThisProcess().run(_square, [3, 1, 2])) == [9, 1, 4]


def test_processes_run_each_task() -> None:
    assert sorted(Processes(2).run(_square, [1, 2, 3])) == [1, 4, 9]
    assert list(Processes(2).run(_square, [])) == []


@pytest.mark.hard
def test_the_task_of_a_process_that_died_is_run_again(tmp_path: Path) -> None:
    assert sorted(Processes(2).run(partial(_die_once, tmp_path), [1, 2, 3, 4])) == [1, 2, 3, 4]
    assert (tmp_path / "dead").exists()


@pytest.mark.hard
def test_a_task_that_kills_every_process_is_given_up() -> None:
    with pytest.raises(WorkersLostError, match=f"worker processes died {MOST_DEATHS} times in a row"):
        list(Processes(1).run(_die, [1, 2]))


@pytest.mark.parametrize("executor", [ThisProcess(), Processes(2)], ids=["this process", "two processes"])
def test_a_listener_receives_the_reports_of_tasks_while_they_run(executor: Executor) -> None:
    heard: list[tuple[int, int]] = []
    assert sorted(executor.run(_tell_twice, [1, 2, 3], lambda number, rows: heard.append((number, rows)))) == [1, 2, 3]
    for number in (1, 2, 3):
        assert [rows for part, rows in heard if part == number] == [10, 20]


@pytest.mark.hard
def test_a_process_that_dies_does_not_keep_others_from_reporting(tmp_path: Path) -> None:
    heard: list[int] = []
    list(Processes(2).run(partial(_tell_and_die_once, tmp_path), [1, 2, 3, 4], lambda number, _: heard.append(number)))
    assert heard.count(3) == 2
    assert {1, 2, 4} <= set(heard)


def test_reports_without_a_listener_are_lost() -> None:
    heard: list[int] = []
    list(ThisProcess().run(_tell_twice, [1], lambda number, _: heard.append(number)))
    assert list(ThisProcess().run(_tell_twice, [2], ignore)) == [2]
    report(3, 10)
    assert heard == [1, 1]


def test_the_error_of_a_task_is_raised() -> None:
    with pytest.raises(ValueError, match="no 1"):
        list(Processes(1).run(_refuse, [1]))


@pytest.mark.hard
def test_processes_end_with_the_tasks_that_they_run_if_nobody_awaits_them(tmp_path: Path) -> None:
    results = Processes(2).run(partial(_write_until_terminated, tmp_path), [1, 2, 3])
    assert next(results) == 1
    wait_until(lambda: len(list(tmp_path.glob("* began"))) == 2)
    assert isinstance(results, Generator)
    results.close()
    assert not active_children()
    assert not (tmp_path / "went on after SIGTERM").exists()
