"""Nightly runs over e-mail events end where a full refresh ends, whatever came late, re-dated or in error."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from test_incremental_events import ask, nights

HEADER = "email_event_id,email,email_id,event_type,is_deleted,occurred_at\n"
# What lies in the folder in the end. The later file by name counts: it dates m4 anew and deletes m5.
FINAL = {
    "part_1.csv": (
        "m1,a@x.jp,e1,delivered,,2026-04-01T01:00:00Z\n"
        "m2,a@x.jp,e1,opened,,2026-04-01T15:00:00Z\n"
        "m3,b@x.jp,e1,delivered,,2026-04-01T02:00:00Z\n"
        "m4,b@x.jp,e1,opened,,2026-04-05T01:00:00Z\n"
        "m5,b@x.jp,e1,clicked,,2026-04-06T01:00:00Z\n"
    ),
    "part_2.csv": (
        "m3,b@x.jp,e1,delivered,,2026-04-01T02:00:00Z\nm6,b@x.jp,e1,sent,,2026-04-01T01:00:00Z\n"
    ),
    "part_3.csv": "m4,b@x.jp,e1,opened,,2026-04-03T01:00:00Z\nm5,b@x.jp,e1,clicked,true,\n",
}
MISTAKE = (
    "m1,a@x.jp,e1,delivered,,2026-04-09T01:00:00Z\nm7,z@x.jp,e9,opened,,2026-04-09T01:00:00Z\n"
)
ORDERS = [
    ("part_1.csv", "part_2.csv", "part_3.csv"),
    ("part_3.csv", "part_2.csv", "part_1.csv"),
    ("part_2.csv", "part_1.csv", "part_3.csv"),
]
STAGING = [
    *("stg_generic__ma_email_events", "stg_generic__ma_email_event_days"),
    "stg_landing__landed_files",
]
NIGHTLY = [
    *(*STAGING, "int_ma__landed_email_event_days", "int_ma__email_events"),
    *("int_ma__email_event_days", "int_engagement__email_days"),
]
DAYS = (
    "select event_date::text, email_normalised, event_count, delivered_count, open_count, click_count"
    " from intermediate.int_engagement__email_days order by all"
)


def deliver(raw: Path, name: str, rows: str | None, version: int = 1) -> None:
    """Write or remove a file; a version has one time of modification, whenever it arrives."""
    path = raw / "generic" / "ma_email_events" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if rows is None:
        path.unlink()
        return
    path.write_text(HEADER + rows, encoding="utf-8")
    modified = 1_770_000_000 + 60 * version
    os.utime(path, (modified, modified))


def test_any_order_of_e_mail_files_ends_where_a_full_refresh_ends(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """F1. Three files in three orders, a night each; one file is taken back, one comes wrong first."""
    base = tmp_path_factory.mktemp("incremental_emails")
    final = base / "final"
    for name, rows in FINAL.items():
        deliver(final, name, rows)
    table = "intermediate.int_engagement__email_days"
    with nights(base / "run") as run:
        run.land(final)
        run.dbt("run", "--full-refresh", "--select", *NIGHTLY)
        expected = ask(run.path, f"select * from {table} order by all")
        assert ask(run.path, DAYS) == [
            ("2026-04-01", "a@x.jp", 1, 1, 0, 0),
            ("2026-04-01", "b@x.jp", 2, 1, 0, 0),
            ("2026-04-02", "a@x.jp", 1, 0, 1, 0),
            ("2026-04-03", "b@x.jp", 1, 0, 1, 0),
        ]
        for number, order in enumerate(ORDERS):
            raw = base / f"raw_{number}"
            deliver(raw, "part_9_mistake.csv", MISTAKE)
            deliver(raw, order[0], FINAL[order[0]].split("\n")[0] + "\n", version=0)
            run.land(raw)
            run.dbt("run", "--full-refresh", "--select", *NIGHTLY)
            for night, name in enumerate(order):
                deliver(raw, name, FINAL[name])
                if night == 1:
                    deliver(raw, "part_9_mistake.csv", None)
                run.land(raw)
                run.dbt("run", "--select", *NIGHTLY)
            assert ask(run.path, f"select * from {table} order by all") == expected, order
            shutil.rmtree(raw)
