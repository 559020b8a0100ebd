"""What a model says about itself: grain, descriptions, contract, column names and types, words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from lib.conventions import Finding, Model, Project
from lib.marts_export import is_personal

GRAIN = re.compile(r"-- Grain: one row per .+ \(([a-z0-9_]+(?:, [a-z0-9_]+)*)\)\.")
CONTRACTED = ("settings", "intermediate", "core", "quality", "kpi", "management", "reports")
KPI_SHAPED = ("kpi", "management", "reports", "settings")
# `amount` is the public name of a fact's own amount: docs/decisions.md.
BARE_NAMES = ("id", "key", "name", "type", "status", "date", "value")
# Public names of fct_content_engagement that say what happened to a video without `is_`.
PUBLIC_FLAGS = ("video_started", "video_completed")
BAD_ENDINGS = re.compile(r"(_pct|percent|_flag|_ts|_dt|_jpy)$")
BANNED_WORDS = {
    r"\bcurrent_(date|timestamp)\b": "use as_of_date(): the project has one clock",
    r"\b(now|today)\s*\(": "use as_of_date(): the project has one clock",
    r"\bround\s*\(": "keep the full figure; a dashboard rounds",
    r"\b(duckdb|spark|bigquery|snowflake)\b": "put engine differences into macros/engine",
    r"/": "divide with ratio(): a bare division gives infinity on a zero",
}
# Layers whose tables leave the warehouse, and what a column there is called that tells who somebody is.
PUBLISHED = ("core", "kpi", "quality", "management", "reports")
PERSONAL = re.compile(
    r"(.+_)?(email|email_address|email_normalised|first_name|last_name|full_name|person_name|contact_name"
    r"|user_name|job_title|phone|phone_number|mobile|fax|ip|ip_address|street|postal_code|page_url|user_id)"
)
# In the KPI shape `email` is a cut: which e-mail was sent.
PUBLIC_CUTS = ("email",)
DATE_ENDINGS = ("_date", "_month", "_start", "_end", "_day", "_week", "_quarter", "_year")


def check_grain(project: Project) -> Iterator[Finding]:
    """Line 1 states the grain, and the same columns are tested as unique_grain."""
    tested: dict[str, list[list[str]]] = {}
    for test in project.tests("unique_grain"):
        columns = test["test_metadata"]["kwargs"].get("columns", [])
        tested.setdefault(test.get("attached_node") or "", []).append(sorted(columns))
    for model in project.models:
        first = model.raw_code.split("\n", 1)[0]
        found = GRAIN.fullmatch(first.strip())
        if not found:
            fix = "write `-- Grain: one row per <thing> (<column>[, <column>]).`"
            yield Finding(model.path, 1, "grain", "line 1 does not state the grain", fix)
            continue
        if not model.yml_path:
            continue
        stated = sorted(found.group(1).split(", "))
        if stated not in tested.get(model.unique_id, []):
            message = f"the grain ({', '.join(stated)}) is not what unique_grain tests"
            yield Finding(model.path, 1, "grain", message, "test unique_grain on the same columns")


def check_descriptions(project: Project) -> Iterator[Finding]:
    """Every model says what a row is; every contracted column says what it means."""
    for model in project.models:
        if not model.yml_path:
            # check_yml_beside_sql says so already.
            continue
        if not model.description.startswith("One row per"):
            line = project.line_of(model.yml_path, rf"name: {model.name}\b")
            message = f"the description of {model.name} does not start with 'One row per'"
            where = model.yml_path or model.path
            yield Finding(where, line, "description", message, "say what one row is")
        if model.layer not in CONTRACTED:
            continue
        for name, column in model.columns.items():
            if not (column.get("description") or "").strip():
                line = project.column_line(model, name)
                fix = "say meaning, unit and what null means"
                message = f"{model.name}.{name} has no description"
                yield Finding(model.yml_path, line, "description", message, fix)


def check_contracts(project: Project) -> Iterator[Finding]:
    """From intermediate on, columns and types are a contract."""
    for model in project.models:
        if model.layer in CONTRACTED and not model.has_contract:
            fix = "set contract: {enforced: true} for its folder"
            yield Finding(model.path, 1, "contract", f"{model.name} has no contract", fix)


def has_given_names(model: Model) -> bool:
    """Sources and ports name their columns for whoever delivers them; the KPI shape is one for all."""
    is_port = "union_of_systems(" in model.raw_code
    return is_port or model.layer in (*KPI_SHAPED, "base", "staging")


def column_faults(model: Model, name: str, data_type: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a column's name, or with its type given the name."""
    if name in BARE_NAMES and not has_given_names(model):
        yield f"the bare name {name} says nothing", "put the entity in front"
    if BAD_ENDINGS.search(name):
        yield (
            f"{name} has a banned ending",
            "fractions are _rate or _share, instants _at, days _date",
        )
    if not data_type:
        return
    is_flag = name.startswith(("is_", "has_", "reached_")) or name in PUBLIC_FLAGS
    if is_flag != (data_type == "boolean"):
        yield f"{name} is {data_type}", "is_, has_, reached_ and boolean go together"
    if name.endswith("_date") and data_type != "date":
        yield f"{name} is {data_type}", "a _date is a date"
    if data_type == "date" and not name.endswith(DATE_ENDINGS) and not has_given_names(model):
        yield f"{name} is a date", "end its name in _date (periods: _month, _start, _end)"
    if name.endswith("_at") != (data_type == "timestamp"):
        yield f"{name} is {data_type}", "_at and timestamp go together"
    if name.endswith("_amount") and not data_type.startswith("decimal"):
        yield f"{name} is {data_type}", "an _amount is decimal(18,2)"


