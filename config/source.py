"""Where the project's packages are: in a checkout, or where a wheel installed them. It imports no other package."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent


def is_checkout(source: Path = SOURCE) -> bool:
    """Return whether the packages in a directory, those that run unless another is named, are those of a checkout."""
    return (source / "manage.py").is_file()  # which no wheel contains
