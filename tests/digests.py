"""The published digests of a version: compared by tests, written anew by `make digests`."""

import re

import pytest

from seeding import __version__
from tests.commandline import CHECKOUT

RENEW = "--renew-digests"
_PAPER = CHECKOUT / "TESTING.md"


def assert_published(name: str, digest: str, config: pytest.Config) -> None:
    """Fail unless TESTING.md publishes this digest under a name; write it there instead where that was asked for."""
    text = _PAPER.read_text(encoding="utf-8")
    row = re.compile(rf"^(\| {re.escape(name)} \| `)([0-9a-f]{{64}})(` \|)$", re.MULTILINE)
    if config.getoption(RENEW):
        text = re.sub(r"version [0-9]+\.[0-9]+\.[0-9]+", f"version {__version__}", text)
        _PAPER.write_text(row.sub(rf"\g<1>{digest}\g<3>", text), encoding="utf-8")
        return
    published = row.search(text)
    assert f"version {__version__}" in text
    assert published is not None, f"TESTING.md publishes no digest of {name}"
    assert published[2] == digest, "if that is intended: raise the version in seeding/__init__.py, then make digests"
