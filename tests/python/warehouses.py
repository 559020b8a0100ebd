"""Land and build whole warehouses in a folder of their own, and ask them questions."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).resolve().parents[2]
AS_OF = "2026-09-30"
# What a nightly run may change without new data: nothing in these schemas.
COMPARED_SCHEMAS = ("intermediate", "core", "kpi", "quality", "history", "settings")


# Vars that yml files read, by which the parsed project differs; all others are read while it runs.
PARSED_VARS = ("systems", "source_schema")


def dbt_command(warehouse: Path, dbt_vars: dict[str, Any]) -> list[str]:
    """The dbt of this environment, which reads the project once per test run and set of systems."""
    folder = Path(os.environ.get("PARSED_PROJECTS") or tempfile.mkdtemp(prefix="parsed-"))
    said = json.dumps([warehouse.stem, *(dbt_vars.get(name) for name in PARSED_VARS)])
    cache = folder / hashlib.md5(said.encode()).hexdigest()
    return [sys.executable, str(Path(__file__).with_name("dbt_process.py")), str(cache)]


@dataclass
class Warehouse:
    """One landed and built DuckDB file with the dbt artefacts beside it."""

    folder: Path
    raw_data_dir: Path
    dbt_vars: dict[str, Any] = field(default_factory=lambda: {"as_of": AS_OF})
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The DuckDB file."""
        return self.folder / "warehouse.duckdb"

    def _run(self, command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "WAREHOUSE_PATH": str(self.path),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            **self.environment,
        }
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, text=True, capture_output=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(
                f"{' '.join(command)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
            )
        return done

    def land(self, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the landing step over the raw folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        script = str(PROJECT / "scripts" / "land_raw_data.py")
        return self._run(
            [
                *(sys.executable, script),
                *("--raw-data-dir", str(self.raw_data_dir), "--warehouse", str(self.path)),
            ],
            check,
        )

    def dbt(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run dbt on this warehouse."""
        return self._run(
            [
                *(*dbt_command(self.path, self.dbt_vars), "--no-use-colors", *arguments),
                *("--profiles-dir", "profiles", "--vars", json.dumps(self.dbt_vars)),
            ],
            check,
        )

    def build(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Build all seeds, models and snapshots and run the data tests; unit tests do not depend on data."""
        return self.dbt("build", "--exclude-resource-type", "unit_test", *arguments, check=check)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, read-only."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(sql).fetchall()

    def fingerprints(self) -> dict[str, tuple[int, int]]:
        """Row count and an order-free hash of all rows, per table."""
        tables = self.query(
            "select table_schema, table_name from information_schema.tables"
            f" where table_schema in {COMPARED_SCHEMAS} order by all"
        )
        found: dict[str, tuple[int, int]] = {}
        for schema, table in tables:
            rows = self.query(
                f'select count(*), coalesce(sum(hash(t)), 0)::hugeint from "{schema}"."{table}" as t'
            )
            found[f"{schema}.{table}"] = (rows[0][0], rows[0][1])
        return found


def changed_tables(before: Warehouse | dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Tables whose rows differ between two states."""
    old = before.fingerprints() if isinstance(before, Warehouse) else before
    return sorted(name for name in old.keys() | after.keys() if old.get(name) != after.get(name))


def generate_demo(folder: Path, scale: str, seed: str = "7") -> Path:
    """Make demo data in a new folder."""
    script = str(PROJECT / "scripts" / "generate_demo_data.py")
    subprocess.run(
        [
            *(sys.executable, script, "--out", str(folder)),
            *("--scale", scale, "--seed", seed, "--as-of", AS_OF),
        ],
        check=True,
        capture_output=True,
    )
    return folder
