"""The settings of the bank, for commands that need neither the site nor its users; `config.settings` adds the site.

They come from the environment and `.env`; `.env.example` explains each. Loading them reads files and changes nothing:
the commands that need the databases start the server and create them (`config.provision`).
"""

from pathlib import Path

import environ

from config.environment import SettingError, settings_environment, switch
from config.home import find_home
from config.model_settings import *  # noqa: F403 - every setting of models is one of the bank
from config.server import ServerSettings, django_databases, known_login
from config.state import running_as_root, state_directory
from config.tuning import WalLevel
from datahub.databases import BANK_DATABASES

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = find_home(BASE_DIR)

ENVIRONMENT = settings_environment(HOME.settings)
env = environ.Env()

DEBUG = switch("DEBUG", ENVIRONMENT, default=False)

WAL_LEVEL = env.str("POSTGRES_WAL", default="") or WalLevel.MINIMAL
if WAL_LEVEL not in set(WalLevel):
    raise SettingError(f"POSTGRES_WAL is {WAL_LEVEL!r}; set it to {' or '.join(WalLevel)}")
BANK_SERVER = ServerSettings(
    url=env.str("POSTGRES_URL", default=""),
    bin=env.str("POSTGRES_BIN", default=""),
    state=state_directory(HOME.directory, env.str("POSTGRES_STATE", default=""), as_root=running_as_root()),
    account=env.str("POSTGRES_ACCOUNT", default=""),
    fsync=switch("POSTGRES_FSYNC", ENVIRONMENT, default=True),
    prefix=env.str("POSTGRES_DATABASE_PREFIX", default=""),
    wal_level=WalLevel(WAL_LEVEL),
)
DATABASES = django_databases(BANK_SERVER, known_login(BANK_SERVER), BANK_DATABASES)
