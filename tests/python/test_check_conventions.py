"""Each convention check passes on a sound project and turns red on a planted fault."""

from __future__ import annotations

import configparser
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import check_conventions
import pytest
from lib.conventions import Project, blank_quotes_and_comments, layer_of, run_checks

Manifest = dict[str, Any]
P = "shop"


def model(path: str, sql: str, columns: dict[str, str], reads: list[str]) -> dict[str, Any]:
    name = Path(path).stem
    return {
        "unique_id": f"model.{P}.{name}",
        "name": name,
        "resource_type": "model",
        "package_name": P,
        "original_file_path": path,
        "raw_code": sql,
        "description": "One row per thing.",
        "patch_path": f"{P}://{Path(path).with_suffix('.yml')}",
        "columns": {
            column: {"name": column, "data_type": kind, "description": "Says."}
            for column, kind in columns.items()
        },
        "config": {"contract": {"enforced": True}},
        "depends_on": {"nodes": reads},
    }


def grain_test(name: str, columns: list[str]) -> dict[str, Any]:
    return {
        "resource_type": "test",
        "package_name": P,
        "attached_node": f"model.{P}.{name}",
        "test_metadata": {"name": "unique_grain", "kwargs": {"columns": columns}},
    }


GRAIN = "-- Grain: one row per lead (lead_key).\n\n"


@pytest.fixture
def sound(tmp_path: Path) -> Project:
    """A small project without a finding."""
    files = {
        "dbt_project.yml": "name: shop\n",
        "seeds/catalog/kpi_catalog.csv": "kpi_id,name_en\nleads,Leads\n",
        "macros/time/as_of_date.sql": "{# The clock. #}\n{% macro as_of_date() %}x{% endmacro %}\n",
        "models/marts/core/fct_leads.yml": "models:\n  - name: fct_leads\n",
        "models/marts/core/fct_leads.sql": GRAIN + "select {{ as_of_date() }}",
        "tests/core/assert_leads_have_a_day.sql": "-- Every lead has a day.\nselect 1\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kpi_sql = GRAIN + "with\n\nleads as (\n    select 'leads' as kpi_id\n)\n\nselect * from leads"
    nodes = [
        model("models/staging/crm/base/base_crm__lead.sql", GRAIN, {}, [f"source.{P}.crm.lead"]),
        model("models/staging/crm/stg_crm__leads.sql", GRAIN, {}, [f"model.{P}.base_crm__lead"]),
        model(
            "models/marts/core/fct_leads.sql",
            GRAIN + "select lead_key, 'a / b, now()' as note_text -- current_date",
            {
                "lead_key": "string",
                "is_valid": "boolean",
                "lead_date": "date",
                "won_at": "timestamp",
            },
            [f"model.{P}.stg_crm__leads"],
        ),
        model("models/marts/kpi/kpi_leads.sql", kpi_sql, {"value": "double"}, []),
    ]
    manifest: Manifest = {
        "metadata": {"project_name": P},
        "nodes": {node["unique_id"]: node for node in nodes},
        "sources": {},
        "macros": {},
        "unit_tests": {},
    }
    for node in nodes:
        manifest["nodes"][f"test.{P}.{node['name']}"] = grain_test(node["name"], ["lead_key"])
    return Project(root=tmp_path, manifest=manifest)


def fct(manifest: Manifest) -> dict[str, Any]:
    node: dict[str, Any] = manifest["nodes"][f"model.{P}.fct_leads"]
    return node


def set_field(field: str, value: object) -> Callable[[Manifest], None]:
    return lambda manifest: fct(manifest).update({field: value})


def set_column(name: str, kind: str) -> Callable[[Manifest], None]:
    column = {"name": name, "data_type": kind, "description": "Says."}
    return lambda manifest: fct(manifest)["columns"].update({name: column})


def set_sql(sql: str) -> Callable[[Manifest], None]:
    return set_field("raw_code", GRAIN + sql)


def kpi_sql(sql: str) -> Callable[[Manifest], None]:
    def plant(manifest: Manifest) -> None:
        manifest["nodes"][f"model.{P}.kpi_leads"]["raw_code"] = GRAIN + sql

    return plant


FAULTS: list[tuple[str, Callable[[Manifest], None]]] = [
    ("name", set_field("name", "leads")),
    ("name", set_field("name", "fct_leads_v2")),
    ("layer", lambda m: fct(m)["depends_on"].update({"nodes": [f"source.{P}.crm.lead"]})),
    ("layer", lambda m: fct(m)["depends_on"].update({"nodes": [f"model.{P}.kpi_leads"]})),
    ("layer", lambda m: fct(m)["depends_on"].update({"nodes": [f"model.{P}.base_crm__lead"]})),
    ("grain", set_field("raw_code", "select 1")),
    ("grain", set_field("raw_code", "-- Grain: one row per lead (other_key).\nselect 1")),
    ("description", set_field("description", "Leads.")),
    ("description", lambda m: fct(m)["columns"]["lead_key"].update({"description": " "})),
    ("contract", set_field("config", {"contract": {"enforced": False}})),
    ("column", set_column("is_late", "int")),
    ("column", set_column("late", "boolean")),
    ("column", set_column("close_date", "timestamp")),
    ("column", set_column("closing", "date")),
    ("column", set_column("closed_at", "date")),
    ("column", set_column("closed_on", "timestamp")),
    ("column", set_column("win_pct", "double")),
    ("column", set_column("won_amount", "double")),
    ("column", set_column("status", "string")),
    ("personal_data", set_column("email", "string")),
    ("personal_data", set_column("owner_user_name", "string")),
    ("word", set_sql("select current_date")),
    ("word", set_sql("select now ()")),
    ("word", set_sql("select round(1.2)")),
    ("word", set_sql("select won / lost")),
    ("word", set_sql("select 1 as duckdb")),
    ("kpi", kpi_sql("with\n\nx as (\n    select 'leads' as kpi_id\n)\n\nselect * from x")),
    ("kpi", kpi_sql("with\n\nodd as (\n    select 'odd' as kpi_id\n)\n\nselect * from odd")),
    ("yml", set_field("patch_path", f"{P}://models/marts/core/_core.yml")),
    (
        "unit_test",
        lambda m: m["unit_tests"].update({"u": {"name": "test_x", "original_file_path": "x.yml"}}),
    ),
]


def checks_of(project: Project) -> set[str]:
    return {finding.check for finding in run_checks(project, check_conventions.CHECKS)}


def test_sound_project_has_no_finding(sound: Project) -> None:
    assert run_checks(sound, check_conventions.CHECKS) == []


@pytest.mark.parametrize(("check", "plant"), FAULTS)
def test_planted_fault_in_a_model_is_found(
    sound: Project, check: str, plant: Callable[[Manifest], None]
) -> None:
    manifest = copy.deepcopy(sound.manifest)
    plant(manifest)
    assert check in checks_of(Project(root=sound.root, manifest=manifest))


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        ("yml", "models/marts/core/fct_leads.yml", "models:\n  - name: a\n    name: b\n"),
        ("yml", "seeds/_seeds.yml", "seeds: [\n"),
        ("macro", "macros/time/odd.sql", "{# Why. #}\n{% macro as_of_date() %}{% endmacro %}"),
        ("macro", "macros/time/unused.sql", "{# Why. #}\n{% macro unused() %}{% endmacro %}"),
        ("macro", "macros/time/as_of_date.sql", "{% macro as_of_date() %}{% endmacro %}"),
        ("test", "tests/nowhere/assert_x.sql", "-- X.\nselect 1"),
        ("test", "tests/core/leads.sql", "-- X.\nselect 1"),
        ("test", "tests/core/assert_x.sql", "select 1"),
    ],
)
def test_planted_fault_in_a_file_is_found(sound: Project, check: str, path: str, text: str) -> None:
    file = sound.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    assert checks_of(sound) == {check}


