"""Run many nights of one project in one process: land, then dbt, for each command of a list.

Reads from stdin one JSON list per line: ["land", FOLDER] or ["dbt", ARGUMENT, ...]; WAREHOUSE_PATH names the
warehouse. Answers each line with one of JSON: true or false. Usage: python night_process.py CACHE_FILE
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from lib.landing import land

# Nobody reads them here, and writing them takes longer than a night's models.
KEEP_NO_RECORD = ("--no-write-json",)


def main(cache: Path) -> int:
    """Serve commands until there are none."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        kind, *arguments = json.loads(line)
        if kind == "land":
            land(Path(arguments[0]), Path(os.environ["WAREHOUSE_PATH"]), "JP")
            answers.write("true\n")
            continue
        manifest = None
        if cache.exists():
            manifest = Manifest.from_msgpack(cache.read_bytes())
            manifest.build_flat_graph()
        result = dbtRunner(manifest=manifest).invoke([*arguments, *KEEP_NO_RECORD])
        # The landing opens the same file.
        DuckDBConnectionManager.close_all_connections()
        parsed = Path(os.environ["DBT_TARGET_PATH"]) / "partial_parse.msgpack"
        if manifest is None and parsed.exists():
            shutil.copyfile(parsed, cache)
        answers.write(json.dumps(bool(result.success)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
