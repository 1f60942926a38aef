"""The site passes Django's deployment check: with HTTPS=on entirely, without it except for what needs TLS."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.commandline import manage

NEEDS_TLS = {"security.W004", "security.W008", "security.W012", "security.W016"}
"""HSTS, the redirect to https, and the two cookies that are sent over https only."""

BEHIND_A_PROXY = """
from django.test import Client
plain = Client().get("/admin/login/", headers={"host": "localhost"})
print(plain.status_code, plain.headers["Location"])
client = Client()
page = client.get("/admin/login/", headers={"host": "localhost", "x-forwarded-proto": "https"})
print(page.status_code, page.headers["Strict-Transport-Security"], all(c["secure"] for c in client.cookies.values()))
"""


def test_without_https_the_check_asks_for_tls_only(tmp_path: Path) -> None:
    outcome = manage("check", "--deploy", POSTGRES_STATE=tmp_path, HTTPS="off", DEBUG="off")
    assert set(re.findall(r"\((\w+\.\w+)\)", outcome.err)) == NEEDS_TLS


def test_with_https_the_check_passes(tmp_path: Path) -> None:
    outcome = manage("check", "--deploy", "--fail-level=WARNING", POSTGRES_STATE=tmp_path, HTTPS="on", DEBUG="off")
    assert (outcome.code, outcome.err) == (0, "")


def test_with_https_http_is_redirected_and_requests_of_the_proxy_are_served() -> None:
    outcome = manage("shell", "--no-imports", "-c", BEHIND_A_PROXY, HTTPS="on", DEBUG="off")
    redirected, served = outcome.out.splitlines()
    assert redirected == "301 https://localhost/admin/login/"
    assert served == "200 max-age=2592000; includeSubDomains; preload True"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_has_the_security_headers(header: str, value: str) -> None:
    assert Client().get("/admin/login/", headers={"host": "localhost"}).headers[header] == value


def test_scripts_and_other_sites_cannot_read_the_cookies() -> None:
    client = Client()
    client.get("/admin/login/", headers={"host": "localhost"})
    assert client.cookies
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax"), cookie.key


def test_an_unknown_host_name_is_refused() -> None:
    assert Client().get("/admin/login/", headers={"host": "bank.example.com"}).status_code == 400