def check_columns(project: Project) -> Iterator[Finding]:
    """A column's name tells its type."""
    for model in project.models:
        for name, column in model.columns.items():
            data_type = (column.get("data_type") or "").lower()
            for message, fix in column_faults(model, name, data_type):
                line = project.column_line(model, name)
                yield Finding(model.yml_path, line, "column", f"{model.name}: {message}", fix)


def check_personal_data(project: Project) -> Iterator[Finding]:
    """A published column that tells who somebody is says so, so that it stays in the warehouse."""
    for model in project.models:
        if model.layer not in PUBLISHED:
            continue
        for name, column in model.columns.items():
            is_cut = model.layer != "core" and name in PUBLIC_CUTS
            if PERSONAL.fullmatch(name) and not is_cut and not is_personal(column):
                fix = "publish hashed_identifier() of it, or mark it config: {meta: {pii: true}}"
                message = f"{model.name}.{name} would publish personal data"
                line = project.column_line(model, name)
                yield Finding(model.yml_path, line, "personal_data", message, fix)


def check_words(project: Project) -> Iterator[Finding]:
    """No clock, no rounding, no engine and no bare division in a model."""
    for model in project.models:
        for number, line in enumerate(model.code.split("\n"), 1):
            for pattern, fix in BANNED_WORDS.items():
                found = re.search(pattern, line, re.IGNORECASE)
                if found:
                    message = f"`{found.group().strip()}` in {model.name}"
                    yield Finding(model.path, number, "word", message, fix)


def catalog_kpis(root: Path) -> set[str]:
    """The kpi_ids that the catalog knows."""
    catalog = root / "seeds" / "catalog" / "kpi_catalog.csv"
    if not catalog.is_file():
        return set()
    with catalog.open(encoding="utf-8", newline="") as file:
        return {row["kpi_id"] for row in csv.DictReader(file)}


def check_kpis(project: Project) -> Iterator[Finding]:
    """A kpi_id in a KPI model is in the catalog, and its CTE carries its name."""
    known = catalog_kpis(project.root)
    for model in project.models:
        if model.layer != "kpi":
            continue
        ctes = set(re.findall(r"^(\w+) as \(", model.raw_code, re.MULTILINE))
        for found in re.finditer(r"(?<!\|\| )'(\w+)' as kpi_id", model.raw_code):
            kpi = found.group(1)
            line = model.raw_code.count("\n", 0, found.start()) + 1
            if kpi not in known:
                fix = "add it to seeds/catalog/kpi_catalog.csv"
                yield Finding(model.path, line, "kpi", f"{kpi} is not in the catalog", fix)
            if kpi not in ctes:
                fix = f"put its numerator and denominator into a CTE named {kpi}"
                yield Finding(model.path, line, "kpi", f"{kpi} has no CTE of its name", fix)
