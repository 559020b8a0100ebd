"""Where a failing record came from: the landed file and row, found by its id in its source tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from lib.mending import place
from lib.settings_files import bare

# The port whose staging model reads the records of a kind.
PORTS = {
    "crm_lead": "crm_leads",
    "crm_contact": "crm_contacts",
    "crm_account": "crm_accounts",
    "crm_opportunity": "crm_opportunities",
    "crm_opportunity_contact": "crm_opportunity_contacts",
    "crm_campaign_member": "crm_campaign_members",
    "ma_person": "ma_people",
    "ma_program_member": "ma_program_members",
    "ma_form_submission": "ma_form_submissions",
    "ad": "ad_stats_daily",
    "web_session": "web_events",
}
SALESFORCE_ID = 15


@dataclass(frozen=True)
class SourceTable:
    """A landed table and the columns that can be its key."""

    schema: str
    name: str
    key_spellings: tuple[str, ...]


def source_tables(manifest: Mapping[str, Any], system: str, entity_type: str) -> list[SourceTable]:
    """The landed tables behind a kind of record of one system, the nearest to its staging model first."""
    port = PORTS.get(entity_type)
    start = next(
        (
            name
            for name in manifest.get("nodes", {})
            if port and name.endswith(f".stg_{system}__{port}")
        ),
        None,
    )
    found: dict[str, SourceTable] = {}
    waiting = [start] if start else []
    while waiting:
        name = waiting.pop(0)
        if name in manifest.get("sources", {}):
            found.setdefault(name, _source_table(manifest["sources"][name]))
        node = manifest["nodes"].get(name)
        waiting += list((node or {}).get("depends_on", {}).get("nodes", []))
    return list(found.values())


def _source_table(source: Mapping[str, Any]) -> SourceTable:
    config_meta = (source.get("config") or {}).get("meta") or {}
    meta = {**(source.get("meta") or {}), **config_meta}
    spellings: list[str] = []
    for key in meta.get("key", []):
        column = (source.get("columns") or {}).get(key) or {}
        column_meta = (column.get("config") or {}).get("meta") or {}
        spellings += [key, *column_meta.get("landed_as", [])]
    return SourceTable(
        str(source["schema"]), str(source.get("identifier") or source["name"]), tuple(spellings)
    )


def trace(
    con: duckdb.DuckDBPyConnection,
    manifest: Mapping[str, Any],
    system: str,
    entity_type: str,
    key: str,
) -> str:
    """`salesforce/lead.csv row 7` where the record is found, else the names of its tables, else nothing."""
    tables = source_tables(manifest, system, entity_type)
    record_id = key.split("|")[0].split("@")[0]
    for table in tables:
        for column in _landed_columns(con, table):
            row = _row_of(con, table, column, record_id)
            if row is not None:
                return row
    return ", ".join(f"{table.schema}.{table.name}" for table in tables[:2])


def _landed_columns(con: duckdb.DuckDBPyConnection, table: SourceTable) -> Iterator[str]:
    rows = con.execute(
        "select column_name from duckdb_columns() where schema_name = ? and table_name = ?",
        [table.schema, table.name],
    ).fetchall()
    wanted = {bare(spelling) for spelling in table.key_spellings}
    wanted |= {f"property{spelling}" for spelling in wanted}
    yield from (name for (name,) in rows if bare(name) in wanted and not name.startswith("_"))


def _row_of(
    con: duckdb.DuckDBPyConnection, table: SourceTable, column: str, record_id: str
) -> str | None:
    relation = f'"{table.schema}"."{table.name}"'
    value = f'trim(cast("{column}" as varchar))'
    try:
        rows: Sequence[tuple[Any, ...]] = con.execute(
            f"select _file, _row_number from {relation} "
            f"where {value} = ? or (length(?) = {SALESFORCE_ID} and length({value}) = 18 "
            f"and starts_with({value}, ?)) order by _file desc, _row_number desc limit 1",
            [record_id, record_id, record_id],
        ).fetchall()
    except duckdb.Error:
        # A table that another loader filled has no file and row.
        return None
    return place(rows[0][0], rows[0][1]) if rows else None
