"""Where things are and which vars a run gets: one reading of the environment for all commands.

An empty variable counts as not given, because make and CI systems pass empty ones on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]
DEMO_MARKER = ".demo_data"
_AS_OF = re.compile(r"as[-_]of\W{1,4}(\d{4}-\d{2}-\d{2})")


class WrongUse(Exception):
    """The command was called in a way it cannot serve; the text says how to call it."""


@dataclass(frozen=True)
class Settings:
    """The paths and vars of one run, made absolute."""

    raw_data_dir: Path
    is_default_raw_data: bool
    warehouse_path: Path
    is_default_warehouse: bool
    publish_dir: Path
    dbt_vars: dict[str, Any]


def parse_vars(text: str | None) -> dict[str, Any]:
    """DBT_VARS as a dict; dates become the text that dbt would see."""
    if not text or not text.strip():
        return {}
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WrongUse(
            f"DBT_VARS is not YAML: {text!r}; write it as '{{systems: [generic], as_of: 2025-12-31}}'"
        ) from error
    except ValueError as error:
        # YAML takes what looks like a day for one.
        raise WrongUse(f"DBT_VARS holds a date that does not exist ({error}): {text!r}") from error
    if not isinstance(loaded, dict):
        raise WrongUse(f"DBT_VARS must be a YAML mapping such as '{{as_of: 2025-12-31}}': {text!r}")
    return {str(key): value for key, value in json.loads(json.dumps(loaded, default=str)).items()}


def read_settings(environ: Mapping[str, str], project: Path = PROJECT) -> Settings:
    """Paths from the environment (relative ones from where the command runs), else the defaults."""
    raw = environ.get("RAW_DATA_DIR")
    warehouse = environ.get("WAREHOUSE_PATH")
    publish = environ.get("PUBLISH_DIR")
    return Settings(
        raw_data_dir=Path(raw).expanduser().resolve() if raw else project / "data" / "demo",
        is_default_raw_data=not raw,
        warehouse_path=Path(warehouse).expanduser().resolve()
        if warehouse
        else project / "warehouse" / "dev.duckdb",
        is_default_warehouse=not warehouse,
        publish_dir=Path(publish).expanduser().resolve() if publish else project / "warehouse",
        dbt_vars=parse_vars(environ.get("DBT_VARS")),
    )


def demo_as_of(raw_data_dir: Path) -> str | None:
    """The day a demo folder was made for; None for a user's own data."""
    marker = raw_data_dir / DEMO_MARKER
    if not marker.is_file():
        return None
    found = _AS_OF.search(marker.read_text(encoding="utf-8"))
    return found.group(1) if found else None


def vars_for_run(settings: Settings) -> dict[str, Any]:
    """The user's vars; demo data ends on a fixed day, so that day is its as_of unless one is given."""
    day = demo_as_of(settings.raw_data_dir)
    return {"as_of": day, **settings.dbt_vars} if day else dict(settings.dbt_vars)


def vars_argument(dbt_vars: Mapping[str, Any]) -> list[str]:
    """The --vars argument for dbt; JSON is YAML, and survives quotes and spaces."""
    return ["--vars", json.dumps(dbt_vars, ensure_ascii=False)] if dbt_vars else []
