"""Build the warehouse and its documentation with dbt; `manage.py warehouse` runs this.

The first argument is the directory for dbt's artifacts and its log; others are options of dbt.
"""

import sys
from pathlib import Path

from dbt.cli.main import dbtRunner

STEPS = (["build"], ["docs", "generate", "--no-compile"])
"""Models and tests, then catalog.json. To compile again would write the results of that over those of the tests."""


def build(directory: Path, *options: str) -> bool:
    """Run dbt's steps in this directory; return whether all models were built and all tests passed."""
    places = ["--target-path", str(directory / "target"), "--log-path", str(directory / "logs")]
    runner = dbtRunner()
    return all(runner.invoke([*options, *step, *places]).success for step in STEPS)


if __name__ == "__main__":
    sys.exit(0 if build(Path(sys.argv[1]), *sys.argv[2:]) else 1)
