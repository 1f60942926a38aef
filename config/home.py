"""The home of the project's files: its checkout or, where a wheel installed it, a directory among the user's files."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from config.environment import SettingError
from config.source import is_checkout

PACKAGE = "datahub-bank"


@dataclass(frozen=True)
class Home:
    """`directory` is for what outlives a command, `settings` holds `.env`."""

    directory: Path
    settings: Path
    is_checkout: bool


def find_home(source: Path) -> Home:
    """Return the home of the packages in `source`, which is a checkout or an environment's site-packages.

    Raises SettingError where an installed project runs in a directory that was deleted.
    """
    if is_checkout(source):
        return Home(source, source, is_checkout=True)
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise SettingError("The current directory does not exist; change to one that does") from None
    return Home(user_data_path(PACKAGE, appauthor=False), here, is_checkout=False)
