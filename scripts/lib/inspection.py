"""Looks at a warehouse between the steps of a refresh, so that people read sentences and not test names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from lib.data_notes import Build, read_notes, render_notes
from lib.dbt_runs import NodeResult, built_models
from lib.doctor_facts import rows_of
from lib.landing_faults import landed_tables, nothing_landed, system_folders, usable_systems
from lib.marts_export import personal_columns
from lib.notes import Note, some
from lib.settings_files import check_settings_files
from lib.var_checks import declared_tables, default_vars, known_systems

FAILING_ROWS = 3
FIELDS = 6
NULL_TESTS = ("not_null", "no_nulls")


@dataclass
class Inspector:
    """What the refresh asks between its steps."""

    raw_data_dir: Path
    project: Path
    dbt_vars: Mapping[str, Any]

    def after_landing(self, warehouse: Path) -> list[Note]:
        """Faults with which a build would only give wrong figures or a riddle: none, or stop."""
        given = {**default_vars(self.project), **self.dbt_vars}
        enabled = [str(system) for system in given["systems"]]
        con = duckdb.connect(str(warehouse), read_only=True)
        try:
            declared = {system: declared_tables(system, self.project) for system in enabled}
            schemas = given.get("source_schema") or {}
            if not usable_systems(landed_tables(con), declared, schemas):
                folders = system_folders(self.raw_data_dir)
                return [nothing_landed(enabled, folders, known_systems(self.project))]
            return check_settings_files(con, self.project)
        finally:
            con.close()

    def after_build(
        self, warehouse: Path, target: Path, results: Sequence[NodeResult], notices: Sequence[str]
    ) -> list[str]:
        """The block of data notes."""
        given = {**default_vars(self.project), **self.dbt_vars}
        build = Build(
            raw_data_dir=self.raw_data_dir,
            project=self.project,
            manifest=read_manifest(target),
            built=built_models(target),
            warnings=[node for node in results if node.status == "warn"],
            notices=notices,
            enabled=[str(system) for system in given["systems"]],
            known_systems=known_systems(self.project),
        )
        return render_notes(read_notes(warehouse, build))

    def failing_rows(self, warehouse: Path, target: Path, node: NodeResult) -> list[str]:
        """The first rows that a failed test found, without personal data."""
        if node.kind != "test" or node.status != "fail" or not node.compiled_path:
            return []
        path = Path(node.compiled_path)
        if not path.is_file():
            return []
        query = path.read_text(encoding="utf-8")
        hidden = set().union(*personal_columns(read_manifest(target)).values())
        con = duckdb.connect(str(warehouse), read_only=True)
        try:
            rows = rows_of(con, f"select * from ({query}) as failing limit {FAILING_ROWS}")
        except duckdb.Error:
            # A test whose SQL only dbt can run still has its name and its count.
            return []
        finally:
            con.close()
        shown = [describe_row(row, hidden, node.generic_test in NULL_TESTS) for row in rows]
        return [line for line in shown if line]


def describe_row(row: Mapping[str, Any], hidden: set[str], tells_nulls: bool) -> str:
    """A failing row in one line: what is missing where that is the fault, then its first values."""
    fields = {name: value for name, value in row.items() if name not in hidden}
    nulls = [name for name, value in fields.items() if value is None]
    values = [f"{name}={str(value)[:60]}" for name, value in fields.items() if value is not None]
    missing = [f"no {', '.join(nulls)}"] if tells_nulls and nulls else []
    return "; ".join([*missing, *([some(values, FIELDS)] if values else [])])


def read_manifest(target: Path) -> dict[str, Any]:
    """What dbt knows of the project."""
    loaded: dict[str, Any] = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return loaded