def test_personal_data_that_says_so_is_no_finding(sound: Project) -> None:
    columns = fct(sound.manifest)["columns"]
    marked = {"data_type": "string", "description": "Says.", "config": {"meta": {"pii": True}}}
    columns["email"] = {"name": "email", **marked}
    columns["email_hash"] = {"name": "email_hash", "data_type": "string", "description": "Says."}
    assert checks_of(sound) == set()


def test_words_in_comments_and_literals_are_free_and_lines_stay() -> None:
    sql = "select 'it''s / now()' -- don't\n, {# a /\n b #} 1 / 2"
    assert blank_quotes_and_comments(sql).split("\n")[2] == " 1 / 2"
    assert "now" not in blank_quotes_and_comments(sql)


def test_lint_stands_in_only_for_macros_that_exist(project_root: Path) -> None:
    config = configparser.ConfigParser(interpolation=None)
    config.read(project_root / ".sqlfluff", encoding="utf-8")
    code = "".join(
        path.read_text(encoding="utf-8") for path in (project_root / "macros").rglob("*.sql")
    )
    stubs = config["sqlfluff:templater:jinja:macros"]
    assert [name for name in stubs if f"macro {name}(" not in code] == []


def test_layer_is_read_from_the_folder() -> None:
    assert layer_of("models/staging/crm/base/base_crm__lead.sql") == "base"
    assert layer_of("models/marts/reports/sales/rpt_sales__x.sql") == "reports"
    assert layer_of("models/settings/mapping_x.sql") == "settings"


def test_command_exits_1_on_findings_and_2_without_a_manifest(
    sound: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "manifest.json"
    arguments = ["--manifest", str(manifest), "--project", str(tmp_path)]
    assert check_conventions.main(arguments) == 2
    manifest.write_text(json.dumps(sound.manifest), encoding="utf-8")
    assert check_conventions.main(arguments) == 0
    fct(sound.manifest)["description"] = "Leads."
    manifest.write_text(json.dumps(sound.manifest), encoding="utf-8")
    capsys.readouterr()
    assert check_conventions.main([*arguments, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["check"] == "description"
