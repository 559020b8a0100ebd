"""Run dbt as its command does, with the project parsed once per set of vars and not once per process.

The path of the warehouse is part of the profile, so that dbt's own cache holds for one warehouse only.
Usage: python dbt_process.py CACHE_FILE DBT_ARGUMENT...; the exit code is dbt's.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest


def main(cache: Path, arguments: list[str]) -> int:
    """Exit 0 if all went well, 1 if something failed, 2 if dbt did not start."""
    manifest = Manifest.from_msgpack(cache.read_bytes()) if cache.exists() else None
    if manifest is not None:
        # What macros see as `graph` is no part of the saved file.
        manifest.build_flat_graph()
    result = dbtRunner(manifest=manifest).invoke(arguments)
    parsed = Path(os.environ["DBT_TARGET_PATH"]) / "partial_parse.msgpack"
    if manifest is None and parsed.exists():
        fresh = cache.with_name(f"{cache.name}.{os.getpid()}")
        shutil.copyfile(parsed, fresh)
        fresh.replace(cache)
    if result.exception is not None:
        print(result.exception, file=sys.stderr)
        return 2
    return 0 if result.success else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
