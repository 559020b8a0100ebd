"""The one Spark session of a process: dbt finds and uses the session that is opened here."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2
import yaml
from lib.settings import WrongUse

PROFILE = "b2b_marketing_warehouse"
# How long the Java process of a build that was killed is given to end.
PATIENCE_SECONDS = 60.0


def spark_environ(environ: Mapping[str, str], project: Path, jar: str) -> dict[str, str]:
    """The environment of a build on Spark: what is given, absolute paths, and the defaults of one machine.

    An empty variable counts as not given. A path with a scheme (s3a://...) is left as it is.
    """
    given = {
        name: value for name, value in environ.items() if value or not name.startswith("SPARK_")
    }
    work = _absolute(given.get("SPARK_WORK_DIR") or str(project / "warehouse" / "spark"))
    if "://" in work:
        raise WrongUse(f"SPARK_WORK_DIR is a folder of this machine, not {work}")
    tables = _absolute(given.get("SPARK_WAREHOUSE_DIR") or f"{work}/tables")
    landing = _absolute(given.get("SPARK_LANDING_DIR") or f"{work}/landing")
    full = {
        "SPARK_JARS": jar,
        "DBT_TARGET_PATH": f"{work}/target",
        "DBT_LOG_PATH": f"{work}/logs",
        **given,
        "SPARK_WORK_DIR": work,
        "SPARK_WAREHOUSE_DIR": tables,
        "SPARK_LANDING_DIR": landing,
        "DBT_TARGET": "spark",
    }
    if full.get("SPARK_MASTER", "local").startswith("local"):
        # A laptop's name often leads nowhere, or to a network that is not there today.
        full.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    return full


def _absolute(path: str) -> str:
    return path if "://" in path else str(Path(path).expanduser().resolve())


def session_settings(profiles: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The Spark settings of the profile's output `spark`, its variables filled in."""

    def env_var(name: str, default: str | None = None) -> str:
        value = environ.get(name, default)
        if value is None:
            raise WrongUse(f"{profiles} asks for {name}, which is not given")
        return value

    outputs = yaml.safe_load(profiles.read_text(encoding="utf-8"))[PROFILE]["outputs"]
    settings = outputs["spark"]["server_side_parameters"]
    return {
        key: jinja2.Template(str(value)).render(env_var=env_var) for key, value in settings.items()
    }


def iceberg_jar() -> str:
    """Iceberg for Spark 3.5: it comes with a Python package, and Spark need not download it."""
    import snowpark_connect_deps_iceberg

    folder = Path(snowpark_connect_deps_iceberg.__file__).parent / "jars"
    return str(next(folder.glob("iceberg-spark-runtime-3.5_2.12-*.jar")))


def open_session(settings: Mapping[str, str], log: Path, pid_file: Path) -> Any:
    """Start Spark; what its Java process says goes to a log of its own."""
    from pyspark.sql import SparkSession

    wait_for_old_session(pid_file)
    builder = SparkSession.builder.enableHiveSupport()
    for key, value in settings.items():
        builder = builder.config(key, value)
    with _stderr_to(log):
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    java = session._jvm.java.lang.ProcessHandle.current().pid()
    pid_file.write_text(str(java), encoding="utf-8")
    return session


@contextmanager
def _stderr_to(log: Path) -> Iterator[None]:
    """Child processes that start meanwhile write to the log, and go on doing so."""
    own = os.dup(2)
    with log.open("a", encoding="utf-8") as target:
        os.dup2(target.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(own, 2)
        os.close(own)


def wait_for_old_session(pid_file: Path, patience: float = PATIENCE_SECONDS) -> None:
    """The Java process of a killed build ends by itself, a moment later; till then it holds the catalog."""
    try:
        pid = int(pid_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    until = time.monotonic() + patience
    while _is_alive(pid) and time.monotonic() < until:
        time.sleep(0.2)
    pid_file.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # Somebody else's: the number was given out again.
        return False
    return True
