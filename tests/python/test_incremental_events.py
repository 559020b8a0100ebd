"""Nightly runs over web events end where a full refresh ends, whatever came late, twice or in error."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb
import pytest
from event_arrivals import FINAL, arrivals, deliver
from warehouses import PROJECT

DBT_VARS = {"systems": ["generic"], "as_of": "2026-04-30", "reporting_timezone": "Asia/Tokyo"}
# Staging is compiled against what landed, every night; the views above it stay.
STAGING = ["stg_generic__web_events", "stg_generic__web_event_days", "stg_landing__landed_files"]
VIEWS = ["int_web__events", "int_web__landed_event_days", "int_web__events_normalised"]
INCREMENTAL = [
    *("int_web__hits", "int_web__session_days", "int_web__session_sources"),
    *("int_web__session_pages", "int_web__session_events"),
]
DERIVED = [
    *("int_web__session_totals", "int_web__excluded_values", "int_web__session_exclusions"),
    *("int_web__session_own_sources", "int_engagement__utm_channels", "int_web__hostname_systems"),
    *("int_web__sessions_ranked", "int_web__sessions", "int_web__anonymous_days"),
    *("int_web__contents", "dim_contents", "fct_content_engagement", "fct_web_consent_daily"),
    "dq_excluded_sessions",
]
# What the chain reads beside events, built once.
BESIDE = [
    *("+mapping_referrer_hosts", "+mapping_traffic_filters", "+mapping_content_rules"),
    *("+policy_conversion_events", "+mapping_channel_rules", "+mapping_channels"),
    *("+int_engagement__form_sources", "+int_ads__stats_daily"),
]
NIGHTLY = [*STAGING, "int_web__event_days", *INCREMENTAL]
ORDERS = 10


@dataclass
class Nights:
    """A warehouse whose nights all run in one process."""

    folder: Path
    commands: IO[str]
    answers: IO[str]

    @property
    def path(self) -> Path:
        """The DuckDB file."""
        return self.folder / "warehouse.duckdb"

    def _do(self, *command: str) -> None:
        self.commands.write(json.dumps(command) + "\n")
        self.commands.flush()
        answer = self.answers.readline().strip()
        if answer != "true":
            log = (self.folder / "errors.txt").read_text(encoding="utf-8")
            raise AssertionError(f"{command}\n{log[-6000:]}")

    def land(self, raw: Path) -> None:
        """Land a folder."""
        self._do("land", str(raw))

    def dbt(self, verb: str, *arguments: str) -> None:
        """Run dbt on the models or with the flags given."""
        settings = ("--profiles-dir", "profiles", "--vars", json.dumps(DBT_VARS))
        self._do("dbt", "--no-use-colors", verb, *arguments, *settings)


@contextmanager
def nights(folder: Path) -> Iterator[Nights]:
    """Start the process; errors of dbt are kept for the message of a failing test."""
    folder.mkdir()
    environment = os.environ | {
        "WAREHOUSE_PATH": str(folder / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    command = [sys.executable, str(Path(__file__).with_name("night_process.py"))]
    with (folder / "errors.txt").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*command, str(folder / "parsed")],
            cwd=PROJECT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            yield Nights(folder, process.stdin, process.stdout)
        finally:
            process.stdin.close()
            process.wait(timeout=60)


def schema_of(model: str) -> str:
    """Where a table of the chain stands."""
    prefix = model.split("_")[0]
    return {"int": "intermediate", "dq": "quality"}.get(prefix, "core")


def differing_tables(expected: Path, actual: Path) -> dict[str, tuple[int, int]]:
    """Per table of the chain that differs: rows missing, rows too many."""
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{expected}' as expected (read_only)")
        connection.execute(f"attach '{actual}' as actual (read_only)")
        for model in ["int_web__event_days", *INCREMENTAL, *DERIVED]:
            tables = [f"{side}.{schema_of(model)}.{model}" for side in ("expected", "actual")]
            counts = [
                connection.execute(
                    f"select count(*) from (select * from {one} except all select * from {other})"
                ).fetchall()[0][0]
                for one, other in (tables, tables[::-1])
            ]
            if any(counts):
                found[model] = (counts[0], counts[1])
    return found


@dataclass
class Chain:
    """Warehouses after nights in every order, and the one that was built at once."""

    refreshed: Path
    by_nights: dict[int, Path]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """Ten orders of arrival, each over some nights, beside one full refresh of the same files."""
    base = tmp_path_factory.mktemp("incremental")
    empty, final = base / "empty", base / "final"
    (empty / "generic").mkdir(parents=True)
    for delivery in FINAL:
        deliver(final, delivery)
    results = {}
    with nights(base / "run") as run:
        run.land(empty)
        beside = [*BESIDE, *STAGING, *VIEWS]
        run.dbt("build", "--select", *beside, "--exclude-resource-type", "test", "unit_test")
        shutil.copy(run.path, base / "start.duckdb")
        run.land(final)
        run.dbt("run", "--full-refresh", "--select", *NIGHTLY, *DERIVED)
        shutil.copy(run.path, base / "refreshed.duckdb")
        for seed in range(ORDERS):
            shutil.copy(base / "start.duckdb", run.path)
            raw = base / f"raw_{seed}"
            (raw / "generic").mkdir(parents=True)
            plan = arrivals(seed, nights=2 + seed % 2)
            for number, night in enumerate(plan, start=1):
                for delivery in night:
                    deliver(raw, delivery)
                run.land(raw)
                run.dbt("run", "--select", *NIGHTLY, *(DERIVED if number == len(plan) else []))
            results[seed] = base / f"order_{seed}.duckdb"
            shutil.copy(run.path, results[seed])
    return Chain(base / "refreshed.duckdb", results)


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_any_order_of_arrival_ends_where_a_full_refresh_ends(chain: Chain) -> None:
    """D9, F1. Late, repeated, corrected, re-dated and withdrawn files, in ten orders, row for row."""
    assert len(chain.by_nights) == ORDERS
    differing = {
        seed: differing_tables(chain.refreshed, path) for seed, path in chain.by_nights.items()
    }
    assert {seed: tables for seed, tables in differing.items() if tables} == {}


def test_exact_duplicates_collapse_and_events_of_one_instant_stay(chain: Chain) -> None:
    """D11. e902 and e903 are of one instant; e903 landed in two files."""
    for path in [chain.refreshed, *chain.by_nights.values()]:
        rows = ask(
            path,
            "select web_event_id, count(*) from intermediate.int_web__hits"
            " where web_event_id in ('e902', 'e903') group by all order by all",
        )
        assert rows == [("e902", 1), ("e903", 1)]


def test_a_re_dated_event_leaves_its_old_day_and_a_withdrawn_file_leaves_nothing(
    chain: Chain,
) -> None:
    """e921 moved from 5 to 2 April, e100 came back from 9 April, which no other file holds."""
    for path in [chain.refreshed, *chain.by_nights.values()]:
        rows = ask(
            path,
            "select web_event_id, event_date::text from intermediate.int_web__hits"
            " where web_event_id in ('e921', 'e100', 'e931') or event_date = '2026-04-09' order by 1",
        )
        assert [row[0] for row in rows] == ["e100", "e921"]
        assert rows[1][1] == "2026-04-02" and str(rows[0][1]) < "2026-04-03"


def test_late_source_reaches_the_direct_visit_after_it(chain: Chain) -> None:
    """D4, D9. The direct visit of 4 April takes the source of 1 April, which arrived in another file."""
    for path in [chain.refreshed, *chain.by_nights.values()]:
        rows = ask(
            path,
            "select own_channel, channel, is_source_from_lookback from intermediate.int_web__sessions"
            " where visitor_id = 'late' order by started_at",
        )
        assert rows == [
            ("organic_search", "organic_search", False),
            ("direct", "organic_search", True),
        ]


def test_a_visit_over_midnight_is_one_session_of_two_days(chain: Chain) -> None:
    """D2. It starts at 23:50 in Tokyo on 2 April; its click id names the source of both days."""
    rows = ask(
        chain.refreshed,
        "select session_date::text, channel, event_count from intermediate.int_web__sessions"
        " where visitor_id = 'night'",
    )
    assert rows == [("2026-04-02", "paid_search", 3)]
