"""Hand what was landed to Spark: every landed relation as Parquet, and as a table of Spark's catalog.

Files are read by one reader whatever the engine: the landing into DuckDB. Its relations are then
written below a folder that Spark reaches, each landing into a folder of its own, and the catalog's
external tables are pointed there. What reads a table meanwhile goes on with the files of the landing
before, which stay until the build is through. A run that is cut short leaves tables of two landings;
the next run points all of them at its own.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
from lib.landing_sql import identifier, literal

FILE_SIZE = "256MB"
MEMORY_LIMIT = "700MB"
FIND_RELATIONS = """
select table_schema, table_name
from information_schema.tables
where table_catalog = current_database() and starts_with(table_schema, 'raw_')
order by table_schema, table_name
"""
# DuckDB's scalar types: what is written to Parquet, and what Spark calls it. All others become text.
SCALAR_TYPES = {
    "boolean": ("boolean", "boolean"),
    "tinyint": ("integer", "int"),
    "utinyint": ("integer", "int"),
    "smallint": ("integer", "int"),
    "usmallint": ("integer", "int"),
    "integer": ("integer", "int"),
    "uinteger": ("bigint", "bigint"),
    "bigint": ("bigint", "bigint"),
    "ubigint": ("decimal(38, 0)", "decimal(38, 0)"),
    "hugeint": ("decimal(38, 0)", "decimal(38, 0)"),
    "uhugeint": ("decimal(38, 0)", "decimal(38, 0)"),
    "float": ("float", "float"),
    "double": ("double", "double"),
    "date": ("date", "date"),
    "timestamp": ("timestamp", "timestamp"),
    "timestamp_s": ("timestamp", "timestamp"),
    "timestamp_ms": ("timestamp", "timestamp"),
    "timestamp_ns": ("timestamp", "timestamp"),
    "timestamp with time zone": ("timestamptz", "timestamp"),
    "blob": ("blob", "binary"),
}
TEXT = ("varchar", "string")
# Names that Spark's catalog takes; no source that a model reads has another.
_TABLE_NAME = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True)
class LandedRelation:
    """A landed table: its columns as Spark declares them, and the folder of its Parquet files."""

    schema: str
    table: str
    columns: tuple[tuple[str, str], ...]
    location: str

    def moved(self, source: str, target: str) -> LandedRelation:
        """The same relation below another folder."""
        return replace(self, location=target + self.location.removeprefix(source))

    @property
    def name(self) -> str:
        """As Spark quotes it."""
        return f"{_quoted(self.schema)}.{_quoted(self.table)}"


def portable_type(kind: Any) -> tuple[str, str]:
    """A DuckDB type as it is written to Parquet and as Spark declares it, nested ones all the way down."""
    if kind.id in ("list", "array"):
        written, declared = portable_type(dict(kind.children)["child"])
        return f"{written}[]", f"array<{declared}>"
    if kind.id == "struct":
        fields = [(name, *portable_type(child)) for name, child in kind.children]
        written = ", ".join(f"{identifier(name)} {inner}" for name, inner, _ in fields)
        declared = ", ".join(f"{_quoted(name)}: {outer}" for name, _, outer in fields)
        return f"struct({written})", f"struct<{declared}>"
    if kind.id == "map":
        key, value = (portable_type(dict(kind.children)[part]) for part in ("key", "value"))
        return f"map({key[0]}, {value[0]})", f"map<{key[1]}, {value[1]}>"
    if kind.id == "decimal":
        return str(kind).lower(), str(kind).lower()
    return SCALAR_TYPES.get(str(kind).lower(), TEXT)


def export_landed(warehouse: Path, folder: Path) -> list[LandedRelation]:
    """Write every landed relation of a DuckDB file as Parquet below a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    connection = duckdb.connect(str(warehouse), read_only=True)
    try:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(FIND_RELATIONS).fetchall()
        return [
            _export(connection, folder, str(schema), str(table))
            for schema, table in found
            if _TABLE_NAME.fullmatch(f"{schema}{table}")
        ]
    finally:
        connection.close()


def _export(
    connection: duckdb.DuckDBPyConnection, folder: Path, schema: str, table: str
) -> LandedRelation:
    place = folder / schema / table
    place.parent.mkdir(parents=True, exist_ok=True)
    relation = connection.sql(f"select * from {identifier(schema)}.{identifier(table)}")
    types = [portable_type(kind) for kind in relation.types]
    names = column_names(relation.columns)
    columns = ", ".join(
        f"cast({identifier(landed)} as {written}) as {identifier(name)}"
        for landed, name, (written, _) in zip(relation.columns, names, types, strict=True)
    )
    connection.execute(
        f"copy (select {columns} from {identifier(schema)}.{identifier(table)}) "
        f"to {literal(str(place))} (format parquet, compression zstd, file_size_bytes '{FILE_SIZE}')"
    )
    declared = [(name, kind) for name, (_, kind) in zip(names, types, strict=True)]
    location = f"file://{place.absolute()}"
    return LandedRelation(schema.lower(), table.lower(), tuple(declared), location)


def column_names(landed: Sequence[str]) -> list[str]:
    """Landed headers without the commas that the catalog refuses; models match them without either."""
    names: list[str] = []
    for header in landed:
        name = header.replace(",", "_")
        while name != header and name.lower() in {other.lower() for other in (*landed, *names)}:
            name += "_"
        names.append(name)
    return names


def register_landed(execute: Callable[[str], Any], landed: Sequence[LandedRelation]) -> None:
    """Point the catalog's raw tables at a landing, and drop those that it does not have."""
    schemas = {str(row[0]) for row in execute("show schemas")}
    known = {
        (schema, str(row[1]))
        for schema in schemas
        if schema.startswith("raw_")
        for row in execute(f"show tables in {_quoted(schema)}")
    }
    for schema in sorted({relation.schema for relation in landed} - schemas):
        execute(f"create schema if not exists {_quoted(schema)}")
    for relation in landed:
        if (relation.schema, relation.table) in known:
            execute(f"drop table if exists {relation.name}")
        execute(_create_table(relation))
        # A session that has read a table of this name goes on reading its old files, unless it is told.
        execute(f"refresh table {relation.name}")
    for schema, table in sorted(known - {(relation.schema, relation.table) for relation in landed}):
        execute(f"drop table if exists {_quoted(schema)}.{_quoted(table)}")


def _create_table(relation: LandedRelation) -> str:
    columns = ", ".join(f"{_quoted(name)} {kind}" for name, kind in relation.columns)
    location = relation.location.replace("\\", "\\\\").replace("'", "\\'")
    return f"create table {relation.name} ({columns}) using parquet location '{location}'"


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
