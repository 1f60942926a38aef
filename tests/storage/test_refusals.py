"""A place that cannot be used is refused in one line, which says what to give or to set instead."""

from pathlib import Path

import fsspec
import pytest
from django.core.management import CommandError
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import known_implementations

from seeding.storage.errors import TargetError
from seeding.storage.files.target import Target
from tests.lake import export


class NoCredentialsError(Exception):
    """The error of Amazon's package, by its name."""


class ValuesInMemory(MemoryFileSystem):
    """A store that keeps objects in memory, in place of a package that is not installed."""

    store: dict[str, object] = {}
    pseudo_dirs = [""]
    error: Exception | None = None

    def cat_file(self, *arguments: object, **named: object) -> bytes:
        """Return an object, or raise the error of the test."""
        if self.error:
            raise self.error
        content: bytes = super().cat_file(*arguments, **named)
        return content


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> type[ValuesInMemory]:
    """Put the store in the place of those of gs:// and abfs://."""
    for scheme in ("gs", "abfs"):
        fsspec.register_implementation(scheme, ValuesInMemory, clobber=True)
    monkeypatch.setattr(ValuesInMemory, "error", None)
    monkeypatch.setattr(ValuesInMemory, "store", {})
    return ValuesInMemory


def _refusal(target: str) -> str:
    with pytest.raises((CommandError, TargetError)) as refused:
        export(target, tables="loans", blocks="0:1")
    line = str(refused.value)
    assert "\n" not in line
    assert "Errno" not in line
    return line


def test_a_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        assert _refusal(str(place)) == f"{place} cannot be used: a part of the path is a file; give a directory"


def test_a_directory_that_others_own_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")  # root, as tests may be, is refused nowhere

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert "permission denied; let this user write there, or give another place" in _refusal(str(tmp_path / "bank"))


@pytest.mark.parametrize("target", ["", "file://"])
def test_an_empty_path_is_not_the_current_directory(target: str) -> None:
    assert _refusal(target) == "an empty path cannot be used: give a directory, or . for the current one"


@pytest.mark.parametrize(("scheme", "package"), [("gs", "gcsfs."), ("abfs", "adlfs.")])
def test_a_url_opens_the_file_system_of_its_scheme(
    scheme: str, package: str, store: type[ValuesInMemory], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert known_implementations[scheme]["class"].startswith(package)
    assert isinstance(Target.at(f"{scheme}://bucket/bank").files, store)
    export(f"{scheme}://bucket/bank", tables="loans")
    assert export(f"{scheme}://bucket/bank", tables="loans").startswith("nothing to do")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NoCredentialsError("Unable to locate"), "Unable to locate; set GOOGLE_APPLICATION_CREDENTIALS to the file"),
        (PermissionError("Forbidden: bucket"), "Forbidden: bucket; set GOOGLE_APPLICATION_CREDENTIALS to the file"),
        (OSError("timed out"), "cannot be used: timed out"),
    ],
)
def test_a_store_that_does_not_know_who_asks_says_what_to_set(
    error: Exception, said: str, store: type[ValuesInMemory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "error", error)
    assert said in _refusal("gs://bucket/bank")
