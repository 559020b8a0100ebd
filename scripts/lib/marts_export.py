"""What leaves the warehouse: the public marts as one DuckDB file and as Parquet, without personal data.

Public is decided by schema, and within it by the manifest: a column marked `pii` stays behind, and so
do the raw values that the quality tables quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

PUBLIC_SCHEMAS = ("core", "kpi", "management", "reports", "quality")
RAW_VALUE_COLUMNS = frozenset({"raw_text", "raw_value", "landed_value", "landed_text"})
# The oldest format that the attach option knows: BI tools carry older DuckDB versions.
STORAGE_VERSION = "v1.0.0"


@dataclass(frozen=True)
class ExportedTable:
    """One table of the release."""

    schema: str
    table: str
    columns: tuple[str, ...]


def is_personal(column: Mapping[str, Any]) -> bool:
    """A column says so in its meta, which dbt keeps in two places."""
    config_meta = (column.get("config") or {}).get("meta") or {}
    return bool({**(column.get("meta") or {}), **config_meta}.get("pii"))


def personal_columns(manifest: Mapping[str, Any]) -> dict[tuple[str, str], set[str]]:
    """Columns marked as personal data, for every relation that the project still builds."""
    return {
        (node["schema"], node.get("alias") or node["name"]): {
            name for name, column in node.get("columns", {}).items() if is_personal(column)
        }
        for node in manifest.get("nodes", {}).values()
        if node.get("resource_type") in ("model", "seed", "snapshot")
    }


def tables_to_export(
    con: duckdb.DuckDBPyConnection, personal: Mapping[tuple[str, str], set[str]]
) -> list[ExportedTable]:
    """Every relation of the public schemas with the columns that may leave.

    A relation that no model builds any more was copied forward from an older release and stays behind.
    """
    rows = con.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = 'warehouse' and list_contains(?, schema_name) "
        "order by schema_name, table_name, column_index",
        [list(PUBLIC_SCHEMAS)],
    ).fetchall()
    columns: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in rows:
        if (schema, table) not in personal:
            continue
        kept = columns.setdefault((schema, table), [])
        is_raw = schema == "quality" and column in RAW_VALUE_COLUMNS
        if not is_raw and column not in personal[(schema, table)]:
            kept.append(column)
    return [ExportedTable(*key, tuple(names)) for key, names in columns.items() if names]


def export_marts(
    warehouse: Path, marts: Path, parquet: Path, manifest: Mapping[str, Any]
) -> list[ExportedTable]:
    """Write marts.duckdb and parquet/<schema>/<table>.parquet; the warehouse is only read."""
    con = duckdb.connect()
    try:
        con.execute(f"attach '{quoted(warehouse)}' as warehouse (read_only)")
        con.execute(f"attach '{quoted(marts)}' as marts (storage_version '{STORAGE_VERSION}')")
        tables = tables_to_export(con, personal_columns(manifest))
        for table in tables:
            con.execute(f'create schema if not exists marts."{table.schema}"')
            names = ", ".join(f'"{name}"' for name in table.columns)
            relation = f'"{table.schema}"."{table.table}"'
            con.execute(
                f"create table marts.{relation} as select {names} from warehouse.{relation}"
            )
            folder = parquet / table.schema
            folder.mkdir(parents=True, exist_ok=True)
            file = quoted(folder / f"{table.table}.parquet")
            con.execute(f"copy marts.{relation} to '{file}' (format parquet, compression zstd)")
        con.execute("checkpoint marts")
        con.execute("detach marts")
    finally:
        con.close()
    return tables


def quoted(path: Path) -> str:
    """A path inside a SQL string."""
    return str(path).replace("'", "''")


def checkpoint(warehouse: Path) -> None:
    """Fold the write-ahead log into the file."""
    con = duckdb.connect(str(warehouse))
    try:
        con.execute("checkpoint")
    finally:
        con.close()
