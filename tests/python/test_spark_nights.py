"""Nights on Spark: the macros hold there too, and incremental tables end where a full refresh ends.

Runs where Spark is installed (make test-spark). Each build is the command that users run, on a landing small
enough to know: its web events come late, twice, restated and in error.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from event_arrivals import FINAL, PASSING, deliver

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("no Java", allow_module_level=True)

PROJECT = Path(__file__).resolve().parents[2]
DBT_VARS = {"systems": ["generic"], "as_of": "2026-04-30", "reporting_timezone": "Asia/Tokyo"}
TABLES = [
    *("int_web__hits", "int_web__session_days", "int_web__session_sources"),
    *("int_web__session_pages", "int_web__session_events"),
]
CHAIN = [
    *("stg_landing__landed_files", "stg_generic__web_events", "stg_generic__web_event_days"),
    *("int_web__events", "int_web__landed_event_days", "int_web__events_normalised"),
    *("int_web__event_days", *TABLES),
]
# Reads the tables as any client of the catalog would, in a process of its own: one at a time has the catalog.
READ = """
import os, sys
from pathlib import Path
from lib.parity import Mart, export_marts
from lib.settings import PROJECT
from lib.spark_session import iceberg_jar, open_session, session_settings, spark_environ
environ = spark_environ(os.environ, PROJECT, iceberg_jar())
os.environ.update(environ)
work = Path(environ["SPARK_WORK_DIR"])
settings = session_settings(PROJECT / "profiles" / "profiles.yml", environ)
session = open_session(settings, work / "read.log", work / "session.pid")
export_marts(session, [Mart("intermediate", name, ()) for name in sys.argv[2:]], Path(sys.argv[1]))
"""


@dataclass
class SparkNights:
    """A work folder of Spark, the raw files beside it, and builds of the event tables."""

    folder: Path

    @property
    def environ(self) -> dict[str, str]:
        """What a user would set."""
        return {
            **os.environ,
            "RAW_DATA_DIR": str(self.folder / "raw"),
            "SPARK_WORK_DIR": str(self.folder / "spark"),
            "DBT_VARS": json.dumps(DBT_VARS),
            "PYTHONPATH": str(PROJECT / "scripts"),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a build of the chain, or of the nodes given."""
        command = [sys.executable, str(PROJECT / "scripts" / "build_spark.py"), *arguments]
        if "--select" not in arguments:
            command += ["--select", *CHAIN]
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env=self.environ,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def build(self, *arguments: str) -> None:
        """Build to the end."""
        process = self.start(*arguments)
        said, _ = process.communicate()
        assert process.returncode == 0, said[-6000:]

    def build_killed_at(self, model: str) -> None:
        """Start a build and kill it outright, Spark with it, once a model has begun."""
        logs = self.folder / "spark" / "logs"
        known = set(logs.glob("build-*.log"))
        process = self.start()
        until = time.monotonic() + 300
        while not any(
            f"{model} " in line and "START" in line
            for log in set(logs.glob("build-*.log")) - known
            for line in log.read_text(encoding="utf-8").splitlines()
        ):
            assert process.poll() is None and time.monotonic() < until, process.communicate()[0]
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def read(self, name: str) -> Path:
        """The tables of the chain as Parquet files in a folder."""
        target = self.folder / name
        command = [sys.executable, "-c", READ, str(target), *TABLES]
        done = subprocess.run(
            command, cwd=PROJECT, env=self.environ, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return target / "intermediate"


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> SparkNights:
    """A first night: some files in their first version, one that should not have come, some not there yet."""
    made = SparkNights(tmp_path_factory.mktemp("spark_nights"))
    for delivery in [*(early for early, _ in PASSING), FINAL[0], FINAL[1], FINAL[3]]:
        deliver(made.folder / "raw", delivery)
    made.build("--select", *CHAIN, "path:tests/macros")
    return made


def rows(folder: Path, table: str) -> str:
    """A query for a table that was read from Spark."""
    return f"select * from read_parquet('{folder / table / '*.parquet'}')"


def test_macros_give_on_spark_what_they_give_everywhere(nights: SparkNights) -> None:
    log = min((nights.folder / "spark" / "logs").glob("build-*.log"))
    passed = set(re.findall(r"PASS (\w+)", log.read_text(encoding="utf-8")))
    tests = {path.stem for path in (PROJECT / "tests" / "macros").glob("*.sql")}
    assert tests and tests <= passed


def test_a_killed_and_repeated_night_ends_where_a_full_refresh_ends(nights: SparkNights) -> None:
    for delivery in [*FINAL, *(last for _, last in PASSING if last not in FINAL)]:
        deliver(nights.folder / "raw", delivery)
    nights.build_killed_at("int_web__session_sources")
    nights.build()
    repeated = nights.read("repeated")
    nights.build("--full-refresh")
    refreshed = nights.read("refreshed")
    with duckdb.connect() as connection:
        for table in TABLES:
            one, other = rows(repeated, table), rows(refreshed, table)
            apart = f"({one} except all {other}) union all ({other} except all {one})"
            assert connection.execute(other).fetchone(), f"{table} is empty"
            assert connection.execute(apart).fetchall() == [], table
