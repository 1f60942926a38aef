"""The target of files: a local directory, or a place in an object store. Files appear there whole or not at all."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import fsspec

from seeding.storage.errors import TargetError
from seeding.storage.files.refusals import reason_of_directory, reason_of_store

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "abfs": "abfs", "abfss": "abfs", "az": "abfs"}
"""The extra of this package that reads and writes each kind of object store. All of them show objects when complete."""

DRAFTS = "_drafts"
"""The directory of files that are not complete; names that begin with "_" are no data for Spark, DuckDB and Arrow."""

T = TypeVar("T")


@dataclass(frozen=True)
class Target:
    """A directory of files. `root` is its path in the file system `files`."""

    url: str
    root: str
    files: Any
    is_local: bool

    @classmethod
    def at(cls, url: str) -> "Target":
        """Return the target of a URL or a path; nothing is created.

        Raises TargetError for a kind of place that is not supported, or whose package is missing.
        """
        scheme, _, rest = url.partition("://") if "://" in url else ("file", "", url)
        if not rest and scheme == "file":
            raise TargetError("an empty path", "give a directory, or . for the current one")
        if scheme == "file":
            root = str(Path(rest).expanduser().absolute())
            return cls(root, root, fsspec.filesystem("file"), is_local=True)
        if scheme not in EXTRAS:
            raise TargetError(url, f"{scheme}:// is not supported; give a path, s3://, gs:// or abfs://")
        if not rest.strip("/"):
            raise TargetError(url, "it names no bucket")
        try:
            files, root = fsspec.core.url_to_fs(url.rstrip("/"))
        except ImportError:
            raise TargetError(
                url, f"{scheme}:// needs the extra: pip install 'datahub-bank[{EXTRAS[scheme]}]'"
            ) from None
        except Exception as error:  # some stores ask for credentials here
            raise TargetError(url, reason_of_store(error, EXTRAS[scheme])) from error
        return cls(url.rstrip("/"), root, files, is_local=False)

    @contextmanager
    def drafts(self, name: str) -> Iterator[Path]:
        """Yield a new local directory for files that are not complete; it is removed at the end."""
        if not self.is_local:
            with TemporaryDirectory(prefix="bank-export-") as temporary:
                yield Path(temporary)
            return
        directory = Path(self.root, DRAFTS, f"{name}-{secrets.token_hex(4)}")
        self._try(lambda: directory.mkdir(parents=True))
        try:
            yield directory
        finally:
            shutil.rmtree(directory, ignore_errors=True)

    def publish(self, draft: Path, name: str) -> None:
        """Move a complete file to its name in the target, in one step. Raises TargetError."""
        self._try(lambda: self._publish(draft, name))

    def upload(self, path: Path, name: str) -> None:
        """Copy a local file to its name in the target, in one step. Raises TargetError."""
        if not self.is_local:
            self.publish(path, name)
            return
        with self.drafts("copy") as directory:
            draft = directory / f"{path.name}.partial"
            self._try(lambda: shutil.copyfile(path, draft))
            self.publish(draft, name)

    def write_text(self, name: str, text: str) -> None:
        """Write a small file, in one step. Raises TargetError."""
        with self.drafts("text") as directory:
            draft = directory / f"{Path(name).name}.partial"
            draft.write_text(text, encoding="utf-8")
            self.publish(draft, name)

    def read_texts(self, names: list[str]) -> dict[str, str]:
        """Return the texts of files by name; a file that does not exist is left out. Raises TargetError."""
        paths = {self._path(name): name for name in names}
        found = self._try(lambda: self.files.cat(list(paths), on_error="return") if paths else {})
        texts = {}
        for path, content in found.items():
            if isinstance(content, Exception):
                # Its frames hold it and those of their callers, with the rows of a part, until garbage is collected.
                content.__traceback__ = None
            if isinstance(content, FileNotFoundError):
                continue
            if isinstance(content, Exception):
                raise TargetError(self.url, self._reason(content))
            texts[paths[path]] = content.decode()
        return texts

    def open(self, name: str) -> Any:
        """Return a file of bytes to read from, which is closed at the end of a block. Raises TargetError."""
        return self._try(lambda: self.files.open(self._path(name), "rb"))

    def sizes(self) -> dict[str, int]:
        """Return the size in bytes of each file by name, drafts left out. Raises TargetError."""

        def find() -> dict[str, int]:
            self.files.invalidate_cache()
            found = self.files.find(self.root, detail=True)
            return {path[len(self.root) :].lstrip("/"): int(facts["size"]) for path, facts in found.items()}

        return {name: size for name, size in self._try(find).items() if not name.startswith(DRAFTS)}

    def delete(self, name: str) -> None:
        """Delete a file, if it exists. Raises TargetError."""
        with suppress(FileNotFoundError):
            self._try(lambda: self.files.rm_file(self._path(name)), FileNotFoundError)

    def discard_drafts(self) -> None:
        """Remove the drafts of writers that were killed."""
        if self.is_local:
            shutil.rmtree(Path(self.root, DRAFTS), ignore_errors=True)

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    def _publish(self, draft: Path, name: str) -> None:
        if not self.is_local:
            self.files.put_file(str(draft), self._path(name))
            return
        path = Path(self._path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(path)

    def _try(self, action: Callable[[], T], *passed: type[Exception]) -> T:
        """Return what the action returns. Each kind of store has errors of its own, which become TargetError."""
        try:
            return action()
        except passed:
            raise
        except Exception as error:
            raise TargetError(self.url, self._reason(error)) from error

    def _reason(self, error: Exception) -> str:
        if self.is_local:
            return reason_of_directory(error)
        return reason_of_store(error, EXTRAS[self.url.partition("://")[0]])
