"""What the source declarations say of tables, keys and spellings."""

from __future__ import annotations

import yaml
from warehouses import PROJECT


def declared_tables() -> dict[str, dict[str, list[str]]]:
    """Key columns of every source table, per system, from the source declarations."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in (PROJECT / "models" / "staging").glob("*/_*__sources.yml"):
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
            tables = {
                table["name"]: table["config"]["meta"]["key"]
                for table in source["tables"]
                if "config" in table
            }
            if tables:
                found[source["name"]] = tables
    return found


def landed_names(system: str, table: str, columns: list[str]) -> list[str]:
    """How a system spells its key columns: the first spelling that the declaration names."""
    if system == "generic":
        return columns
    path = PROJECT / "models" / "staging" / system / f"_{system}__sources.yml"
    source = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]
    declared = next(entry for entry in source["tables"] if entry["name"] == table)["columns"]
    spellings = {
        column["name"]: column.get("config", {})
        .get("meta", {})
        .get("landed_as", [column["name"]])[0]
        for column in declared
    }
    return [spellings[name] for name in columns]
