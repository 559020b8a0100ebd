"""Any table may be absent, empty or without its optional columns."""

from __future__ import annotations

import csv
import os
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from declarations import declared_tables, landed_names
from warehouses import Warehouse


@pytest.mark.parametrize("content", ["absent", "empty", "keys_only"])
def test_staging_takes_every_table_absent_empty_or_with_keys_alone(
    tmp_path: Path, content: str
) -> None:
    raw = tmp_path / "raw"
    expected: dict[str, int] = {}
    for system, tables in declared_tables().items():
        (raw / system).mkdir(parents=True)
        for table, key in tables.items():
            model = f"stg_generic__{table}" if system == "generic" else f"base_{system}__{table}"
            expected[model] = 1 if content == "keys_only" else 0
            if content == "absent":
                continue
            columns = landed_names(system, table, key)
            # A text that every key type can hold, another one per table: an id is no task and event at once.
            day = f"{date(2025, 1, 1) + timedelta(days=len(expected)):%Y%m%d}"
            lines = [",".join(columns)]
            if content == "keys_only":
                lines.append(",".join([day] * len(columns)))
            (raw / system / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    warehouse = Warehouse(tmp_path / "warehouse", raw)
    warehouse.dbt_vars["systems"] = list(declared_tables())
    warehouse.land()
    selected = ["+path:models/staging"]
    if content == "keys_only":
        selected += ["path:models/intermediate", "path:seeds", "path:models/settings"]
        # A test that also reads a mart has nothing to read here.
        selected += ["--indirect-selection", "cautious"]
    else:
        # Without a row there is nothing to test but the count below.
        selected += ["--exclude-resource-type", "test"]
    warehouse.build("--select", *selected)
    counted = {
        model: warehouse.query(f"select count(*) from staging.{model}")[0][0] for model in expected
    }
    assert counted == expected


# More seeds on demand, such as RANDOM_BUILDS=1,2,3: each is a whole build.
@pytest.mark.parametrize("seed", os.environ.get("RANDOM_BUILDS", "3").split(","))
def test_a_random_half_of_tables_and_columns_still_builds(
    demo_data: Path, tmp_path: Path, seed: str
) -> None:
    """Whole tables are dropped with a chance of a quarter, optional columns with one of a third."""
    chance = random.Random(int(seed))
    keys = declared_tables()
    raw = tmp_path / "raw"
    shutil.copytree(demo_data, raw, ignore=shutil.ignore_patterns("truth"))
    for system in sorted(keys):
        for path in sorted((raw / system).iterdir()):
            table = path.name.split(".")[0]
            if chance.random() < 0.25:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                continue
            if path.suffix != ".csv" or table not in keys[system]:
                continue
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            needed = set(landed_names(system, table, keys[system][table])) | {"id"}
            kept = [name for name in rows[0] if name in needed or chance.random() > 0.33]
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, fieldnames=kept, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
    warehouse = Warehouse(tmp_path / "warehouse", raw)
    warehouse.land()
    warehouse.build()
    ids = warehouse.query("select count(distinct kpi_id) from kpi.kpi_values")
    assert ids == warehouse.query("select count(*) from core.dim_kpis")
