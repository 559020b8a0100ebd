"""Build one demo on DuckDB and on Spark, and compare every mart row for row.

Makes demo data under --folder (default warehouse/parity, kept for a look afterwards), lands it once, builds
both engines from that landing with every model and the tests of core and KPIs, and prints what each took
and how many marts and rows agree. Nothing that other commands use is touched.
Exit: 0 no difference, 1 a build failed or a mart differs, 2 wrong use.

Example: python scripts/run_parity.py --scale 0.2
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from lib.dbt_runs import dbt_executable
from lib.java import JavaProblem, require_java
from lib.processes import StepCost, run_step
from lib.refresh import cost_lines
from lib.settings import PROJECT
from lib.spark_build import dbt_build

AS_OF = "2026-09-30"
# Every model, and of the tests those of what dashboards read; the rules of the audit are models.
NODES = (
    *("resource_type:seed", "resource_type:snapshot", "resource_type:model"),
    *("path:models/marts/core,resource_type:test", "path:models/marts/kpi,resource_type:test"),
    *("path:tests/marts/core", "path:tests/marts/kpi"),
)


class StepFailed(Exception):
    """A step ended with something else than 0; it has said why."""


def main(argv: list[str] | None = None) -> int:
    """Exit 0 the same, 1 not, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", default="0.2", help="of the demo data (default 0.2)")
    parser.add_argument("--folder", type=Path, default=PROJECT / "warehouse" / "parity")
    parser.add_argument(
        "--spark-python",
        type=Path,
        default=PROJECT / ".venv-spark" / "bin" / "python",
        help="the Python that has Spark (default: that of make build-spark)",
    )
    args = parser.parse_args(argv)
    # Not resolved: a link to the interpreter would lose its environment.
    spark_python = args.spark_python.absolute()
    if not spark_python.is_file():
        print(f"{spark_python} is not there: make parity sets it up", file=sys.stderr)
        return 2
    try:
        require_java(os.environ)
        costs = run(args.folder.resolve(), args.scale, str(spark_python))
    except (JavaProblem, StepFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("\n" + "\n".join(cost_lines(costs)))
    return 0


def run(folder: Path, scale: str, spark_python: str) -> list[StepCost]:
    """All steps; StepFailed names the first that fails, the comparison included."""
    shutil.rmtree(folder, ignore_errors=True)
    raw, spark, duck = folder / "raw", folder / "spark", folder / "duckdb"
    duck.mkdir(parents=True)
    dbt_vars = {"as_of": AS_OF}
    environ = {
        **os.environ,
        "RAW_DATA_DIR": str(raw),
        "DBT_VARS": f"{{as_of: {AS_OF}}}",
        "SPARK_WORK_DIR": str(spark),
    }
    for name in ("SPARK_WAREHOUSE_DIR", "SPARK_LANDING_DIR", "SPARK_METASTORE_URIS"):
        environ.pop(name, None)
    costs: list[StepCost] = []

    def step(name: str, *command: str, **more: str) -> None:
        cost = run_step(
            name,
            command,
            cwd=PROJECT,
            environ={**environ, **more},
            on_line=lambda line: print(line, flush=True),
        )
        costs.append(cost)
        if cost.exit_code:
            raise StepFailed(f"{name} ended with {cost.exit_code}; what it wrote is in {folder}")

    scripts = PROJECT / "scripts"
    demo = ("--out", str(raw), "--scale", scale, "--as-of", AS_OF)
    step("demo", sys.executable, str(scripts / "generate_demo_data.py"), *demo)
    part = ("--indirect-selection", "empty", "--select", *NODES)
    step("spark", spark_python, str(scripts / "build_spark.py"), *part)
    shutil.copyfile(spark / "landed.duckdb", duck / "landed.duckdb")
    step(
        "duckdb",
        *(dbt_executable(), "--no-use-colors", "--quiet"),
        *dbt_build(dbt_vars, NODES, indirect_selection="empty"),
        DBT_TARGET="dev",
        WAREHOUSE_PATH=str(duck / "landed.duckdb"),
        DBT_TARGET_PATH=str(duck / "target"),
        DBT_LOG_PATH=str(duck / "logs"),
    )
    built = ("--warehouse", str(duck / "landed.duckdb"))
    manifest = ("--manifest", str(duck / "target" / "manifest.json"))
    step("compare", spark_python, str(scripts / "compare_engines.py"), *built, *manifest)
    return costs


if __name__ == "__main__":
    raise SystemExit(main())
