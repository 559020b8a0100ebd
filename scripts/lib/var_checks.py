"""What is wrong with a run's vars, said before dbt starts: a misspelt var is otherwise no error at all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml
from lib.settings import PROJECT, WrongUse

NOT_A_SYSTEM = ("audit", "landing")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASH_DATES = ("day_first", "month_first")


def default_vars(project: Path = PROJECT) -> dict[str, Any]:
    """The vars that the project ships."""
    loaded = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    return dict(loaded.get("vars") or {})


def known_systems(project: Path = PROJECT) -> list[str]:
    """Every system that the project can read."""
    staging = project / "models" / "staging"
    return sorted(
        path.name for path in staging.iterdir() if path.is_dir() and path.name not in NOT_A_SYSTEM
    )


def declared_tables(system: str, project: Path = PROJECT) -> list[str]:
    """The tables that a system can land."""
    found = []
    for path in sorted((project / "models" / "staging" / system).glob("*.yml")):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for source in loaded.get("sources") or []:
            found += [str(table["name"]) for table in source.get("tables") or []]
    return found


def require_sound_vars(given: Mapping[str, Any], project: Path = PROJECT) -> None:
    """Refuse a run whose vars mean nothing, with every fault on a line of its own."""
    problems = list(check_vars(given, default_vars(project), known_systems(project), project))
    if problems:
        raise WrongUse("\n".join(f"DBT_VARS: {problem}" for problem in problems))


def check_vars(
    given: Mapping[str, Any],
    defaults: Mapping[str, Any],
    systems: Iterable[str],
    project: Path = PROJECT,
) -> Iterator[str]:
    """One sentence per fault: the var, its value, and what it may be."""
    systems = list(systems)
    for name in given:
        if name not in defaults:
            yield f"there is no var {name!r}; {nearest(name, defaults, 'vars')}"
    checks: dict[str, Callable[[Any], Iterator[str]]] = {
        "systems": lambda value: _check_systems(value, systems),
        "as_of": _check_as_of,
        "reporting_timezone": lambda value: _check_zone("reporting_timezone", value),
        "reporting_currency": lambda value: _check_currency("reporting_currency", value),
        "fiscal_year_start_month": _check_month,
        "source_timezone": lambda value: _check_per_system(
            "source_timezone", value, systems, _check_zone
        ),
        "source_currency": lambda value: _check_per_system(
            "source_currency", value, systems, _check_currency
        ),
        "slash_dates": lambda value: _check_per_system(
            "slash_dates", value, systems, _check_slash_dates
        ),
        "source_schema": lambda value: _check_per_system("source_schema", value, systems, None),
        "column_overrides": lambda value: _check_tables(
            "column_overrides", value, systems, project
        ),
        "full_snapshot_tables": lambda value: _check_tables(
            "full_snapshot_tables", value, systems, project
        ),
    }
    for name, check in checks.items():
        if name in given:
            yield from check(given[name])
    for name, default in defaults.items():
        is_number = isinstance(default, int | float) or name == "mql_score_threshold"
        if name in given and is_number and name not in checks:
            yield from _check_number(name, given[name], may_be_null=default is None)


def nearest(word: str, known: Iterable[str], noun: str) -> str:
    """A hint at what was meant, else all there is."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"known {noun}: {', '.join(names)}"


def _check_systems(value: Any, systems: list[str]) -> Iterator[str]:
    if not isinstance(value, list) or not value:
        yield f"systems is a list such as [{', '.join(systems)}], not {value!r}"
        return
    for system in value:
        if system not in systems:
            yield f"systems: no system {str(system)!r}; {nearest(str(system), systems, 'systems')}"


def _check_as_of(value: Any) -> Iterator[str]:
    if value is None:
        return
    try:
        if not _DAY.fullmatch(str(value)):
            raise ValueError
        date.fromisoformat(str(value))
    except ValueError:
        yield f"as_of is a day such as 2026-03-31, not {value!r}"


def _check_zone(name: str, value: Any) -> Iterator[str]:
    zones = available_timezones()
    if value not in zones:
        close = difflib.get_close_matches(str(value), zones, n=1, cutoff=0.6)
        hint = f"; did you mean {close[0]}?" if close else ", such as Asia/Tokyo"
        yield f"{name}: {value!r} is no time zone{hint}"


def _check_currency(name: str, value: Any) -> Iterator[str]:
    if not _CURRENCY.fullmatch(str(value)):
        yield f"{name}: {value!r} is no ISO code in capitals, such as JPY"


def _check_month(value: Any) -> Iterator[str]:
    if isinstance(value, bool) or value not in range(1, 13):
        yield f"fiscal_year_start_month is a number from 1 to 12, not {value!r}"


def _check_slash_dates(name: str, value: Any) -> Iterator[str]:
    if value not in _SLASH_DATES:
        yield f"{name} is {' or '.join(_SLASH_DATES)}, not {value!r}"


def _check_number(name: str, value: Any, *, may_be_null: bool) -> Iterator[str]:
    if value is None and may_be_null:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        yield f"{name} is a number from 0 up, not {value!r}"


def _check_per_system(
    name: str,
    value: Any,
    systems: list[str],
    check: Callable[[str, Any], Iterator[str]] | None,
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{name} is given per system, such as {{{systems[0]}: ...}}, not {value!r}"
        return
    for system, own in value.items():
        if system not in systems:
            yield f"{name}: no system {system!r}; {nearest(str(system), systems, 'systems')}"
        elif check is not None:
            yield from check(f"{name}.{system}", own)


def _check_tables(name: str, value: Any, systems: list[str], project: Path) -> Iterator[str]:
    """Words such as salesforce.lead, or salesforce.lead.mql_at; a slip in one changes nothing, silently."""
    parts = 3 if name == "column_overrides" else 2
    wanted = "<system>.<table>.<column>" if parts == 3 else "<system>.<table>"
    shape = f"{{{wanted}: <your column>}}" if parts == 3 else f"[{wanted}]"
    if not isinstance(value, dict if parts == 3 else list):
        yield f"{name} is written as {shape}, not {value!r}"
        return
    for word in value:
        names = str(word).split(".")
        if len(names) != parts:
            yield f"{name}: {word!r} is not of the form {wanted}"
        elif names[0] not in systems:
            yield f"{name}: no system {names[0]!r}; {nearest(names[0], systems, 'systems')}"
        else:
            tables = declared_tables(names[0], project)
            if names[1] not in tables:
                yield f"{name}: no table {names[1]!r}; {nearest(names[1], tables, 'tables')}"
