"""Exports to S3, on a server of moto's in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, socket

import fsspec
import pytest
from django.core.management import CommandError

from tests.lake import contents, export
from tests.waiting import running, wait_until

pytestmark = pytest.mark.hard

BUCKET = "bank-exports"
LOANS = "loans"


def _answers(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def store() -> Iterator[fsspec.AbstractFileSystem]:
    """Yield the file system of an empty bucket, which the environment names for processes, too."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (
        pytest.MonkeyPatch.context() as patch,
        running(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
    ):
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        wait_until(lambda: _answers(port))
        files = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
        files.mkdir(BUCKET)
        yield files


def _objects(store: fsspec.AbstractFileSystem, place: str) -> dict[str, bytes]:
    return {path.removeprefix(f"{BUCKET}/{place}/"): store.cat_file(path) for path in store.find(f"{BUCKET}/{place}")}


def test_objects_are_the_files_of_a_directory(store: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    export(tmp_path / "bank", tables=LOANS, blocks="0:2")
    export(f"s3://{BUCKET}/whole", tables=LOANS, blocks="0:2", workers="2")
    objects = _objects(store, "whole")
    assert {name: contents_of for name, contents_of in objects.items() if name.endswith(".parquet")} == {
        name: (tmp_path / "bank" / name).read_bytes()
        for name in contents(tmp_path / "bank")
        if name.endswith(".parquet")
    }
    assert objects.keys() == contents(tmp_path / "bank").keys()


def test_an_export_is_resumed_and_guarded_there_as_well(store: fsspec.AbstractFileSystem) -> None:
    place = f"s3://{BUCKET}/resumed"
    export(place, tables=LOANS, blocks="0:3")
    store.rm_file(f"{BUCKET}/resumed/loans_db/loans/part-00001.parquet")
    export(place, tables=LOANS)
    objects = _objects(store, "resumed")
    record = json.loads(objects["_manifest.json"])
    assert record["complete"]
    assert {file["name"] for file in record["files"]} == {name for name in objects if name.startswith("loans_db")}
    assert export(place, tables=LOANS).startswith("nothing to do")
    with pytest.raises(CommandError, match=f"s3://{BUCKET}/resumed has an export of"):
        export(place, tables=LOANS, seed="8")


def test_a_bucket_that_does_not_exist_is_refused_in_one_line() -> None:
    with pytest.raises(CommandError, match="s3://no-such-bucket/bank cannot be used: ") as refused:
        export("s3://no-such-bucket/bank", tables=LOANS)
    assert "\n" not in str(refused.value)
