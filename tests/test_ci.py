"""`.ci/run` tests on the oldest and the newest Python that run, and its last lines say how each part ended."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commandline import CHECKOUT

TOOLS = ("bash", "dirname", "env", "grep", "head", "id", "mktemp", "rm", "sort", "tail", "tee")
MAKE = """#!/bin/bash
case "$*" in *"{failing}"*) code=1 result="1 failed";; *) code=0 result="9 passed";; esac
echo "$*" >> {log}
case "$*" in *" test"*) echo "===== $result in 0.1s =====";; esac
exit $code
"""


class Machine:
    """A directory of programs, the only ones on the PATH, and one in which pyenv keeps its Pythons."""

    def __init__(self, directory: Path) -> None:
        self.programs, self.pyenv, self.log = directory / "bin", directory / "pyenv", directory / "made"
        self.programs.mkdir()
        for name in TOOLS:
            (self.programs / name).symlink_to(str(shutil.which(name)))
        self.program("chromedriver", "#!/bin/bash\n")

    def program(self, name: str, text: str) -> None:
        path = self.programs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def python(self, name: str, minor: int) -> str:
        """Add a Python of this version, which has the modules that are looked for, and return its path."""
        self.program(name, f'#!/bin/bash\ncase "$2" in *version_info*) echo {minor} "$0";; esac\n')
        return os.path.normpath(self.programs / name)

    def broken(self, name: str) -> None:
        """Add what pyenv puts on the PATH for a version that is not chosen."""
        self.program(name, "#!/bin/bash\necho 'pyenv: command not found' >&2\nexit 127\n")

    def run(self, failing: str = "nothing") -> tuple[int, list[str], list[str]]:
        """Run `.ci/run`; return its exit code, its last lines, and what it has made for the tests and linters."""
        self.program("make", MAKE.format(failing=failing, log=self.log))
        done = subprocess.run(
            [str(self.programs / "bash"), str(CHECKOUT / ".ci" / "run")],
            env={"PATH": str(self.programs), "PYENV_ROOT": str(self.pyenv), "TMPDIR": str(self.log.parent)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        made = [line.removeprefix("--no-print-directory ") for line in self.log.read_text().splitlines()]
        return done.returncode, done.stdout.splitlines(), [line for line in made if "install-" not in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_oldest_and_the_newest_python_are_used_each_in_an_environment_of_its_own(machine: Machine) -> None:
    machine.broken("python3.13")
    machine.python("python3.12", 12)
    oldest = machine.python("python3", 11)
    newest = machine.python("../pyenv/versions/3.13.0/bin/python3", 13)
    code, lines, made = machine.run()
    assert code == 0
    assert made == [
        f"PYTHON={oldest} VENV=.venv-3.11 test",
        f"PYTHON={newest} VENV=.venv-3.13 test",
        f"PYTHON={oldest} VENV=.venv-3.11 test-hard",
        f"PYTHON={oldest} VENV=.venv-3.11 lint",
    ]
    assert lines[-4:] == [
        *["===== 9 passed in 0.1s ====="] * 3,
        "tests on Python 3.11 passed, tests on Python 3.13 passed, hard tests on Python 3.11 passed, linters passed",
    ]


def test_with_one_python_the_tests_run_once(machine: Machine) -> None:
    machine.python("python3.12", 12)
    machine.broken("python3")
    code, lines, made = machine.run()
    assert (code, len(made)) == (0, 3)
    assert lines[-1] == "tests on Python 3.12 passed, hard tests on Python 3.12 passed, linters passed"


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ("3.11 test-hard", ["passed", "passed", "failed", "passed"]),
        ("3.14 test", ["passed", "failed", "passed", "passed"]),
        ("lint", ["passed", "passed", "passed", "failed"]),
    ],
)
def test_a_part_that_fails_is_named_and_the_others_run(machine: Machine, failing: str, said: list[str]) -> None:
    for minor in (11, 14):
        machine.python(f"python3.{minor}", minor)
    code, lines, made = machine.run(failing)
    parts = ["tests on Python 3.11", "tests on Python 3.14", "hard tests on Python 3.11"]
    results = [f"{part} {result}" for part, result in zip([*parts, "linters"], said, strict=True)]
    assert (code, len(made), lines[-1]) == (1, 4, ", ".join(results))


def test_without_a_python_it_says_so(machine: Machine) -> None:
    machine.broken("python3")
    machine.log.touch()
    code, lines, made = machine.run()
    assert (code, lines, made) == (1, [], [])
