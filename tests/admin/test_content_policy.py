"""Every response has a Content-Security-Policy, with DEBUG and without; a browser test opens a page of every kind."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from datahub.browsing.branding import PLAIN
from datahub.browsing.content_policy import HEADER


def directives(client: Client, address: str) -> dict[str, list[str]]:
    header = client.get(address).headers[HEADER]
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/", "/search/?q=1", "/admin/customers/customerprofile/rows.csv"]
)
def test_a_page_takes_scripts_of_the_site_only(client: Client, address: str, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        policy = directives(client, address)
    assert policy["default-src"] == ["'self'"]
    assert policy["script-src"] == ["'self'", "'unsafe-eval'"]
    assert "'unsafe-inline'" not in policy["style-src-elem"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]


def test_the_plain_look_evaluates_nothing(client: Client) -> None:
    with override_settings(ADMIN_THEME=PLAIN):
        assert directives(client, "/admin/login/")["script-src"] == ["'self'"]


def test_no_template_has_a_script_or_a_handler_in_it() -> None:
    for directory in ("datahub", "seeding", "config"):
        for file in (settings.BASE_DIR / directory).rglob("templates/**/*.html"):
            text = file.read_text()
            scripts = [part for part in text.split("<script")[1:] if " src=" not in part.partition(">")[0]]
            assert scripts == [], file
            assert " onclick=" not in text, file


def test_a_missing_page_has_one_too(client: Client) -> None:
    assert HEADER in client.get("/nothing/").headers
