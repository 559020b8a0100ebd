"""Hand what was landed to Spark: every landed relation as Parquet, and as a table of Spark's catalog.

Files are read by one reader whatever the engine: the landing into DuckDB. Its relations are then
written below a folder that Spark reaches, each landing into a folder of its own, and the catalog's
external tables are pointed there. Until that has happened for a table it reads what the last landing
left; a run that is cut short leaves a mixture, which the next run replaces as a whole.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from lib.landing_sql import identifier, literal

FILE_SIZE = "128MB"
MEMORY_LIMIT = "700MB"
# What a complete landing folder has, written last.
COMPLETE = "landed.json"
FIND_RELATIONS = """
select table_schema, table_name
from information_schema.tables
where table_catalog = current_database() and starts_with(table_schema, 'raw_')
order by table_schema, table_name
"""
# Types that Parquet or Spark lacks, by a wider or a plainer one.
PLAIN_TYPES = {
    "hugeint": "decimal(38, 0)",
    "uhugeint": "decimal(38, 0)",
    "ubigint": "decimal(20, 0)",
    "uuid": "varchar",
    "time": "varchar",
    "time with time zone": "varchar",
    "interval": "varchar",
    "bit": "varchar",
    "enum": "varchar",
    "timestamp_ns": "timestamp",
    "timestamp_ms": "timestamp",
    "timestamp_s": "timestamp",
    "variant": "json",
    "union": "json",
    "json": "varchar",
}


@dataclass(frozen=True)
class LandedRelation:
    """A landed table, and the folder of its Parquet files."""

    schema: str
    table: str
    folder: str


def plain_type(kind: Any) -> str:
    """A DuckDB type as Spark can read it from Parquet, nested ones all the way down."""
    if kind.id == "list":
        return f"{plain_type(dict(kind.children)['child'])}[]"
    if kind.id == "array":
        return f"{plain_type(dict(kind.children)['child'])}[]"
    if kind.id == "struct":
        fields = ", ".join(f"{identifier(name)} {plain_type(child)}" for name, child in kind.children)
        return f"struct({fields})"
    if kind.id == "map":
        parts = dict(kind.children)
        return f"map({plain_type(parts['key'])}, {plain_type(parts['value'])})"
    return PLAIN_TYPES.get(str(kind).lower() if kind.id != "enum" else "enum", str(kind))


def export_landed(warehouse: Path, folder: Path, run_id: str) -> list[LandedRelation]:
    """Write every landed relation of a DuckDB file below `folder`/`run_id`."""
    target = folder / run_id
    shutil.rmtree(target, ignore_errors=True)
    connection = duckdb.connect(str(warehouse), read_only=True)
    try:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(FIND_RELATIONS).fetchall()
        landed = [_export(connection, target, str(schema), str(table)) for schema, table in found]
    finally:
        connection.close()
    record = [(relation.schema, relation.table) for relation in landed]
    (target / COMPLETE).write_text(json.dumps(record), encoding="utf-8")
    return landed


def _export(
    connection: duckdb.DuckDBPyConnection, target: Path, schema: str, table: str
) -> LandedRelation:
    place = target / schema / table
    place.mkdir(parents=True)
    relation = f"{identifier(schema)}.{identifier(table)}"
    described = connection.sql(f"select * from {relation}")
    columns = ", ".join(
        f"cast({identifier(name)} as {plain_type(kind)}) as {identifier(name)}"
        for name, kind in zip(described.columns, described.types, strict=True)
    )
    connection.execute(
        f"copy (select {columns} from {relation}) to {literal(str(place))} "
        f"(format parquet, compression zstd, file_size_bytes '{FILE_SIZE}', overwrite_or_ignore)"
    )
    return LandedRelation(schema, table, str(place.absolute()))


def register_landed(execute: Callable[[str], Any], landed: Sequence[LandedRelation]) -> None:
    """Point the catalog's raw tables at a landing, and drop those that it does not have."""
    wanted = {(relation.schema, relation.table) for relation in landed}
    known = {
        (schema, table)
        for schema in _names(execute("show schemas"), 0)
        if schema.startswith("raw_")
        for table in _names(execute(f"show tables in `{schema}`"), 1)
    }
    for schema in sorted({relation.schema for relation in landed}):
        execute(f"create schema if not exists `{schema}`")
    for relation in landed:
        name = f"`{relation.schema}`.`{relation.table}`"
        if (relation.schema, relation.table) in known:
            execute(f"drop table if exists {name}")
        execute(f"create table {name} using parquet location '{relation.folder}'")
    for schema, table in sorted(known - wanted):
        execute(f"drop table if exists `{schema}`.`{table}`")


def _names(rows: Any, position: int) -> list[str]:
    return [str(row[position]) for row in rows]


def remove_other_landings(folder: Path, run_id: str) -> None:
    """Remove the folders of earlier landings; call it when nothing reads them any more."""
    for old in folder.iterdir():
        if old.is_dir() and old.name != run_id:
            shutil.rmtree(old)
