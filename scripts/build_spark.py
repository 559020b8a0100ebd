"""Land the raw files and build the warehouse on Spark 3.5 with Iceberg tables.

Reads RAW_DATA_DIR (default data/demo, made on first use), DBT_VARS (YAML for dbt --vars) and what names
another Spark than this machine's own: SPARK_MASTER, SPARK_WAREHOUSE_DIR, SPARK_LANDING_DIR,
SPARK_METASTORE_URIS and others (docs/engines.md). Writes to SPARK_WORK_DIR (default warehouse/spark) and to
the catalog. One process, one Spark session. The tables are replaced one by one, each in one step; a run
that is cut short is made good by the next.
Exit: 0 built, 1 not built or a test failed, 2 wrong use.

Example: python scripts/build_spark.py --full-refresh
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from lib.console import complain, say
from lib.demo_data import ensure_raw_data
from lib.inspection import Inspector
from lib.java import JavaProblem, require_java
from lib.privacy import check_hash_key
from lib.refresh import BuildFailed, cost_lines
from lib.releases import ReleaseProblem, new_run_id, publish_lock
from lib.settings import PROJECT, WrongUse, read_settings, vars_for_run
from lib.spark_build import SparkBuild
from lib.spark_session import iceberg_jar, spark_environ
from lib.var_checks import require_sound_vars


def main(argv: list[str] | None = None) -> int:
    """Exit 0 built, 1 not built, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--full-refresh", action="store_true", help="build incremental tables anew as well"
    )
    parser.add_argument(
        "--select", nargs="+", default=[], metavar="NODES", help="build a part, in dbt's words"
    )
    parser.add_argument(
        "--indirect-selection",
        choices=("eager", "cautious", "buildable", "empty"),
        default="cautious",
        help="which tests go with a part, in dbt's words (default: cautious)",
    )
    args = parser.parse_args(argv)
    for note in check_hash_key(os.environ):
        complain(str(note))
    try:
        require_java(os.environ)
        return build(
            os.environ, args.select, args.indirect_selection, full_refresh=args.full_refresh
        )
    except WrongUse as problem:
        complain(str(problem))
        return 2
    except (JavaProblem, BuildFailed, ReleaseProblem) as problem:
        complain(str(problem))
        return 1
    except ImportError as problem:
        complain(f"{problem}: this environment is not Spark's own; run make build-spark")
        return 1
    except OSError as problem:
        complain(f"A file or folder cannot be used: {problem}")
        return 1


def build(
    environ: Mapping[str, str], selection: list[str], indirect_selection: str, *, full_refresh: bool
) -> int:
    """Build under the lock of the work folder, and say what was built."""
    settings = read_settings(environ)
    require_sound_vars(settings.dbt_vars)
    if ensure_raw_data(settings):
        say(f"made demo data in {settings.raw_data_dir}")
    dbt_vars = vars_for_run(settings)
    full = spark_environ(environ, PROJECT, iceberg_jar())
    # dbt reads its profile's variables from the process, and its paths from where it runs.
    os.environ.update(full)
    os.chdir(PROJECT)
    inspector = Inspector(settings.raw_data_dir, PROJECT, dbt_vars)
    run = SparkBuild(
        settings=settings,
        dbt_vars=dbt_vars,
        environ=full,
        project=PROJECT,
        run_id=new_run_id(),
        say=say,
        full_refresh=full_refresh,
        selection=selection,
        indirect_selection=indirect_selection,
        faults_of=inspector.after_landing,
    )
    with publish_lock(Path(full["SPARK_WORK_DIR"]), "build on Spark", "SPARK_WORK_DIR"):
        tables = run.run()
    say(
        "\n"
        + "\n".join(f"{schema:<14}{count:>4} tables" for schema, count in sorted(tables.items()))
    )
    say("\n" + "\n".join(cost_lines(run.costs)))
    say(f"Built {sum(tables.values())} tables in {full['SPARK_WAREHOUSE_DIR']}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
