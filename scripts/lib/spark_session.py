"""The Spark session of this process, with the settings that dbt's profile has: one place says them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import yaml


def session_settings(profiles: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The Spark settings of output `spark`, its variables filled in."""

    def env_var(name: str, default: str = "") -> str:
        return environ.get(name, default)

    outputs = yaml.safe_load(profiles.read_text(encoding="utf-8"))["b2b_marketing_warehouse"]
    settings = outputs["outputs"]["spark"]["server_side_parameters"]
    return {
        key: jinja2.Template(str(value)).render(env_var=env_var) for key, value in settings.items()
    }


def open_session(settings: Mapping[str, str]) -> Any:
    """Start Spark, or take the session that is there: dbt then finds this very one."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.enableHiveSupport()
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def iceberg_jar() -> str:
    """Iceberg for Spark 3.5, which comes with a Python package and needs no download by Spark."""
    import snowpark_connect_deps_iceberg

    folder = Path(snowpark_connect_deps_iceberg.__file__).parent / "jars"
    return str(next(folder.glob("iceberg-spark-runtime-3.5_2.12-*.jar")))
