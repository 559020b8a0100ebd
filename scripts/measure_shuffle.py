"""Say what each model of a build on Spark read and shuffled, from Spark's own event log.

The log is written where Spark is told to (spark.eventLog.enabled and spark.eventLog.dir in the
spark-defaults.conf of SPARK_CONF_DIR, spark.eventLog.compress false). With --events, the number of web
events that the build read, bytes are shown per event too, and what they come to at --at events.
Exit: 0 said, 2 there is no such log or it holds no model.

Example: python scripts/measure_shuffle.py /tmp/spark-events/local-1 --events 750000
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The table that a statement writes, as Spark's plan names it; views and reads have none.
WRITTEN = re.compile(r"IcebergWrite\(table=(?:spark_catalog\.)?(\w+\.\w+)")
# By what rows are sent to another task: columns, or all to a single one.
EXCHANGE = re.compile(r"Arguments: (?:hashpartitioning\((.*), \d+\)|(SinglePartition)),")
PARTITION = re.compile(r"staticinvoke\(.*?\.(\w+)Function\$\w+, \w+, invoke, (\w+).*?\)")
EXECUTION_STARTED = "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart"


@dataclass
class Work:
    """What the statements of one table cost: rows and bytes read, bytes shuffled and spilled, keys."""

    rows_read: int = 0
    read: int = 0
    shuffled: int = 0
    spilled: int = 0
    keys: set[str] = field(default_factory=set)


def work_per_table(events: Iterable[dict[str, Any]]) -> dict[str, Work]:
    """Sum the tasks of every statement under the table that it writes."""
    table_of_execution: dict[str, str] = {}
    table_of_stage: dict[int, str] = {}
    found: dict[str, Work] = defaultdict(Work)
    for event in events:
        kind = event["Event"]
        if kind == EXECUTION_STARTED:
            plan = event["physicalPlanDescription"]
            written = WRITTEN.search(plan)
            if written:
                table_of_execution[str(event["executionId"])] = written[1]
                for keys, single in EXCHANGE.findall(re.sub(r"#\d+L?", "", plan)):
                    found[written[1]].keys.add(single or PARTITION.sub(r"\1(\2)", keys))
        elif kind == "SparkListenerJobStart":
            execution = (event.get("Properties") or {}).get("spark.sql.execution.id", "")
            for stage in event["Stage IDs"]:
                if execution in table_of_execution:
                    table_of_stage[stage] = table_of_execution[execution]
        elif kind == "SparkListenerTaskEnd" and event["Stage ID"] in table_of_stage:
            add_task(found[table_of_stage[event["Stage ID"]]], event.get("Task Metrics") or {})
    return dict(found)


def add_task(work: Work, metrics: dict[str, Any]) -> None:
    """Add what one task did."""
    read = metrics.get("Input Metrics") or {}
    work.rows_read += read.get("Records Read", 0)
    work.read += read.get("Bytes Read", 0)
    work.shuffled += (metrics.get("Shuffle Write Metrics") or {}).get("Shuffle Bytes Written", 0)
    work.spilled += metrics.get("Disk Bytes Spilled", 0)


def as_table(found: dict[str, Work], events: int | None, at: int) -> list[str]:
    """A line per table, the largest shuffle first."""
    lines = [
        f"{'table':50} {'rows read':>12} {'read MB':>9} {'shuffled MB':>12} {'spilled MB':>11}"
    ]
    if events:
        lines[0] += f" {'B per event':>12} {f'TB at {at:,}':>22}"
    for table, work in sorted(found.items(), key=lambda item: -item[1].shuffled):
        line = f"{table:50} {work.rows_read:12,} {work.read / 1e6:9.1f}"
        line += f" {work.shuffled / 1e6:12.1f} {work.spilled / 1e6:11.1f}"
        if events:
            each = work.shuffled / events
            line += f" {each:12.1f} {each * at / 1e12:22.2f}"
        lines.append(line)
        lines += [f"    by {keys}" for keys in sorted(work.keys)]
    return lines


def main(argv: list[str] | None = None) -> int:
    """Exit 0 said, 2 nothing to say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("log", type=Path, help="event log of one build")
    parser.add_argument("--events", type=int, default=None, help="web events that the build read")
    parser.add_argument("--at", type=int, default=10_000_000_000, help="events to reckon for")
    args = parser.parse_args(argv)
    if not args.log.is_file():
        print(f"{args.log} is no event log: see --help", file=sys.stderr)
        return 2
    with args.log.open(encoding="utf-8") as stream:
        found = work_per_table(json.loads(line) for line in stream)
    if not found:
        print(f"{args.log} names no table that was written", file=sys.stderr)
        return 2
    print("\n".join(as_table(found, args.events, args.at)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
