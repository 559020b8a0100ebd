"""What models shuffle is summed from Spark's event log: per table, whatever else the build did."""

from __future__ import annotations

from typing import Any

from measure_shuffle import as_table, work_per_table

PLAN = """== Physical Plan ==
OverwriteByExpression (5)
+- Exchange (4)
   +- Exchange (2)

(2) Exchange
Input [2]: [k#3L, v#4]
Arguments: hashpartitioning(visitor_key#12, session_id#13L, 2), ENSURE_REQUIREMENTS, [plan_id=29]

(3) Exchange
Input [1]: [n#5L]
Arguments: SinglePartition, ENSURE_REQUIREMENTS, [plan_id=30]

(4) Exchange
Arguments: hashpartitioning(staticinvoke(class org.apache.iceberg.spark.functions.MonthsFunction$\
DateToMonthsFunction, IntegerType, invoke, event_date#2, DateType, false, true, true), 2), \
REBALANCE_PARTITIONS_BY_COL, 402653184, [plan_id=31]

(5) OverwriteByExpression
Arguments: IcebergWrite(table=spark_catalog.intermediate.int_web__hits, format=PARQUET)
"""


def started(execution: int, plan: str) -> dict[str, Any]:
    return {
        "Event": "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart",
        "executionId": execution,
        "physicalPlanDescription": plan,
    }


def job(execution: int, *stages: int) -> dict[str, Any]:
    properties = {"spark.sql.execution.id": str(execution)}
    return {"Event": "SparkListenerJobStart", "Stage IDs": list(stages), "Properties": properties}


def task(stage: int, rows: int, shuffled: int) -> dict[str, Any]:
    metrics = {
        "Input Metrics": {"Records Read": rows, "Bytes Read": 10 * rows},
        "Shuffle Write Metrics": {"Shuffle Bytes Written": shuffled},
        "Disk Bytes Spilled": 1,
    }
    return {"Event": "SparkListenerTaskEnd", "Stage ID": stage, "Task Metrics": metrics}


def test_tasks_count_for_the_table_that_their_statement_writes() -> None:
    log = [
        started(1, PLAN),
        started(2, "== Physical Plan ==\nProject [a#1]"),
        job(1, 3, 4),
        job(2, 5),
        task(3, 100, 7_000),
        task(4, 0, 500),
        task(5, 900, 90_000),
        {"Event": "SparkListenerTaskEnd", "Stage ID": 3, "Task Metrics": None},
    ]
    found = work_per_table(log)
    assert found.keys() == {"intermediate.int_web__hits"}
    work = found["intermediate.int_web__hits"]
    assert (work.rows_read, work.read, work.shuffled, work.spilled) == (100, 1000, 7500, 2)
    assert work.keys == {"visitor_key, session_id", "SinglePartition", "Months(event_date)"}
    # 7,500 bytes of 50 events are 150 each: 1.5 TB at ten billion.
    line = as_table(found, 50, 10_000_000_000)[1].split()
    assert line[-2:] == ["150.0", "1.50"]
