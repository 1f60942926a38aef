"""The page of an error with DEBUG on shows no password and no key, in whichever form."""

import os
import subprocess
import sys

import pytest
from django.test import RequestFactory

from config.error_report import without_secrets
from tests.commandline import CHECKOUT

PASSWORD, PASSWORD_IN_URL = "hunter2/@'&hunter", "hunter2%2F%40%27%26hunter"
KEY = "a-key-of-forty-characters-that-signs-all"
SECRETS = (PASSWORD, PASSWORD_IN_URL, "hunter2", "a-key-of", "from-the-environment")

FAIL = """
import os, sys
import django
import psycopg
django.setup()
from django.conf import settings
from django.test import RequestFactory
from django.views.debug import technical_500_response
from config.server import known_login
def view(request):
    url, login, databases = settings.BANK_SERVER.url, known_login(settings.BANK_SERVER), settings.DATABASES
    long = "x" * 4090 + login.password
    psycopg.connect(login.conninfo("accounts_db"))
request = RequestFactory().get("/", headers={"accept": sys.argv[1]})
request.META.update(os.environ)
try:
    view(request)
except psycopg.OperationalError:
    print(technical_500_response(request, *sys.exc_info()).content.decode())
"""


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_it_has_no_secret(kind: str) -> None:
    given = {
        "DEBUG": "on",
        "POSTGRES_URL": f"postgresql://someone:{PASSWORD_IN_URL}@127.0.0.1:1",
        "PGPASSWORD": "from-the-environment",
        "SECRET_KEY": KEY,
    }
    page = subprocess.run(
        [sys.executable, "-c", FAIL, kind],
        env={**os.environ, **given},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "connection refused" in page.lower()
    assert "POSTGRES_URL" in page
    assert [secret for secret in SECRETS if secret in page] == []


def test_a_text_without_secrets_stays() -> None:
    assert without_secrets(str(RequestFactory().get("/").path)) == "/"
