"""Measures how fast a bank is written into Parquet, beside other makers of data: `python benchmarks/lake.py --help`."""

import argparse
import contextlib
import ctypes
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

CHECKOUT = Path(__file__).resolve().parent.parent
AS_OF = "2026-06-30"
PR_SET_CHILD_SUBREAPER = 36
"""An option of Linux's prctl, from linux/prctl.h."""

SPARK = """
import sys
import dbldatagen as dg
from pyspark.sql import SparkSession
from pyspark.sql.types import DateType, DecimalType, LongType, StringType, TimestampType

spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
         .config("spark.sql.parquet.compression.codec", "zstd").getOrCreate())
spark.sparkContext.setLogLevel("ERROR")
rows, target = int(sys.argv[1]), sys.argv[2]
words = [f"word{number}" for number in range(12)]
table = (
    dg.DataGenerator(spark, name="transactions", rows=rows, partitions=2)
    .withColumn("transaction_id", LongType(), uniqueValues=rows)
    .withColumn("account_id", StringType(), template=r"ACC-dddddddd")
    .withColumn("transaction_date", TimestampType(), begin="2026-01-01 00:00:00", end="2026-06-30 00:00:00",
                interval="1 second", random=True)
    .withColumn("posted_date", DateType(), begin="2026-01-01", end="2026-06-30", random=True)
    .withColumn("transaction_type", StringType(), values=words, random=True)
    .withColumn("transaction_amount", DecimalType(15, 2), minValue=-5000, maxValue=5000, random=True)
    .withColumn("balance_after", DecimalType(15, 2), minValue=0, maxValue=90000, random=True)
    .withColumn("channel", StringType(), values=words[:6], random=True)
    .withColumn("description", StringType(), template=r"\\\\w \\\\w dddddd")
    .withColumn("counterparty", StringType(), template=r"\\\\w \\\\w")
    .withColumn("merchant_category", StringType(), values=words, random=True, percentNulls=0.5)
    .withColumn("reference", StringType(), template=r"REF-dddddddd")
)
table.build().drop("id").write.mode("overwrite").parquet(target)
spark.stop()
"""
"""dbldatagen's table as wide as `transactions`: twelve columns of the same kinds, each drawn for itself."""


@dataclass(frozen=True)
class Measured:
    """What a program wrote, and what that took: CPU seconds are those of all its processes."""

    name: str
    rows: int
    bytes: int
    wall_s: float
    cpu_s: float

    def __str__(self) -> str:
        return (
            f"{self.name:44} {self.rows:>11,} rows {self.bytes / 1e6:>7,.1f} MB {self.wall_s:>7.1f} s "
            f"{self.cpu_s:>7.1f} CPU s {self.rows / self.wall_s:>11,.0f} rows/s {self.bytes / 1e6 / self.wall_s:>6.1f} "
            f"MB/s {self.rows / self.cpu_s:>11,.0f} rows/CPU s"
        )


def measure(name: str, command: Sequence[str], target: Path) -> Measured:
    """Run a program that writes Parquet into a directory, and return what it did. Raises CalledProcessError."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    # Spark starts further processes of Python, by default the first one on the path.
    environment = {**os.environ, "TZ": "UTC", "PYSPARK_PYTHON": command[0]}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=CHECKOUT, env=environment)
    wall = time.perf_counter() - started
    adopted_children_end()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    files = list(target.rglob("*.parquet"))
    rows = sum(pq.ParquetFile(file).metadata.num_rows for file in files)
    return Measured(name, rows, sum(file.stat().st_size for file in files), wall, cpu)


def adopt_orphans() -> None:
    """Become the parent of processes whose parent ended, as Spark's Java does: only a parent learns of their time."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def adopted_children_end() -> None:
    """Wait until every process that was started, directly or not, has ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def contenders(given: argparse.Namespace, directory: Path) -> Iterator[tuple[str, list[str], Path]]:
    """Yield what is to be measured: its name, its command, and the directory that it writes to."""
    ours, tpch, spark = (directory / name for name in ("bank", "tpch", "spark"))
    export = [sys.executable, "manage.py", "seed_export", "--scale", given.scale, "--as-of", AS_OF, "--to", str(ours)]
    yield f"seed_export, scale {given.scale}, {given.workers} processes", [*export, "--workers", given.workers], ours
    if given.tpchgen:
        options = ["parquet", "-s", given.tpch_scale, "--compression", "ZSTD(1)", "--output-dir", str(tpch)]
        yield f"tpchgen-cli, scale factor {given.tpch_scale}, all processors", [given.tpchgen, *options], tpch
    if given.spark_python:
        rows = re.sub("_", "", given.spark_rows)
        yield "dbldatagen, pyspark local[2], 12 columns", [given.spark_python, "-c", SPARK, rows, str(spark)], spark


def main() -> None:
    """Measure all that is installed, one after another, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="50", help="of the bank (default: 50)")
    parser.add_argument("--workers", default="2", help="processes of seed_export (default: 2)")
    parser.add_argument("--tpchgen", help="the program tpchgen-cli, if it is to be measured")
    parser.add_argument("--tpch-scale", default="1", help="its scale factor (default: 1)")
    parser.add_argument("--spark-python", help="a Python with pyspark and dbldatagen, if they are to be measured")
    parser.add_argument("--spark-rows", default="500_000", help="rows of their table (default: 500_000)")
    given = parser.parse_args()
    adopt_orphans()
    with TemporaryDirectory(prefix="lake-benchmark-") as directory:
        for name, command, target in contenders(given, Path(directory)):
            print(measure(name, command, target), flush=True)


if __name__ == "__main__":
    main()
